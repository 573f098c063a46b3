"""Bringing the catalogue up to date with the live pages.

A release is made by a person, for a reason, who was shown what it changes.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.log_actions import log as log_action
from wagtail.models import Page, Revision

from lms.foundation.plugins.activity import NotReady

from ..catalogue.models import Course, Release, StaleCourse
from ..pages.models import CoursePage
from ..pages.translation_sources import as_written
from ..pages.translations import language_of, source_of
from .compiler import Compilation, compile_course
from .programmes import name_refresher, new_course
from .release_rows import next_release, store_contents
from .translation_versions import hold_as_published

released = Signal()
"""Sent in the transaction that makes a release: `release`, `now`."""


class ChangedSinceShown(Exception):
    """Refusal: a release would now have other content than the person was shown. Show it again."""


@dataclass(frozen=True)
class Candidate:
    """Content of a release of a course if it were made now: a compilation, or the problem that keeps it from being
    made.

    Neither is there where the course has nothing to release yet.
    """

    course: Course | None
    page: CoursePage | None
    compilation: Compilation | None = None
    problem: str = ""
    stays_closed: bool = False
    """Question: is it for the people who are under way in a course that is closed, and leaves it closed?"""

    @property
    def release(self) -> Release | None:
        """The release that learners have."""
        return self.course.release if self.course else None

    @property
    def changes_content(self) -> bool:
        return self.compilation is not None and (self.release is None or self.release.digest != self.compilation.digest)

    @property
    def opens(self) -> bool:
        """Question: would the release let people be enrolled again in a course that was closed?"""
        released = self.course if self.compilation is not None and self.release is not None else None
        return released is not None and not released.open and not self.stays_closed

    @property
    def waits(self) -> bool:
        """Question: would a release change anything for learners?"""
        return self.changes_content or self.opens

    @property
    def digest(self) -> str:
        """Names what a person is shown: the compilation, and the release that it is compared with.

        Empty where nothing can be released.
        """
        if self.compilation is None:
            return ""
        parts = [
            self.compilation.digest,
            self.release.pk if self.release else 0,
            bool(self.course and self.course.open),
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def source_page(key: UUID) -> CoursePage | None:
    """Return the page of the course that gives structure and order, and whose publishers may release it.

    Once a course is released this is the page in the language of its release, so that a translation made later takes
    nothing over. Before, it is the page in the default language where there is one, else the oldest page.
    """
    pages = list(CoursePage.objects.filter(translation_key=key, alias_of=None).select_related("locale"))
    return source_pages({key: pages}).get(key)


def source_pages(pages: Mapping[UUID, list[CoursePage]]) -> dict[UUID, CoursePage]:
    """Return the same for the pages of several courses, by key. One query, where a course has several pages."""
    several = [key for key, versions in pages.items() if len(versions) > 1]
    released = {course.pk: course.release.outline.source for course in _released(several)} if several else {}
    sources = {}
    for key, versions in pages.items():
        named = next((page for page in versions if language_of(page) == released.get(key)), None)
        if source := named or source_of(versions):
            sources[key] = source
    return sources


def pages_of_courses(submissions: Iterable[Any]) -> dict[UUID, CoursePage]:
    """Return the pages of the courses of some submissions, by their key. Two queries."""
    return pages_of_keys({one.course_key for one in submissions})


def pages_of_keys(keys: Collection[UUID]) -> dict[UUID, CoursePage]:
    """Return the pages of the courses with these keys, by key. Two queries."""
    pages: dict[UUID, list[CoursePage]] = {}
    for page in (
        CoursePage.objects.filter(translation_key__in=keys, alias_of=None).select_related("locale").order_by("pk")
    ):
        pages.setdefault(page.translation_key, []).append(page)
    return source_pages(pages)


def _released(keys: Iterable[UUID]) -> Any:
    return Course.objects.filter(pk__in=keys, release__isnull=False).select_related("release")


def candidate(
    key: UUID, drafts: dict[int, Page] | None = None, gone: Collection[int] = (), rows: Sequence[object] = ()
) -> Candidate:
    """Return the content that a release of the course `key` would have now, with `drafts` in the place of live pages
    (by page id), and with `rows`.

    These are drafts of what is no page, such as questions, as they would be published. Pages whose id is in `gone`
    count as taken off. Writes nothing.
    """
    if not rows:
        return _candidate(key, drafts, gone)
    with transaction.atomic():
        for row in rows:
            hold_as_published(row)
        proposed = _candidate(key, drafts, gone)
        transaction.set_rollback(True)
    return proposed


def _candidate(key: UUID, drafts: dict[int, Page] | None, gone: Collection[int]) -> Candidate:
    course = Course.objects.filter(pk=key).select_related("release").first()
    page = source_page(key)
    drafts, closed = drafts or {}, {}
    if page is not None and not (page.live or page.pk in drafts):
        closed = _as_closed(course)
    if page is None or page.pk in gone or not (page.live or page.pk in drafts or page.pk in closed):
        return Candidate(course, page, problem=_("The course page itself is not published, so nothing is released."))
    try:
        compilation = compile_course(page, drafts={**closed, **drafts}, gone=gone)
    except NotReady as error:
        return Candidate(course, page, problem=str(error))
    if not compilation.outline.activities:
        return Candidate(course, page, problem=_empty(course, page))
    return Candidate(course, page, compilation, stays_closed=bool(closed))


def _as_closed(course: Course | None) -> dict[int, Page]:
    """Return the pages of a closed course itself, in every language, as they were published last, by primary key; none
    of a course that is open. What was typed since is no part of them. People under way get corrections with them.
    """
    if course is None or course.release is None or course.open:
        return {}
    pages = CoursePage.objects.filter(translation_key=course.pk, alias_of=None, live=False)
    published: dict[int, Page] = {}
    for page in pages.exclude(last_published_at=None):
        last = page.revisions.filter(created_at__lte=page.last_published_at).order_by("-created_at", "-pk").first()
        # A page that a command wrote has no revision.
        published[page.pk] = page if last is None else as_written(last)
    return published


def _empty(course: Course | None, page: CoursePage) -> str:
    """Return the problem of an empty course. A released course does not become empty; one that was never released waits
    for its first activity, which is no problem.
    """
    if course is None or course.release is None:
        return ""
    sentence = _(
        "“%(title)s” has no published activity left: learners keep release %(number)s. Unpublish the course page to "
        "close it."
    )
    return sentence % {"title": page.title, "number": course.release.number}


@transaction.atomic
def release(
    *,
    key: UUID,
    shown: str,
    by: object,
    why: str,
    now: datetime,
    new_edition: bool = False,
    revisions: Iterable[Revision] = (),
) -> Release:
    """Publish `revisions` and release the course `key` as it then stands: the only way by which a course reaches
    learners.

    `shown` is the digest of the candidate that `by` was shown. The caller has made sure that `by` may publish the
    course page and each of the revisions. Gives the release that learners have from now on, which is the one before
    where nothing differs. A correction moves nobody by itself: `lms.learning.progress` does, told by the signal
    `released`.

    Raises `NotReady`, `ChangedSinceShown` and, without author or reason, `ValueError`; each with nothing written.
    """
    if by is None or not why.strip():
        raise ValueError("A release needs its author and a reason.")
    publish_all(key=key, revisions=revisions, by=by)
    new_release = _release(key, shown=shown, now=now, new_edition=new_edition, why=why.strip(), by=by)
    if new_release is None:
        raise ChangedSinceShown
    return new_release


@transaction.atomic
def release_as_written(*, key: UUID, by: object, why: str, now: datetime) -> Release | None:
    """Release the course `key` as the caller has written it; nothing before its first activity. Raises `NotReady`."""
    return _release(key, shown=None, now=now, new_edition=False, why=why, by=by)


def _release(key: UUID, *, shown: str | None, now: datetime, new_edition: bool, why: str, by: object) -> Release | None:
    """Release what stands now; nothing where that is no content, or not what was `shown`. Raises `NotReady`."""
    # The row is deleted below; while it is locked, no further change is noted.
    stale = StaleCourse.objects.select_for_update(no_key=False).filter(pk=key).first()
    Course.objects.select_for_update(no_key=True).filter(pk=key).first()
    proposed = candidate(key)
    if proposed.problem:
        raise NotReady(proposed.problem)
    if proposed.compilation is None or shown not in (None, proposed.digest):
        return None
    new_release = _store(proposed, now=now, new_edition=new_edition, why=why, by=by)
    if stale is not None:
        stale.delete()
    return new_release


def publish_all(*, key: UUID, revisions: Iterable[Revision], by: object) -> None:
    """Publish drafts of the course `key`: of what its pages use first, translations of pages last, since each is
    compared with the source that is published by then. The caller has made sure that `by` may.
    """
    page = source_page(key)

    def place(revision: Revision) -> tuple[bool, bool, str]:
        is_page = revision.base_content_type.model_class() is Page
        return (
            is_page,
            is_page and page is not None and revision.content.get("locale") != page.locale_id,
            str(revision.object_id).zfill(20),
        )

    for revision in sorted(revisions, key=place):
        kind = PublishPageRevisionAction if place(revision)[0] else PublishRevisionAction
        kind(revision, user=by, changed=True).execute(skip_permission_checks=True)


def _store(proposed: Candidate, *, now: datetime, new_edition: bool, why: str, by: object) -> Release:
    compilation, page = proposed.compilation, proposed.page
    assert compilation is not None and page is not None  # noqa: S101  a candidate without a problem
    new, waited = proposed.changes_content, proposed.waits
    course = name_refresher(proposed.course or new_course(page), page.refresher)
    if new:
        store_contents(compilation)
        course.release = next_release(course, compilation, now=now, new_edition=new_edition, why=why, by=by)
    course.titles, course.open = dict(compilation.outline.titles), not proposed.stays_closed
    course.save()
    new_release = course.release
    assert new_release is not None  # noqa: S101  a candidate that changes nothing has one already
    if waited:
        log_action(instance=page, action="courses.release", user=by, data={"number": new_release.number, "why": why})
    if new:
        released.send(Release, release=new_release, now=now)
    return new_release
