"""Changes between two outlines of a course, activity by activity and language by language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from lms.people.directory.countries import country_name

from ...catalogue.models import Content
from ...catalogue.outline import Entry, Outline
from ...publishing.compiler import Compilation
from .text_changes import NOTHING as UNTOLD
from .text_changes import TextChanges, Versions

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
    return f"{language} ({country_name(country)})" if country else language


def compared(old: Outline, compilation: Compilation) -> Iterator[Change]:
    """Yield what differs between the outline that learners have and the one that was compiled."""
    new = compilation.outline
    yield from _course_changes(old, new)
    before = {entry.id: entry for entry in old.activities}
    contents = _both(old, compilation)
    for entry in new.activities:
        known = before.pop(entry.id, None)
        if known is None:
            yield from _new_entry(entry, new.source, contents)
        else:
            yield from _entry_changes(known, entry, new.source, contents)
    for entry in before.values():
        yield Change(
            entry.title(old.source, old.source), _("Removed from the course; what learners did in it stays on record")
        )
    kept = [entry.id for entry in new.activities if old.by_id(entry.id)]
    if kept != [entry.id for entry in old.activities if new.by_id(entry.id)]:
        yield Change(new.titles.get(new.source, ""), _("The order of the activities"))


def _new_entry(entry: Entry, source: str, contents: Mapping[str, Content]) -> Iterator[Change]:
    """Yield a change for each content of a new activity, with all of its words, that of the source language first."""
    new = _("New, and required") if entry.required else _("New, optional")
    for name in sorted({source, *entry.contents}, key=lambda name: (name != source, name)):
        content = contents.get(entry.contents.get(name, ""))
        what = new if name == source else _("Becomes available in this language or country")
        versions = Versions(entry.id, name, None, content) if content else None
        yield Change(entry.title(source, source), what, name if content else "", versions=versions)


def _course_changes(old: Outline, new: Outline) -> Iterator[Change]:
    title = new.titles.get(new.source) or next(iter(new.titles.values()))
    yield from _aged(title, old.older, new.older)
    for language in sorted({*old.titles, *new.titles}):
        texts = (_texts(old, language), _texts(new, language))
        if language not in old.titles:
            yield Change(title, _("The course becomes available in this language"), language, texts=texts)
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
            versions = Versions(new.id, name, was, will_be) if will_be else None
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
