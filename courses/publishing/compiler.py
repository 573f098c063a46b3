"""Compiler of pages to an outline and its contents: a course compiled, not yet stored."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from lms.foundation.plugins.activity import NotReady, activities
from lms.foundation.plugins.runtime.registry import Faulty, NotInstalled
from lms.people.directory.current_viewer import unlimited

from ..catalogue.models import Activity, Content, Course
from ..catalogue.outline import Entry, Outline
from ..pages.condition_problems import problem_of
from ..pages.conditions import PageCondition, values_of
from ..pages.guides import GuidePage, linked_terms
from ..pages.models import ActivityPage, CoursePage
from ..pages.translations import VersionStates, language_of, versions

if TYPE_CHECKING:
    from lms.foundation.plugins.activity import ActivityType


@dataclass
class Compilation:
    """A course compiled but not yet stored: its outline, and the contents the outline names."""

    outline: Outline
    contents: dict[str, Content]

    @property
    def digest(self) -> str:
        text = json.dumps(self.outline.write(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def compile_course(
    course_page: CoursePage, *, drafts: dict[int, Page] | None = None, gone: Collection[int] = ()
) -> Compilation:
    """Compile `course_page`, a source-language page, with everything live below it. Writes nothing but kept media.

    `drafts` puts a page not yet published in the place of the live one (by page id), to show an editor what it would
    change; those whose id is in `gone` are left out, as if they were taken off.
    Raises `NotReady` with a sentence for the editor.
    """
    with unlimited():
        return _Compiler(course_page, drafts or {}, gone).compile()


class _Compiler:
    """One compile: what is read once for all activities, and the contents gathered so far."""

    def __init__(self, course_page: CoursePage, drafts: dict[int, Page], gone: Collection[int]) -> None:
        self.drafts, self.gone = drafts, gone
        self.page: CoursePage = drafts.get(course_page.pk, course_page)
        children = Page.objects.child_of(course_page).not_type(GuidePage).filter(alias_of=None).order_by("path")
        self.order = list(children.values_list("pk", "translation_key"))
        keys = [self.page.translation_key, *(key for _pk, key in self.order)]
        self.versions = versions(keys, drafts)
        self.standings = VersionStates(self.versions, drafts)
        self.before = _current_outline(self.page.translation_key)
        self.slugs = _Slugs(keys[1:])
        self.conditions = self._conditions()
        self.words = linked_terms(self.page.translation_key)
        self.contents: dict[str, Content] = {}

    def compile(self) -> Compilation:
        entries = [self._entry(pk, key) for pk, key in self.order]
        texts = self._course_texts()
        outline = Outline(
            **texts,
            source=language_of(self.page),
            minutes=self.page.minutes,
            validity_months=self.page.validity_months,
            activities=tuple(entry for entry in entries if entry is not None),
            older=self._older_texts(texts["titles"]),
            conditions=values_of(self.conditions.get(self.page.pk, ())),
            refresher=str(self.page.refresher or ""),
        )
        if problem := problem_of(self.page.translation_key, outline):
            raise NotReady(problem)
        return Compilation(outline, self.contents)

    def _conditions(self) -> dict[int, list[PageCondition]]:
        """Return, by page, conditions of the course and its activities, drafts first; one query."""
        pages = [self.page.pk, *(pk for pk, _key in self.order)]
        rows: dict[int, list[PageCondition]] = {}
        for row in PageCondition.objects.filter(page__in=pages).order_by("sort_order", "pk"):
            rows.setdefault(row.page_id, []).append(row)
        drafted = {pk: list(self.drafts[pk].opening_conditions.all()) for pk in pages if pk in self.drafts}
        return rows | drafted

    def _course_texts(self) -> dict[str, Any]:
        """Return titles, summaries and objectives by language. An unfinished translation keeps those of the release
        before.
        """
        texts: dict[str, dict[str, Any]] = {"titles": {}, "summaries": {}, "objectives": {}}
        for page in self._versions(self.page):
            language = language_of(page)
            if not self.standings.finished(page):
                for name, by_language in texts.items():
                    before = getattr(self.before, name, {})
                    by_language.update({language: before[language]} if language in before else {})
                continue
            texts["titles"][language] = page.title
            texts["summaries"][language] = page.summary
            texts["objectives"][language] = [" ".join(str(block.value).splitlines()) for block in page.objectives]
        if not texts["titles"]:
            raise NotReady(
                _("The translation of “%(title)s” is not finished. Finish it, then publish it again.")
                % {"title": self.page.title}
            )
        return texts

    def _older_texts(self, titles: Mapping[str, str]) -> tuple[str, ...]:
        """Return the languages in which the texts of the course are older than their source."""
        kept = self.before.older if self.before else ()
        versions = ((language_of(page), page) for page in self._versions(self.page))
        return tuple(
            sorted(language for language, page in versions if language in titles and self._is_older(page, kept))
        )

    def _is_older(self, version: object, kept: Collection[str]) -> bool:
        """Return whether the text that learners get in the version’s language is older than the source. `kept` are the
        languages in which it was older in the release before.

        What comes from the release before is as old as it was, and older once the source is newer than what was made of
        it.
        """
        return self.standings.older(version) or (not self.standings.finished(version) and language_of(version) in kept)

    def _entry(self, pk: int, key: UUID) -> Entry | None:
        """Return the activity on this page, or None where it is not part of the course.

        One whose plugin is absent stays as it was.
        """
        page = next((page for page in self.versions[key] if page.pk == pk), None)
        if page is None or not self._shown(page):
            return None
        before = self.before.by_id(str(key)) if self.before else None
        if not isinstance(page, ActivityPage):
            return before
        try:
            kind = activities.get(page.activity_kind)
        except NotInstalled:
            return before
        try:
            return self._activity(page, kind, key, before)
        except Faulty as fault:
            sentence = _(
                "“%(title)s” cannot be made, because its plugin has a fault. Try again later; if it goes on, take the "
                "page out or tell the person who runs the site."
            )
            raise NotReady(sentence % {"title": page.title}) from fault

    def _activity(self, page: ActivityPage, kind: "ActivityType", key: UUID, before: Entry | None) -> Entry | None:
        entry = Entry(
            id=str(key),
            slug=self.slugs.of(key, page.slug),
            kind=kind.slug,
            titles={},
            minutes=page.minutes,
            required=page.required,
            weight=page.course_weight,
            conditions=values_of(self.conditions.get(page.pk, ())),
        )
        return self._with_contents(entry, page, kind, before)

    def _with_contents(self, entry: Entry, page: ActivityPage, kind: object, before: Entry | None) -> Entry | None:
        titles: dict[str, str] = {}
        contents: dict[str, str] = {}
        older: set[str] = set()
        for version in self._versions(page):
            language, version.words = language_of(version), self.words
            if self.standings.finished(version):
                titles[language] = version.title
                digests, aged = self._compiled(version, kind, language)
                contents |= digests
            elif before and language in before.titles:
                titles[language], aged = before.titles[language], self._kept_aged(page, before, contents)
                contents |= _in(language, before.contents)
            else:
                continue
            if aged or self._is_older(version, before.older if before else ()):
                older.add(language)
        return replace(entry, titles=titles, contents=contents, older=tuple(sorted(older))) if contents else None

    def _kept_aged(self, page: ActivityPage, before: Entry, contents: Mapping[str, str]) -> bool:
        """Return whether the source has changed since the release before, from which an unfinished translation
        comes.
        """
        source = language_of(page)
        return _in(source, before.contents) != _in(source, contents)

    def _compiled(self, version: ActivityPage, kind: Any, language: str) -> tuple[dict[str, str], bool]:
        """Return digests of `version` in its language, for everybody and for each country that it makes a difference
        to; and whether something in it is older than its source.
        """
        digests: dict[str, str] = {}
        older = False
        for country in ["", *kind.countries(version)]:
            compiled = kind.compile(version, language=language, country=country)
            digest = compiled.digest(kind=kind.slug)
            older = older or compiled.older
            if country and digest == digests[language]:
                continue
            digests[f"{language}-{country}" if country else language] = digest
            self.contents[digest] = Content(
                digest=digest,
                kind=kind.slug,
                title=compiled.title,
                html=compiled.html,
                definition=compiled.definition,
                media=list(compiled.media),
            )
        return digests, older

    def _versions(self, page: Page) -> list[Any]:
        """Return `page` first, then its other versions that learners may see."""
        others = (other for other in self.versions[page.translation_key] if other.pk != page.pk and self._shown(other))
        return [page, *others]

    def _shown(self, page: Page) -> bool:
        return page.pk not in self.gone and (page.live or page.pk in self.drafts)


def _current_outline(key: UUID) -> Outline | None:
    course = Course.objects.filter(pk=key).select_related("release").first()
    return course.release.outline if course and course.release else None


def _in(language: str, contents: Mapping[str, str]) -> dict[str, str]:
    """Return the contents in `language`, for everybody and for single countries."""
    return {name: digest for name, digest in contents.items() if name == language or name.startswith(f"{language}-")}


def free_slug(model: Any, wish: str, *, given: Collection[str] = ()) -> str:
    """Return `wish`, or the first of `wish-2`, `wish-3` … that neither another row of `model` has nor was `given` just
    now.
    """
    wish = slugify(wish)[:110] or "activity"
    taken = {*model.objects.filter(slug__startswith=wish).values_list("slug", flat=True), *given}
    if wish not in taken:
        return wish
    numbered = (f"{wish}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in numbered if slug not in taken)


class _Slugs:
    """Catalogue slugs of activities: given once, kept for ever."""

    def __init__(self, keys: Collection[UUID]) -> None:
        self.known = dict(Activity.objects.filter(pk__in=keys).values_list("pk", "slug"))

    def of(self, key: UUID, wish: str) -> str:
        if key not in self.known:
            self.known[key] = free_slug(Activity, wish, given=self.known.values())
        return self.known[key]
