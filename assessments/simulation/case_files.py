"""The file of a case as its author uploads it: read in a process of its own, checked, and parted into structure and
words.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from assessments.casework import BadCase, Finding, as_json, check, read_case, texts_of, written
from lms.work.confined import Failed, Limits, TooHeavy, TooSlow, confined

LARGEST = 2 * 1024 * 1024
"""Bytes of a file."""
LIMITS = Limits(computing=40)
PLAYS = 6
"""Trial plays of the checker."""


class NotRead(ValueError):
    """The file is no case. `place` says where, or is empty where it is no JSON at all, or too much."""

    def __init__(self, place: str = "") -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True)
class CaseFile:
    """The structure, the same in every language; the words of one language; and what was found."""

    structure: dict[str, Any]
    texts: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)


def parted(file: Mapping[str, Any]) -> CaseFile:
    """Raises `BadCase`. Nothing is checked."""
    return CaseFile(written(read_case(file)), as_json(texts_of(file)))


def read(data: bytes) -> CaseFile:
    """Raises `NotRead`."""
    if len(data) > LARGEST:
        raise NotRead
    try:
        found: dict[str, Any] = next(iter(confined(partial(_examined, data), limits=LIMITS)), {})
    except (TooHeavy, TooSlow, Failed) as error:
        raise NotRead from error
    if "structure" not in found:
        raise NotRead(found.get("place", ""))
    return CaseFile(found["structure"], found["texts"], [Finding(**one) for one in found["findings"]])


def _examined(data: bytes) -> Iterator[dict[str, Any]]:
    try:
        file = json.loads(data)
        case, words = read_case(file), texts_of(file)
    except BadCase as bad:
        yield {"place": bad.place}
        return
    except (ValueError, RecursionError):
        yield {}
        return
    findings = [
        {"level": one.level, "what": one.what, "place": one.place, "values": dict(one.values)}
        for one in check(case, words, PLAYS)
    ]
    yield {"structure": written(case), "texts": as_json(words), "findings": findings}


def shape(texts: Mapping[str, Any]) -> dict[str, Any]:
    """Of what there are words: two languages of one case have the same."""
    return {
        part: {id: sorted(words) + _inside(words) for id, words in things.items()}
        for part, things in texts.items()
        if isinstance(things, Mapping)
    }


def _inside(words: Mapping[str, Any]) -> list[Any]:
    return [sorted(words[name]) for name in ("options", "fields") if isinstance(words.get(name), Mapping)]
