"""Languages of a case: which there are, what is not translated yet, and another one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from lms.people.directory.models import User

from . import case_parts
from .access import TABS, Desk
from .drafts import Draft, put_in

SITUATION = "situation"
"""The part that title and content note belong to."""


@dataclass(frozen=True)
class Lack:
    """A thing of the case, and how many of its texts are not there in the language."""

    part: str
    id: str
    texts: int


def lacks(draft: Draft, language: str) -> list[Lack]:
    """Return what is not translated, in the order of the case."""
    source, own = draft.texts.get(draft.language, {}), draft.texts.get(language, {})
    situation = [Lack(SITUATION, "", _missing(_plain(source), _plain(own)))]
    things = [
        Lack(part, id, _missing(source.get(part, {}).get(id, {}), own.get(part, {}).get(id, {})))
        for part in TABS
        for id in case_parts.ids(draft.structure, part)
    ]
    return [one for one in (*situation, *things) if one.texts]


def next_lack(draft: Draft, language: str, part: str, id: str) -> Lack | None:
    """Return what is to be translated after this thing, else from the beginning."""
    places = {SITUATION: 0} | {name: place for place, name in enumerate(TABS, 1)}
    known = {name: case_parts.ids(draft.structure, name) for name in TABS}

    def place(part: str, id: str) -> tuple[int, int]:
        return places[part], known[part].index(id) if id in known.get(part, ()) else -1

    left = [one for one in lacks(draft, language) if (one.part, one.id) != (part, id)]
    return next((one for one in left if place(one.part, one.id) > place(part, id)), next(iter(left), None))


def _plain(words: Mapping[str, Any]) -> dict[str, Any]:
    return {name: words.get(name, "") for name in ("title", "content_note")}


def _missing(source: object, own: object) -> int:
    if isinstance(source, Mapping):
        known = own if isinstance(own, Mapping) else {}
        return sum(_missing(value, known.get(name)) for name, value in source.items())
    return int(bool(source) and not own)


def texts_in(words: object) -> int:
    """Return how many texts there are to translate."""
    return _missing(words, None)


def others(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield the languages of the site that the case does not have, with their names."""
    yield from ((code, str(name)) for code, name in settings.LANGUAGES if code not in draft.texts)


def add_language(at: Desk, language: str, *, by: User) -> None:
    """Add a language, in which nothing is translated yet; one that is there stays as it is. Raises `BadCase` and
    `Busy`.
    """

    def changed(draft: Draft) -> Draft:
        return draft if language in draft.texts else replace(draft, texts={**draft.texts, language: {}})

    put_in(page=at.page, change=changed, by=by)
