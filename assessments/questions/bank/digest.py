"""Digest of type, stem and body, by which two questions with the same content are recognised. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping

from assessments.formats.html import words


def digest_of(kind: str, stem: str, stored: object) -> str:
    """Return SHA-256 (hex) of what a question says, however it is marked up and whatever its parts are called.

    `stored` is the value of its body's block as JSON. Letter case and white space do not count, nor whether 2 is
    written 2.0; a picture counts as a picture, whichever it is, and a place on it by its numbers.
    """
    parts = [kind, plain(stem), _normalised(stored)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def plain(html: str) -> str:
    """Return the same for comparing: letter case does not count."""
    return words(html).casefold()


def _normalised(value: object) -> object:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        kept = {name: READ.get(name, _normalised)(part) for name, part in value.items() if name != "id"}
        return kept["value"] if set(kept) == {"type", "value"} and kept["type"] == "item" else kept
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return [_normalised(part) for part in value] if isinstance(value, list) else value


def _picture(value: object) -> object:
    """Digest a picture: a chosen picture is an id in the bank and a file while it is imported."""
    return "▣" if isinstance(value, int) or str(value or "").startswith("file:") else _normalised(value)


def _place(value: object) -> object:
    """Return numbers as an editor may part and write them: “10, 20.50” is “10 20.5”."""
    try:
        return [_normalised(float(number)) for number in re.split(r"[\s,;]+", str(value).strip())]
    except ValueError:
        return _normalised(value)


READ = {"image": _picture, "place": _place}
"""What in a body is no text, by the name of its part."""
