"""The draft of a case: structure, words by language, recorded paths. `put_in` is the only writer."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction

from assessments.casework import BadCase, Case, Finding, Texts, case_json, read_case, read_texts
from lms.people.directory.models import User

from ..page.case_files import checked, findings_of
from .pages import CasePage

if TYPE_CHECKING:
    from wagtail.models import Page


def with_same_places(texts: Mapping[str, object], language: str) -> dict[str, Any]:
    """Return by language the words, each with the places that `language` has."""
    own = _without_empty(texts.get(language, {}))
    return {code: own if code == language else _like(own, words) for code, words in texts.items()} | {language: own}


def _without_empty(words: object) -> object:
    """Return the words without empty ones; parts and things stay, though they have no words."""
    if not isinstance(words, Mapping):
        return words
    return {
        name: _without_empty(value)
        for name, value in words.items()
        if value not in ("", []) or name in ("title", "content_note")
    }


def _like(own: object, other: object) -> object:
    if isinstance(own, Mapping):
        known = other if isinstance(other, Mapping) else {}
        return {name: _like(value, known.get(name)) for name, value in own.items()}
    if isinstance(own, list):
        return other if isinstance(other, list) else []
    return other if isinstance(other, str) else ""


TRIES = 3
JSON = Mapping[str, Any]


class Busy(Exception):
    """Others kept changing the page at the same time."""


class Stale(Exception):
    """Refusal: the part to change differs from the one that the form showed."""


@dataclass(frozen=True)
class Draft:
    """`language` is that of the page, in which the case is written first."""

    structure: JSON
    texts: Mapping[str, JSON]
    language: str
    paths: JSON = field(default_factory=dict)
    findings: Sequence[Finding] = field(default=(), compare=False)
    """Findings of the checker when the case was saved."""

    @cached_property
    def case(self) -> Case:
        return read_case(self.structure)

    def words(self, language: str) -> Texts:
        return read_texts(self.texts.get(language, {}))

    @property
    def digest(self) -> str:
        """Another one for every other structure."""
        return _digest(self.structure)

    def digest_in(self, language: str) -> str:
        """Return another one for every other structure, and for all other words in this language."""
        return _digest([self.structure, self.texts.get(language, {})])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]


def draft_of(page: CasePage) -> Draft:
    """Return the draft as it was saved last. One statement, or none where that is published."""
    return _of(page.get_latest_revision_as_object())


def _of(page: "Page") -> Draft:
    return Draft(page.structure, page.texts, page.locale.language_code, page.paths, findings_of(page))


def put_in(*, page: CasePage, change: Callable[[Draft], Draft], by: User) -> Draft:
    """Return a new draft of `page`, with the case as `change` makes it of the last one. Where nothing changes, none is
    made.

    It is checked outside the transaction: where somebody else saved meanwhile, `change` is asked again. Raises
    `BadCase`, and `Busy`.
    """
    for _try in range(TRIES):
        stored = CasePage.objects.get(pk=page.pk)
        latest = cast(CasePage, stored.get_latest_revision_as_object())
        before = _of(latest)
        after = normalise(change(before))
        if after == before:
            return before
        latest.structure, latest.texts, latest.paths = dict(after.structure), dict(after.texts), dict(after.paths)
        latest.findings = checked(after.structure, after.texts, after.language, after.paths)
        if _stored(latest, stored.latest_revision_id, by):
            return after
    raise Busy


def normalise(draft: Draft) -> Draft:
    """Normalise a draft: as a file with it would be read, with the same places of words in each language. Raises
    `BadCase`.
    """
    if not draft.structure:
        raise BadCase("", "mapping")
    return replace(
        draft, structure=case_json(read_case(draft.structure)), texts=with_same_places(draft.texts, draft.language)
    )


@transaction.atomic
def _stored(page: CasePage, seen: int | None, by: User) -> bool:
    """Return false where the page has another draft than that which was `seen`."""
    locked = CasePage.objects.select_for_update(no_key=True).only("latest_revision").get(pk=page.pk)
    if locked.latest_revision_id != seen:
        return False
    page.save_revision(user=by, log_action="wagtail.edit")
    return True
