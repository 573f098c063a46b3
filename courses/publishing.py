"""Bringing the catalogue up to date with the live pages: a course is released when its digest changed."""

import logging
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lms.plugins import health
from lms.plugins.activity import NotReady

from .catalogue import Activity, Content, Course, Programme, Release, StaleCourse
from .compiling import Compilation, compile_course, free_slug
from .pages import CoursePage, ProgrammePage
from .translations import language_of, source_of

log = logging.getLogger(__name__)


def source_page(key: UUID) -> CoursePage | None:
    """The page of the course in its source language: the default language where there is one, else the oldest page."""
    return source_of(list(CoursePage.objects.filter(translation_key=key, alias_of=None).select_related("locale")))


@transaction.atomic
def release(*, key: UUID, now: datetime, new_edition: bool = False, why: str = "", by: Any = None) -> Release | None:
    """Bring the catalogue's course `key` up to date with its live pages; a release is made only if the digest changed.

    A correction moves nobody by itself: `lms.progress` does, told by the signal `released`. Raises `NotReady`, with nothing written.
    """
    from .signals import released

    course = Course.objects.select_for_update().filter(pk=key).first()
    page = source_page(key)
    if page is None or not page.live:
        if course is not None and course.open:
            course.open = False
            course.save(update_fields=["open"])
        return None
    compilation = compile_course(page)
    if not compilation.outline.activities:
        _refuse_empty(course, page)
        return None
    if course is None:
        course = Course.objects.create(pk=key, slug=free_slug(Course, page.slug))
    made = None
    if course.release is None or course.release.digest != compilation.digest:
        _store(compilation)
        made = course.release = _next_release(course, compilation, now=now, new_edition=new_edition, why=why, by=by)
    course.titles, course.open = dict(compilation.outline.titles), True
    course.save()
    if made is not None:
        released.send(Release, release=made, now=now)
    return made


def _refuse_empty(course: Course | None, page: CoursePage) -> None:
    """A released course does not become empty by itself; one that was never released waits for its first activity."""
    if course is not None and course.release is not None:
        sentence = _("“%(title)s” has no published activity left: learners keep release %(number)s. Unpublish the course page to close it.")
        raise NotReady(sentence % {"title": page.title, "number": course.release.number})


def _store(compilation: Compilation) -> None:
    Content.objects.bulk_create(compilation.contents.values(), ignore_conflicts=True)
    entries = {UUID(entry.id): entry for entry in compilation.outline.activities}
    known = Activity.objects.in_bulk(list(entries))
    changed = [row for key, row in known.items() if row.titles != dict(entries[key].titles)]
    for row in changed:
        row.titles = dict(entries[row.pk].titles)
    Activity.objects.bulk_update(changed, ["titles"])
    new = [(key, entry) for key, entry in entries.items() if key not in known]
    Activity.objects.bulk_create([Activity(pk=key, slug=entry.slug, kind=entry.kind, titles=dict(entry.titles)) for key, entry in new])


def _next_release(course: Course, compilation: Compilation, *, now: datetime, new_edition: bool, why: str, by: Any) -> Release:
    last = course.releases.order_by("-edition", "-correction").first()
    edition, correction = next_number(last, new_edition=new_edition)
    return Release.objects.create(
        course=course, edition=edition, correction=correction, digest=compilation.digest,
        data=compilation.outline.write(), why=why[:300], made_at=now, made_by=by,
    )  # fmt: skip


def next_number(last: Release | None, *, new_edition: bool) -> tuple[int, int]:
    """Edition and correction of the release after `last`."""
    if last is None:
        return 1, 0
    return (last.edition + 1, 0) if new_edition else (last.edition, last.correction + 1)


def refresh_programme(key: UUID) -> None:
    """Bring the catalogue's programme up to date with its live pages and the order of the courses below its source page."""
    pages = list(ProgrammePage.objects.filter(translation_key=key, alias_of=None).select_related("locale"))
    titles = {language_of(page): page.title for page in pages if page.live}
    programme = Programme.objects.filter(pk=key).first()
    source = source_of(pages)
    if programme is None:
        if not titles:
            return
        programme = Programme(pk=key, slug=free_slug(Programme, source.slug))
    programme.open = bool(titles)
    programme.titles = titles or programme.titles
    if source is not None:
        children = CoursePage.objects.child_of(source).filter(alias_of=None).order_by("path")
        programme.courses = [str(child) for child in children.values_list("translation_key", flat=True)]
    programme.save()


def repair(*, now: datetime, only: Collection[UUID] | None = None) -> list[str]:
    """Release every stale course (or those of `only` not tried since they were noted); returns the sentences of those not ready.

    Safe to call at any time, by anybody: what fails stays noted, and keeps nothing else from being released.
    """
    problems = []
    rows = StaleCourse.objects.select_related("by").order_by("since")
    for stale in rows if only is None else rows.filter(pk__in=only, problem=""):
        problem = _repair(stale, now=now)
        if problem:
            problems.append(problem)
            StaleCourse.objects.filter(pk=stale.pk).update(problem=problem)
        else:
            StaleCourse.objects.filter(pk=stale.pk, since=stale.since).delete()
    return problems


def _repair(stale: StaleCourse, *, now: datetime) -> str:
    try:
        release(key=stale.course_key, now=now, new_edition=stale.new_edition, why=stale.why, by=stale.by)
    except NotReady as error:
        return str(error)
    except Exception:
        log.exception("compiling the course %s failed", stale.course_key)
        return _(
            "The course could not be compiled because of a fault in the system. It is tried again every minute; tell whoever runs the site."
        )
    return ""


def backlog(now: datetime) -> health.Finding:
    """For the health page, in one statement: courses whose pages changed and that could not be released yet."""
    return health.backlog(stale_courses=StaleCourse.objects.count())
