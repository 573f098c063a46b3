"""One thing of a case, in structure and words: found, replaced, added, taken out. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.text import slugify

from assessments.casework import in_order

from .drafts import Draft

NAMED = ("seats", "facts", "cards")
"""Parts that are by id; the others are lists, in which each has an `id`, or (team) a number from 1."""
TEAM = "team"
"""What all earn marks for: it goes by its number."""
Thing = dict[str, Any]


def ids(structure: Mapping[str, Any], part: str) -> list[str]:
    things = structure.get(part) or ()
    if part in NAMED:
        return in_order(things, structure.get("order", {}).get(part, ()))
    return [str(each.get("id", number)) for number, each in enumerate(things, 1)]


def thing(draft: Draft, part: str, id: str) -> Thing:
    """Return the structure of a thing. Raises `KeyError`."""
    things = draft.structure.get(part) or {}
    if part in NAMED:
        return dict(things[id])
    known = ids(draft.structure, part)
    if id not in known:
        raise KeyError(id)
    return dict(things[known.index(id)])


def words(draft: Draft, part: str, id: str, language: str) -> Thing:
    return dict(draft.texts.get(language, {}).get(part, {}).get(id, {}))


def stamp(draft: Draft, part: str, id: str, language: str) -> str:
    """Return another one when the thing or its words are other ones: it says of what somebody had the form."""
    both = [thing(draft, part, id), words(draft, part, id, language)]
    return hashlib.sha256(json.dumps(both, sort_keys=True).encode()).hexdigest()[:32]


def with_thing(draft: Draft, part: str, id: str, structure: Thing, said: Thing, language: str) -> Draft:
    """Return the draft with the thing as it is now; it is the last one of its part where it is new."""
    things = draft.structure.get(part)
    if part in NAMED:
        later: Any = {**(things or {}), id: structure}
    else:
        known, listed = ids(draft.structure, part), list(things or ())
        later = [structure if each == id else old for each, old in zip(known, listed, strict=True)]
        later += [structure] if id not in known else []
    texts = {**draft.texts, language: _with_words(draft.texts.get(language, {}), part, id, said)}
    return replace(draft, structure={**draft.structure, part: later}, texts=texts)


def _with_words(texts: Mapping[str, Any], part: str, id: str, said: Thing) -> Thing:
    return {**texts, part: {**texts.get(part, {}), id: said}}


def without_part(draft: Draft, part: str, id: str) -> Draft:
    """Return the draft without the thing and its words; what named it still does, and the checker says so."""
    things = draft.structure[part]
    known = ids(draft.structure, part)
    if part in NAMED:
        later: Any = {each: old for each, old in things.items() if each != id}
    else:
        later = [old for each, old in zip(known, things, strict=True) if each != id]
    texts = {code: {**words, part: _left(words.get(part, {}), known, part, id)} for code, words in draft.texts.items()}
    return replace(draft, structure={**draft.structure, part: later}, texts=texts)


def _left(words: Mapping[str, object], known: list[str], part: str, id: str) -> Thing:
    """Return the words of all others, by the names that they have now: what goes by its number moves up."""
    others = [each for each in known if each != id]
    names = dict(zip(others, known, strict=False)) if part == TEAM else {}
    return {names.get(each, each): said for each, said in words.items() if each != id}


def new_id(draft: Draft, part: str, name: str) -> str:
    """Return an id made of the name, and of nothing else in this part of the case. It never changes afterwards. What
    all earn marks for has a number.
    """
    if part == TEAM:
        return str(len(ids(draft.structure, part)) + 1)
    return unused_id(
        slugify(name).replace("-", "_")[:40].strip("_") or part.removesuffix("s"), ids(draft.structure, part)
    )


def unused_id(id: str, taken: list[str]) -> str:
    found, number = id, 1
    while found in taken:
        number += 1
        found = f"{id}_{number}"
    return found
