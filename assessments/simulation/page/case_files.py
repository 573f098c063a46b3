"""The file of a case as its author uploads it: read in a process of its own, parted into structure and words; and what
the checker finds in a case, which is asked there, too.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from assessments.casework import (
    FAULT,
    BadCase,
    Finding,
    case_json,
    check_languages,
    read_case,
    read_texts,
    texts_json,
    texts_of,
)
from assessments.casework import fault as fault_of
from assessments.casework.definition.pictures import pictures_in
from lms.foundation.interface.pictures import NoPicture
from lms.foundation.work.sandbox import Limits
from lms.foundation.work.uploads import UnreadableUpload, read_in_sandbox

from ..pictures.conversion import redraw
from ..pictures.services import known, names_in
from .recorded_paths import broken_paths

if TYPE_CHECKING:
    from wagtail.models import Page

LARGEST = 8 * 1024 * 1024
"""Bytes of a file, with its pictures."""
LIMITS = Limits(computing=40)
PLAYS = 6
"""Trial plays of the checker."""
WARNED = "warning"


class NotRead(ValueError):
    """The file is no case. `place` says where, or is empty where it is no JSON at all, or too large. Where it is
    `heavy`, reading it took too much time or memory.
    """

    def __init__(self, place: str = "", *, heavy: bool = False) -> None:
        super().__init__(place)
        self.place, self.heavy = place, heavy


@dataclass(frozen=True)
class CaseFile:
    """The structure, the same in every language; the words of one language; and pictures that came with them, drawn
    anew, by the names which they have in the structure.
    """

    structure: dict[str, Any]
    texts: dict[str, Any]
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def split_case(file: Mapping[str, object]) -> CaseFile:
    """Raise `BadCase`. Nothing is checked."""
    return CaseFile(case_json(read_case(file)), texts_json(texts_of(file)))


def read(data: bytes) -> CaseFile:
    """Raise `NotRead`."""
    if len(data) > LARGEST:
        raise NotRead
    try:
        lines = read_in_sandbox(lambda: list(_parted(data)), limits=LIMITS)
    except UnreadableUpload as error:
        raise NotRead(heavy=True) from error
    if wrong := [line["place"] for line in lines if "place" in line]:
        raise NotRead(wrong[0])
    if not lines:
        raise NotRead
    pictures = {line["name"]: b64decode(line["drawn"]) for line in lines[1:]}
    return CaseFile(lines[0]["structure"], lines[0]["texts"], pictures)


def _parted(data: bytes) -> Iterator[dict[str, object]]:
    try:
        file = json.loads(data)
        case = split_case(file)
        pictures = pictures_in(file, names_in(case.structure)) or {}
    except BadCase as bad:
        yield {"place": bad.place}
    except (ValueError, RecursionError, AttributeError):
        return
    else:
        yield {"structure": case.structure, "texts": case.texts}
        yield from (_drawn(name, picture) for name, picture in pictures.items())


def _drawn(name: str, picture: bytes) -> dict[str, object]:
    try:
        return {"name": name, "drawn": b64encode(redraw(picture)).decode()}
    except NoPicture:
        return {"place": f"pictures.{name}"}


def checked(
    structure: Mapping[str, object], texts: Mapping[str, object], language: str, paths: Mapping[str, object]
) -> list[list[object]]:
    """Return the findings of the checker, as the page keeps them; `language` is that in which the case was written
    first.
    """
    work = partial(_findings, structure, texts, language, paths, known(names_in(structure)))
    try:
        found: list[list[Any]] = read_in_sandbox(lambda: list(work()), limits=LIMITS)
    except UnreadableUpload:
        return [_kept(fault_of("too_heavy", ""))]
    return found


def _findings(
    structure: Mapping[str, object],
    texts: Mapping[str, Any],
    language: str,
    paths: Mapping[str, object],
    pictures: Collection[str],
) -> Iterator[list[Any]]:
    case = read_case(structure)
    first = {language: texts[language]} if language in texts else {}
    words = {code: read_texts(each) for code, each in (first | dict(texts)).items()}
    found = check_languages(case, words, PLAYS, pictures)
    if not any(one.level == FAULT for one in found):
        found += broken_paths(case, words, paths)
    yield from map(_kept, found)


def _kept(finding: Finding) -> list[object]:
    return [finding.what, finding.place, dict(finding.values), finding.level]


def findings_of(page: "Page") -> list[Finding]:
    """Return the findings as they were found when the page was saved last: faults first."""
    return [
        Finding(level[0] if level else WARNED, what, place, values) for what, place, values, *level in page.findings
    ]


def asked_of(page: "Page") -> str:
    """Return the digest of what the checker found, which is that of the page once somebody looked at it; nothing where
    it found nothing. A language that is not finished asks nothing yet.
    """
    faults = [one.values.get("language", "") for one in findings_of(page) if one.level == FAULT]
    unfinished = {language for language in faults if language}
    asked = [one for one in page.findings if one[2].get("language") not in unfinished]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest() if asked else ""


def shape(texts: Mapping[str, object]) -> dict[str, object]:
    """Return the ids and the kinds of words of a case: equal in two languages of one case."""
    return {
        part: {id: sorted(words) + _inside(words) for id, words in things.items()}
        for part, things in texts.items()
        if isinstance(things, Mapping)
    }


def _inside(words: Mapping[str, Any]) -> list[object]:
    return [sorted(words[name]) for name in ("options", "fields") if isinstance(words.get(name), Mapping)]
