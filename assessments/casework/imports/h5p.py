"""H5P Branching Scenario: contents that name by number what comes next, in a package. Pure.

Source: semantics.json of H5P.BranchingScenario 1.x and H5P.BranchingQuestion 1.0.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from lms.foundation.interface.packages import BadPackage, Package

from ..checking.finding import Finding, warning
from .markup import plain
from .story import LONGEST_TITLE, MOST_PASSAGES, Link, Passage, Story, Unreadable, gathered

CONTENT = "content/content.json"
QUESTION, TEXT = "H5P.BranchingQuestion", "H5P.AdvancedText"
MOST_MARKS = 20
_LARGEST = 5_000_000
"""Bytes of the content; what is more is no text that anybody wrote."""


def read_h5p(data: bytes) -> Story:
    """Raise `Unreadable`."""
    content = _content(data)
    scenario = content.get("branchingScenario", content)
    contents = _list(_dict(scenario).get("content"))
    if not any(_library(item) for item in contents):
        raise Unreadable("unknown")
    if len(contents) > MOST_PASSAGES:
        raise Unreadable("too-many", most=MOST_PASSAGES)
    ends = {number: end for end in _list(scenario.get("endScreens")) if (number := _number(end.get("contentId"))) < 0}
    findings = list[Finding]()
    passages = [_passage(number, item, ends, _is_scored(scenario), findings) for number, item in enumerate(contents)]
    passages = [*_merged(passages), *(_end(number, end) for number, end in ends.items() if _says(end))]
    title = _text(scenario.get("title")) or _text(_dict(scenario.get("startScreen")).get("startScreenTitle"))
    return gathered("h5p", title, passages, "0", findings)


def _content(data: bytes) -> dict[str, Any]:
    try:
        package = Package(data)
        if CONTENT not in package:
            raise Unreadable("unknown")
        found = package[CONTENT]
        if len(found) > _LARGEST:
            raise Unreadable("zip-too-large", most=_LARGEST)
        return _dict(json.loads(found.decode("utf-8-sig")))
    except BadPackage as bad:
        raise Unreadable(f"zip-{bad.why}", **bad.values) from bad
    except Unreadable:
        raise
    except (ValueError, RecursionError) as error:
        raise Unreadable("broken") from error


def _passage(
    number: int, item: Mapping[str, object], ends: Mapping[int, object], scored: bool, findings: list[Finding]
) -> Passage:
    """Return a question with its choices; any other content leads on to the next with one link that has no words."""
    kind, params = _library(item), _dict(_dict(item.get("type")).get("params"))
    title = _text(_dict(_dict(item.get("type")).get("metadata")).get("title"))[:LONGEST_TITLE]
    if kind == QUESTION:
        asked = _dict(params.get("branchingQuestion"))
        links = tuple(_choice(each, ends, scored) for each in _list(asked.get("alternatives")))
        return Passage(str(number), title or str(number + 1), ask=_text(asked.get("question")), links=links)
    title = title or str(number + 1)
    if kind != TEXT:
        findings.append(warning("media", title, names=kind.removeprefix("H5P.") or "?"))
    onward = _goes_to(item.get("nextContentId"), ends)
    return Passage(str(number), title, _text(params.get("text")), links=(Link("", onward),) if onward else ())


def _choice(alternative: Mapping[str, object], ends: Mapping[int, object], scored: bool) -> Link:
    told = _dict(alternative.get("feedback"))
    feedback = "\n".join(filter(None, (_text(told.get("title")), _text(told.get("subtitle")))))
    marks = min(max(_number(told.get("endScreenScore"), 0), 0), MOST_MARKS) if scored else 0
    return Link(_text(alternative.get("text")), _goes_to(alternative.get("nextContentId"), ends), feedback, marks)


def _goes_to(id: object, ends: Mapping[int, Any]) -> str:
    """Return the content that follows; an end screen only where it says something."""
    number = _number(id)
    if number < 0 and not _says(ends.get(number, {})):
        return ""
    return str(number)


def _says(end: Mapping[str, object]) -> bool:
    return bool(_text(end.get("endScreenTitle")) or _text(end.get("endScreenSubtitle")))


def _end(number: int, end: Mapping[str, object]) -> Passage:
    title, text = _text(end.get("endScreenTitle")), _text(end.get("endScreenSubtitle"))
    return Passage(str(number), title or text[:60], text or title)


def _merged(passages: list[Passage]) -> Iterator[Passage]:
    """Return a text and the question that follows it alone are one passage: what happens, and what is asked."""
    leading = Counter(link.goes_to for passage in passages for link in passage.links)
    by_id = {passage.id: passage for passage in passages}
    gone: set[str] = set()
    for passage in passages:
        onward = passage.links[0].goes_to if len(passage.links) == 1 and not passage.ask else ""
        question = by_id.get(onward)
        if (
            question is not None
            and question.ask
            and not question.text
            and leading[onward] == 1
            and onward not in ("0", passage.id)
        ):
            by_id[passage.id] = replace(passage, ask=question.ask, links=question.links)
            gone.add(onward)
    return (by_id[passage.id] for passage in passages if passage.id not in gone)


def _is_scored(scenario: Mapping[str, object]) -> bool:
    """Return whether anything is scored; older editors wrote a group of one field as that field alone."""
    group = scenario.get("scoringOptionGroup") or scenario.get("scoringOption")
    option = group.get("scoringOption") if isinstance(group, dict) else group
    return option not in (None, "", "no-score")


def _library(item: Mapping[str, object]) -> str:
    library = _dict(item.get("type")).get("library")
    return plain(library)[:60].split(" ")[0] if isinstance(library, str) else ""


def _dict(found: object) -> dict[str, object]:
    return found if isinstance(found, dict) else {}


def _list(found: object) -> list[dict[str, object]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _number(found: object, otherwise: int = -1) -> int:
    """Return a whole number; the default end where it is none."""
    return int(found) if isinstance(found, int | float) and abs(found) < 1_000_000 else otherwise


def _text(found: object) -> str:
    return plain(found) if isinstance(found, str) else ""
