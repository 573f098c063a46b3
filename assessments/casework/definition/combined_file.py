"""A case and its words in one language as one file, which is what an author uploads and other programs read. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from .case import Case, Texts
from .pictures import as_text
from .serialisation import case_json
from .texts import texts_json

NAMED = ("seats", "facts", "cards")
LISTED = ("injects", "decisions", "forms", "measures")


def combine(case: Case, texts: Texts, pictures: Mapping[str, bytes] | None = None) -> dict[str, Any]:
    """Join structure and words into a file that `read_case` and `texts_of` read; with `pictures`, by name, also
    `pictures_in`.
    """
    structure, words = case_json(case), texts_json(texts)
    file = structure | {"title": words["title"], "content_note": words["content_note"]}
    for part in NAMED:
        file[part] = {id: thing | words[part].get(id, {}) for id, thing in structure[part].items()}
    for part in LISTED:
        file[part] = _listed(structure[part], words[part])
    file["team"] = [thing | words["team"].get(str(number), {}) for number, thing in enumerate(structure["team"], 1)]
    return file | ({"pictures": as_text(pictures)} if pictures else {})


def _listed(things: Iterable[Mapping[str, Any]], words: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [_thing(thing, words.get(thing["id"], {})) for thing in things]


def _thing(thing: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, object]:
    """Join a thing with its words. Options of a decision and fields of a form have words of their own; a key has those
    that are looked for.
    """
    own = {name: value for name, value in words.items() if name not in ("options", "fields", "words")}
    inside = {name: _listed(thing[name], words[name]) for name in ("options", "fields") if words.get(name)}
    key = {"key": {"words": words["words"]}} if words.get("words") else {}
    return {**thing, **own, **inside, **key}
