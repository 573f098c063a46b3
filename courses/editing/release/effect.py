"""Effect of a release on learners: two outlines compared, activity by activity and language by language."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from lms.foundation.plugins.impact import ALL_CAN, Impact, Unable, impacts, parts_of

from ...catalogue import lookup
from ...catalogue.models import Content, Release
from ...publishing.outdated_translations import OutdatedLanguage, outdated_languages
from ...publishing.release_rows import next_number
from ...publishing.services import Candidate, candidate
from . import condition_texts
from .changes import NOTHING, Change, compared
from .text_changes import NOTHING as UNTOLD
from .text_changes import TextComparison, texts_of

NOBODY = Impact()


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
    def stays_closed(self) -> bool:
        return self.candidate.stays_closed

    @property
    def may_enrol(self) -> bool:
        """Question: can people be enrolled with it who could not be so far?"""
        return self.opens or (self.release is None and self.waits)

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
    changes = (*compared(before, proposed.compilation), *locks)
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
