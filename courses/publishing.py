"""From live pages to the catalogue: compile a course, and release it when its digest changed."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from lms.plugins.activity import NotReady, activities
from lms.plugins.registry import NotInstalled

from .catalogue import Activity, Content, Course, Programme, Release, StaleCourse
from .outline import Entry, Outline
from .pages import ActivityPage, CoursePage, ProgrammePage
from .translations import complete, language_of, siblings


@dataclass
class Compilation:
    """A course compiled but not yet stored: its outline, and the contents the outline names."""

    outline: Outline
    contents: dict[str, Content] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        text = json.dumps(self.outline.write(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def source_page(key: UUID) -> CoursePage | None:
    """The page of the course in its source language: the default language where there is one, else the oldest page."""
    pages = list(CoursePage.objects.filter(translation_key=key, alias_of=None).order_by("pk").select_related("locale"))
    return next((page for page in pages if language_of(page) == settings.LANGUAGE_CODE), pages[0] if pages else None)


def compile_course(course_page: CoursePage, *, drafts: dict[int, Page] | None = None) -> Compilation:
    """Compile `course_page`, a source-language page, with everything live below it. Writes nothing but kept media.

    `drafts` puts a page not yet published in the place of the live one (by page id), to show an editor what it would change.
    Raises `NotReady` with a sentence for the editor.
    """
    drafts = drafts or {}
    course_page = drafts.get(course_page.pk, course_page)  # type: ignore[assignment]
    released = _current_outline(course_page.translation_key)
    result = Compilation(outline=None)  # type: ignore[arg-type]
    pages = [page for page in siblings(course_page, drafts) if complete(page)]
    entries = []
    for child in Page.objects.child_of(course_page).filter(alias_of=None).order_by("path").specific():
        page = drafts.get(child.pk, child)
        if page.live or page.pk in drafts:
            entry = _compile_activity(page, result, drafts) if isinstance(page, ActivityPage) else released.get(str(page.translation_key))
            if entry is not None:
                entries.append(entry)
    result.outline = Outline(
        titles={language_of(page): page.title for page in pages},
        summaries={language_of(page): page.summary for page in pages},
        objectives={language_of(page): [str(block.value) for block in page.objectives] for page in pages},
        source=language_of(course_page),
        minutes=course_page.minutes,
        validity_months=course_page.validity_months,
        activities=tuple(entries),
    )
    return result


def _current_outline(key: UUID) -> dict[str, Entry]:
    course = Course.objects.filter(pk=key).select_related("release").first()
    return {entry.id: entry for entry in course.release.outline.activities} if course and course.release else {}


def _compile_activity(page: ActivityPage, result: Compilation, drafts: dict[int, Page]) -> Entry | None:
    """Compile `page` in each language and for each country it makes a difference to; None keeps it out of the release."""
    key = str(page.translation_key)
    try:
        kind = activities.get(page.activity_kind)
    except NotInstalled:
        return _current_outline(page.get_parent().translation_key).get(key)
    versions = [version for version in siblings(page, drafts) if complete(version)]
    contents = {}
    for version in versions:
        language = language_of(version)
        for country in ["", *kind.countries(version)]:
            compiled = kind.compile(version, language=language, country=country)
            digest = compiled.digest(kind=kind.slug)
            result.contents[digest] = Content(
                digest=digest, kind=kind.slug, title=compiled.title, html=compiled.html,
                definition=compiled.definition, media=list(compiled.media),
            )  # fmt: skip
            contents[f"{language}-{country}" if country else language] = digest
    return Entry(
        id=key,
        slug=Activity.objects.filter(pk=key).values_list("slug", flat=True).first() or _free_slug(Activity, page.slug),
        kind=kind.slug,
        titles={language_of(version): version.title for version in versions},
        minutes=page.minutes,
        required=page.required,
        weight=page.weight,
        contents=contents,
    )


def _free_slug(model: Any, wish: str) -> str:
    """`wish`, or the first of `wish-2`, `wish-3` … that no other row of `model` has."""
    wish = slugify(wish) or "activity"
    taken = set(model.objects.filter(slug__startswith=wish).values_list("slug", flat=True))
    if wish not in taken:
        return wish
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{wish}-{number}") not in taken)


@transaction.atomic
def release(*, key: UUID, now: datetime, new_edition: bool = False, why: str = "", by: Any = None) -> Release | None:
    """Bring the catalogue's course `key` up to date with its live pages; a release is made only if the digest changed.

    A correction moves nobody by itself: `lms.progress` does, told by the signal `released`. Raises `NotReady`, with nothing written.
    """
    from .signals import released

    page = source_page(key)
    course = Course.objects.select_for_update().filter(pk=key).first()
    if page is None or not page.live:
        if course is not None and course.open:
            course.open = False
            course.save(update_fields=["open"])
        return None
    compilation = compile_course(page)
    if not compilation.outline.activities:
        return None
    if course is None:
        course = Course.objects.create(pk=key, slug=_free_slug(Course, page.slug))
    _store(compilation)
    last = course.release
    if last is None or last.digest != compilation.digest:
        last = _next_release(course, compilation, now=now, new_edition=new_edition, why=why, by=by)
        course.release = last
        made = True
    else:
        made = False
    course.titles, course.open = dict(compilation.outline.titles), True
    course.save()
    if made:
        released.send(Release, release=last, now=now)
    return last if made else None


def _store(compilation: Compilation) -> None:
    Content.objects.bulk_create(compilation.contents.values(), ignore_conflicts=True)
    for entry in compilation.outline.activities:
        fields = {"slug": entry.slug, "kind": entry.kind, "titles": dict(entry.titles)}
        Activity.objects.update_or_create(pk=entry.id, defaults={"titles": fields["titles"]}, create_defaults=fields)


def _next_release(course: Course, compilation: Compilation, *, now: datetime, new_edition: bool, why: str, by: Any) -> Release:
    last = course.releases.order_by("-edition", "-correction").first()
    first = last is None
    edition = 1 if first else last.edition + new_edition
    correction = 0 if first or new_edition else last.correction + 1
    return Release.objects.create(
        course=course, edition=edition, correction=correction, digest=compilation.digest,
        data=compilation.outline.write(), why=why, made_at=now, made_by=by,
    )  # fmt: skip


def refresh_programme(page: ProgrammePage) -> None:
    """Bring the catalogue's programme up to date with its live page and the order of the courses below it."""
    versions = ProgrammePage.objects.filter(translation_key=page.translation_key, alias_of=None, live=True).select_related("locale")
    titles = {language_of(version): version.title for version in versions}
    children = CoursePage.objects.child_of(page).filter(alias_of=None).order_by("path").values_list("translation_key", flat=True)
    programme, _made = Programme.objects.get_or_create(pk=page.translation_key, defaults={"slug": _free_slug(Programme, page.slug)})
    programme.titles = titles or programme.titles
    programme.courses = [str(key) for key in children]
    programme.open = bool(titles)
    programme.save()


def repair(*, now: datetime) -> list[str]:
    """Release every stale course; returns the sentences of those that are not ready. Safe to call at any time, by anybody."""
    problems = []
    for stale in StaleCourse.objects.select_related("by").order_by("since"):
        try:
            release(key=stale.course_key, now=now, new_edition=stale.new_edition, why=stale.why, by=stale.by)
        except NotReady as error:
            problems.append(str(error))
            StaleCourse.objects.filter(pk=stale.pk).update(problem=str(error))
        else:
            StaleCourse.objects.filter(pk=stale.pk, since=stale.since).delete()
    return problems
