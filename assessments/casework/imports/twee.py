"""Twee 3, the text of a Twine story (specification 1.0.0 of the Interactive Fiction Technology Foundation). Pure."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress

from .story import Story, Unreadable
from .twine import Source, story_of

_ESCAPED = re.compile(r"\\(.)")
_HEADER = re.compile(
    r"::[ \t]*(?P<name>(?:[^\\\[\]{}\n]|\\.)+?)[ \t]*"
    r"(?:\[(?P<tags>(?:[^\\\[\]\n]|\\.)*)\])?[ \t]*(?P<meta>\{.*\})?[ \t]*"
)
LONGEST_HEADER = 1000
"""Characters in which tags are looked for."""


def is_twee(text: str) -> bool:
    return re.search(r"^::[ \t]*[^\s:]", text, re.M) is not None


def read_twee(text: str) -> Story:
    """Raise `Unreadable`."""
    sources = list(_sources(text))
    if not sources:
        raise Unreadable("unknown")
    named = {source.name: source.text for source in reversed(sources)}
    data = _data(named.get("StoryData", ""))
    title, start = named.get("StoryTitle", ""), data.get("start") or "Start"
    return story_of("twee", " ".join(title.split()), sources, start, data.get("format", ""))


def _sources(text: str) -> Iterator[Source]:
    header, lines = None, list[str]()
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line.startswith("::"):
            lines.append(line)
            continue
        if header is not None:
            yield _source(header, lines)
        header, lines = line, []
    if header is not None:
        yield _source(header, lines)


def _source(header: str, lines: list[str]) -> Source:
    """Return a header that is none is a name as a whole."""
    match = _HEADER.fullmatch(header) if len(header) <= LONGEST_HEADER else None
    name, tags = (match["name"], match["tags"] or "") if match else (header.removeprefix("::"), "")
    return Source(_ESCAPED.sub(r"\1", name).strip(), tuple(_ESCAPED.sub(r"\1", tags).split()), "\n".join(lines))


def _data(text: str) -> dict[str, str]:
    """Return the texts in StoryData by name; empty where it is no JSON."""
    with suppress(ValueError, RecursionError):
        found = json.loads(text)
        if isinstance(found, dict):
            return {name: value for name, value in found.items() if isinstance(value, str)}
    return {}
