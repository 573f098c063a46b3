"""Effect of a release on learners: two outlines compared, activity by activity and language by language."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page

from lms.foundation.plugins.impact import ALL_CAN, Impact, Unable, impacts, parts_of
from lms.people.directory.choices import Country

from ...catalogue import lookup
from ...catalogue.models import Content, Release
from ...catalogue.outline import Entry, Outline
from ...publishing.compiler import Compilation
from ...publishing.outdated_translations import OutdatedLanguage, outdated_languages
from ...publishing.services import Candidate, candidate, next_number
from . import condition_texts
from .text_changes import NOTHING as UNTOLD
from .text_changes import TextChanges, TextComparison, Versions, texts_of

NOBODY = Impact()
NOTHING = Outline(titles={}, summaries={}, objectives={}, source="", minutes=0, validity_months=0, activities=())
"""The outline before the first release."""


@dataclass(frozen=True)
class Change:
    """One line of what changes. `language` is empty where it is the same in all; it may have a country behind it.

    `worded` says it word for word, as far as whoever looks at it may read that.
    """

    title: str
    what: str
    language: str = ""
    versions: Versions | None = None
    texts: tuple[Mapping[str, str], Mapping[str, str]] | None = None
    worded: TextChanges = UNTOLD

    also: tuple[str, ...] = ()
    """Where else the very same changes, word for word: in the versions for single countries."""

    @property
    def language_names(self) -> list[str]:
        """Names for people: the language, and the countries whose learners get it."""
        return [_language_name(name) for name in (self.language, *self.also) if name]

    def says_as(self, other: "Change") -> bool:
        """Return whether `other` is the same change, word for word, to the same activity in the same language, for
        readers of another country.
        """
        ours, theirs = self.versions, other.versions
        if ours is None or theirs is None or not self.worded.told:
            return False
        same_place = (ours.activity, ours.name.partition("-")[0]) == (theirs.activity, theirs.name.partition("-")[0])
        return same_place and (self.what, self.worded.gist) == (other.what, other.worded.gist)


def _language_name(name: str) -> str:
    code, _dash, country = name.partition("-")
    language = str(get_language_info(code)["name_translated"])
    return f"{language} ({Country(country).label})" if country in Country.values else language


@dataclass(frozen=True)
class Effect:
    """Effect of releasing a course, and the people whom it concerns."""

    candidate: Candidate
    changes: tuple[Change, ...] = ()
    impact: Impact = NOBODY
    unable: Unable = ALL_CAN
    """Who under way could not complete the course as it would be released."""
    closed: Sequence[str] = ()
    """Titles of closed courses for which conditions wait."""
    newcomers: int = 0
    """People who will be enrolled by itself, since they were given the programme in which the course is new."""

    @property
    def problem(self) -> str:
        """Reason why nothing can be released."""
        return self.candidate.problem

    @property
    def digest(self) -> str:
        """Names what is shown; `publishing.release` takes it back."""
        return self.candidate.digest

    @property
    def waits(self) -> bool:
        return self.candidate.waits

    @property
    def opens(self) -> bool:
        return self.candidate.opens

    @property
    def release(self) -> Release | None:
        """The release that is out."""
        return self.candidate.release

    @property
    def behind(self) -> tuple[OutdatedLanguage, ...]:
        """The languages in which learners would get an older text, or none."""
        return tuple(outdated_languages(self.candidate.compilation.outline)) if self.candidate.compilation else ()

    @property
    def unable_parts(self) -> list[tuple[str, str]]:
        """Parts for people: the parts that could not be done, and what is missing for each."""
        return parts_of(self.unable, get_language() or "en")

    @property
    def as_correction(self) -> str:
        return "{}.{}".format(*next_number(self.release, new_edition=False))

    @property
    def as_edition(self) -> str:
        return "{}.{}".format(*next_number(self.release, new_edition=True))


def effect_of(key: UUID, drafts: Iterable[Any] = (), gone: Collection[int] = (), *, viewer: object = None) -> Effect:
    """Return the effect of releasing the course `key`, with these drafts of pages and of rows that they use and without
    the pages of `gone`.

    Word for word for a `viewer`.
    """
    drafts = list(drafts)
    pages = {draft.pk: draft for draft in drafts if isinstance(draft, Page)}
    rows = sorted((draft for draft in drafts if not isinstance(draft, Page)), key=lambda row: str(row.pk).zfill(20))
    proposed = candidate(key, pages, gone, rows)
    impact = impacts.of([key])[key] if proposed.release else NOBODY
    newcomers = _newcomers(proposed)
    if proposed.compilation is None or not proposed.changes_content:
        return Effect(proposed, impact=impact, newcomers=newcomers)
    before = proposed.release.outline if proposed.release else NOTHING
    outline = proposed.compilation.outline
    locks = (Change(title, what) for title, what in condition_texts.changes(before, outline))
    changes = (*_compared(before, proposed.compilation), *locks)
    contents = proposed.compilation.contents
    barred = impacts.unable(key, outline, lambda digest: _definition(contents, digest))
    if viewer is not None and proposed.page is not None:
        changes = _worded(changes, TextComparison(viewer, proposed.page), key=str(key))
    return Effect(proposed, changes, impact, barred, condition_texts.closed(outline), newcomers)


def _newcomers(proposed: Candidate) -> int:
    """Count the people who will be enrolled automatically, in a course in which nobody could be enrolled so far."""
    page = proposed.page
    if page is None or proposed.compilation is None or (proposed.release is not None and not proposed.opens):
        return 0
    return impacts.newcomers(page.translation_key, page.get_parent().translation_key)


def _definition(contents: Mapping[str, Content], digest: str) -> Mapping[str, object]:
    """Return the definition of a content that was just compiled, or is in the catalogue."""
    return (contents.get(digest) or lookup.content(digest)).definition


def _worded(changes: Sequence[Change], wording: TextComparison, *, key: str) -> tuple[Change, ...]:
    """Return the changes with what they say word for word, those of the course itself first."""
    worded = {
        place: wording.of_texts(key, change.language, *(texts_of(_labels(), texts) for texts in change.texts))
        for place, change in enumerate(changes)
        if change.texts
    }
    differences = wording.of([change.versions for change in changes if change.versions])
    for place, change in enumerate(changes):
        if change.versions:
            worded[place] = differences.get((change.versions.activity, change.versions.name), UNTOLD)
    return tuple(_merged(replace(change, worded=worded.get(place, UNTOLD)) for place, change in enumerate(changes)))


def _merged(changes: Iterable[Change]) -> list[Change]:
    """Return the changes, with those that are the same for several countries as one."""
    merged: list[Change] = []
    for change in changes:
        if merged and change.says_as(merged[-1]):
            merged[-1] = replace(merged[-1], also=(*merged[-1].also, change.language))
        else:
            merged.append(change)
    return merged


def _labels() -> dict[str, str]:
    return {"title": _("Title"), "summary": _("Summary"), "objectives": _("Objectives")}


def _compared(old: Outline, compilation: Compilation) -> Iterator[Change]:
    new = compilation.outline
    yield from _course_changes(old, new)
    before = {entry.id: entry for entry in old.activities}
    contents = _both(old, compilation)
    for entry in new.activities:
        known = before.pop(entry.id, None)
        if known is None:
            yield Change(
                entry.title(new.source, new.source), _("New, and required") if entry.required else _("New, optional")
            )
        else:
            yield from _entry_changes(known, entry, new.source, contents)
    for entry in before.values():
        yield Change(
            entry.title(old.source, old.source), _("Removed from the course; what learners did in it stays on record")
        )
    kept = [entry.id for entry in new.activities if old.by_id(entry.id)]
    if kept != [entry.id for entry in old.activities if new.by_id(entry.id)]:
        yield Change(new.titles.get(new.source, ""), _("The order of the activities"))


def _course_changes(old: Outline, new: Outline) -> Iterator[Change]:
    title = new.titles.get(new.source) or next(iter(new.titles.values()))
    yield from _aged(title, old.older, new.older)
    for language in sorted({*old.titles, *new.titles}):
        texts = (_texts(old, language), _texts(new, language))
        if language not in old.titles:
            yield Change(title, _("The course becomes available in this language"), language)
        elif language not in new.titles:
            yield Change(title, _("The course is no longer available in this language"), language)
        elif texts[0] != texts[1]:
            yield Change(title, _("Title, summary or objectives of the course"), language, texts=texts)
    if old is not NOTHING and (old.minutes, old.validity_months, old.source) != (
        new.minutes,
        new.validity_months,
        new.source,
    ):
        yield Change(title, _("Length of the course or validity of its certificate"))
    if old is not NOTHING and old.refresher != new.refresher:
        yield Change(title, _("The course that renews its certificates"))


def _texts(outline: Outline, language: str) -> dict[str, str]:
    """Return the course’s texts about itself in a language: title, summary, and the objectives with a line for each."""
    objectives = "\n".join(dict(outline.objectives).get(language, ()))
    return {
        "title": outline.titles.get(language, ""),
        "summary": outline.summaries.get(language, ""),
        "objectives": objectives,
    }


def _entry_changes(old: Entry, new: Entry, source: str, contents: Mapping[str, Content]) -> Iterator[Change]:
    title = new.title(source, source)
    if old.required != new.required:
        yield Change(title, _("Becomes required") if new.required else _("Becomes optional"))
    if old.minutes != new.minutes:
        yield Change(
            title, _("Minutes: %(before)s before, %(after)s after") % {"before": old.minutes, "after": new.minutes}
        )
    if old.weight != new.weight:
        sentence = _("Weight in the course score: %(before)s before, %(after)s after")
        yield Change(title, sentence % {"before": f"{old.weight:g}", "after": f"{new.weight:g}"})
    yield from _aged(title, old.older, new.older)
    for name in sorted({*old.contents, *new.contents}):
        before, after = old.contents.get(name), new.contents.get(name)
        if before != after:
            was, will_be = contents.get(before or ""), contents.get(after or "")
            versions = Versions(new.id, name, was, will_be) if was and will_be else None
            yield Change(title, _what(was, will_be), name, versions=versions)


def _aged(title: str, old: Iterable[str], new: Iterable[str]) -> Iterator[Change]:
    for language in sorted(set(new) - set(old)):
        yield Change(
            title, _("Stays as it is and is older than the source from now on; learners are told so"), language
        )
    for language in sorted(set(old) - set(new)):
        yield Change(title, _("No longer older than the source"), language)


def _what(before: Content | None, after: Content | None) -> str:
    """Say in what two contents differ, as far as this room may know: the inside of another kind's definition is that
    kind's own.
    """
    if before is None:
        return _("Becomes available in this language or country")
    if after is None:
        return _("No longer available in this language or country")
    if after.kind != "lesson":
        return _("Content changed")
    if before.definition.get("checks") != after.definition.get("checks"):
        return _("Questions of the lesson’s checks changed")
    return _("Text changed")


def _both(old: Outline, compilation: Compilation) -> dict[str, Content]:
    """Return every content that either outline names and the other does not, by digest."""
    known = {digest for entry in old.activities for digest in entry.contents.values()} - set(compilation.contents)
    return {**compilation.contents, **Content.objects.in_bulk(list(known))}
