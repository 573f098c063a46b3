"""Checks of files against their shapes, and of what a shape cannot say; each error has its line. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import UnionType
from typing import Any, Literal, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

from .block_shapes import StoredBlock
from .shapes import CourseText, QuestionText, QuizText, ScenarioText

Place = tuple[str | int, ...]
"""Way to a value from the top of its file: names of keys, and positions in lists."""

CARE = ("content_note", "skip", "wellbeing")
"""Parts of a distressing case: what it is about, the case in short for whoever does not read it,
and whom to turn to.
"""
FIXED = {
    "key",
    "slug",
    "kind",
    "type",
    "country",
    "difficulty",
    "provisions",
    "retired",
    "anchors",
    "like",
    "goes_to",
    "step",
    "file",
    "drawing",
    "one_of",
}
"""Texts that a translation keeps."""
OF_THE_SOURCE = {"accepted"}
OF_EACH_LANGUAGE = {"answers"}
"""Texts that count as right have other spellings, and more or fewer of them, in each language."""
"""Keys that a translation does not repeat."""
_NAMES = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


class BadFile(ValueError):
    """Files of the curriculum that cannot be used. The message names each file, line, and what to mend."""


@dataclass(frozen=True)
class Problem:
    """An error at a place of a file."""

    place: Place
    sentence: str


def report(file: object, text: str, problems: Iterator[Problem]) -> None:
    """Raise `BadFile` with a line for each of `problems` of the file, if there are any."""
    if found := list(problems):
        lines = line_numbers(text)
        raise BadFile("\n".join(f"{file}, line {_line(lines, one.place)}: {one.sentence}" for one in found))


def shape_problems(value: object, shape: Any, *place: str | int) -> Iterator[Problem]:
    """Yield what in `value` differs from the type `shape`: wrong types, missing and unknown keys."""
    origin, parts = get_origin(shape), get_args(shape)
    if origin is NotRequired:
        yield from shape_problems(value, parts[0], *place)
    elif isinstance(shape, UnionType) and isinstance(value, Mapping):
        yield from _tagged_problems(value, parts, *place)
    elif is_typeddict(shape) and isinstance(value, Mapping):
        yield from _table_problems(value, shape, *place)
    elif origin is list and isinstance(value, list):
        for number, entry in enumerate(value):
            yield from shape_problems(entry, parts[0], *place, number)
    elif origin is Literal or shape is Any:
        pass  # the type of a block, by which its shape was chosen; or what others check
    elif not _is(value, dict if is_typeddict(shape) or isinstance(shape, UnionType) else origin or shape):
        wanted = _NAMES.get(dict if is_typeddict(shape) else origin or shape, "a date")
        yield Problem(place, f"“{place[-1] if place else ''}” has to be {wanted}.")


@cache
def _hints(shape: Any) -> dict[str, Any]:
    """Return the types of the keys of a typed dictionary: working them out takes longer than checking a table."""
    return get_type_hints(shape)


def _is(value: object, kind: type) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def _table_problems(value: Mapping[str, object], shape: Any, *place: str | int) -> Iterator[Problem]:
    hints = _hints(shape)
    for name in sorted(shape.__required_keys__ - value.keys()):
        yield Problem(place, f"“{name}” is missing.")
    for name, inner in value.items():
        if name in hints:
            yield from shape_problems(inner, hints[name], *place, name)
        else:
            near = get_close_matches(name, hints, 1)
            known = f"do you mean “{near[0]}”?" if near else f"there are {', '.join(hints)}."
            yield Problem((*place, name), f"nobody knows “{name}” here; {known}")


def _tagged_problems(value: Mapping[str, object], shapes: tuple[Any, ...], *place: str | int) -> Iterator[Problem]:
    """Check `value` against the one of `shapes` that its `type` names."""
    by_type = {get_args(_hints(shape)["type"])[0]: shape for shape in shapes}
    kind = value.get("type")
    if "value" in value:
        yield from _table_problems(value, StoredBlock, *place)
    elif kind in by_type:
        yield from _table_problems(value, by_type[str(kind)], *place)
    else:
        yield Problem(place, f"nobody knows blocks of type “{kind}”; there are {', '.join(by_type)}.")


def course_problems(course: CourseText) -> Iterator[Problem]:
    """Yield what contradicts itself in a course whose shape is right."""
    for place, lesson in enumerate(course.get("lessons", [])):
        for number, block in enumerate(lesson["blocks"]):
            lacking = [name for name in CARE if block.get("distressing") and not block.get(name)]
            if lacking:
                said = f"“{block.get('title')}” is distressing and lacks {', '.join(lacking)}."
                yield Problem(("lessons", place, "blocks", number), said)
    objectives = course["objectives"]
    if "exercise" in course:
        yield from _question_problems(course["exercise"]["questions"], len(objectives), "exercise")
    if "quiz" in course:
        quiz = course["quiz"]
        yield from _question_problems(quiz["questions"], len(quiz.get("objectives", objectives)), "quiz")
        yield from _quiz_problems(quiz, objectives)


def _question_problems(questions: list[QuestionText], objectives: int, part: str) -> Iterator[Problem]:
    keys: set[str] = set()
    for place, question in enumerate(questions):
        here = (part, "questions", place)
        if question["key"] in keys:
            yield Problem((*here, "key"), f"the key “{question['key']}” comes twice.")
        keys.add(question["key"])
        if not 1 <= question["objective"] <= objectives:
            yield Problem(
                (*here, "objective"), f"there is no objective {question['objective']}; the last is {objectives}."
            )
        if ("body" in question) == ("options" in question):
            yield Problem(here, f"the question “{question['key']}” needs “options” or a “body”, one of them.")


def _quiz_problems(quiz: QuizText, objectives: list[str]) -> Iterator[Problem]:
    if twice := {question["key"] for question in quiz["questions"]} & set(quiz.get("retired", [])):
        yield Problem(("quiz", "retired"), f"asked and retired at once: {', '.join(sorted(twice))}.")
    for name in ("draws",) if quiz.get("sealed") else ("anchors", "like", "objectives"):
        if name in quiz:
            kind = "sealed, which asks all its questions," if quiz.get("sealed") else "not sealed"
            yield Problem(("quiz", name), f"a quiz that is {kind} has no “{name}”.")
    if not quiz.get("sealed"):
        yield from _draw_problems(quiz, objectives)


def _draw_problems(quiz: QuizText, objectives: list[str]) -> Iterator[Problem]:
    """Check that a quiz draws so many questions for each objective of its course, and its bank has them."""
    draws = quiz.get("draws", [])
    if len(draws) != len(objectives):
        said = f"the quiz needs “draws”: a number for each of the {len(objectives)} objectives of the course, in order."
        yield Problem(("quiz", "draws"), said)
        return
    for place, number in enumerate(draws, start=1):
        there = sum(question["objective"] == place for question in quiz["questions"])
        if not 1 <= number <= there:
            said = (
                f"the quiz draws {number} questions for objective {place}, for which it has {there}; draw at least 1."
            )
            yield Problem(("quiz", "draws"), said)


def scenario_problems(scenario: ScenarioText) -> Iterator[Problem]:
    """Yield choices that lead to no scene."""
    scenes = {scene["key"] for scene in scenario["scenes"]}
    for place, scene in enumerate(scenario["scenes"]):
        for number, choice in enumerate(scene.get("choices", [])):
            if choice["goes_to"] not in scenes:
                said = f"“{choice['key']}” leads to “{choice['goes_to']}”, a scene that is not there."
                yield Problem(("scenes", place, "choices", number, "goes_to"), said)


def translation_problems(source: object, version: object, *place: str | int) -> Iterator[Problem]:
    """Yield where a translation differs from its source in more than words: keys, blocks, numbers, what is right."""
    if isinstance(source, Mapping) and isinstance(version, Mapping):
        for name in sorted((source.keys() ^ version.keys()) - OF_THE_SOURCE):
            where = "the source alone" if name in source else "the translation alone"
            yield Problem((*place, name), f"“{name}” stands in {where}.")
        for name in (source.keys() & version.keys()) - OF_EACH_LANGUAGE:
            yield from translation_problems(source[name], version[name], *place, name)
    elif isinstance(source, list) and isinstance(version, list):
        if len(source) != len(version):
            yield Problem(place, f"“{place[-1]}” has {len(version)} entries; in the source it has {len(source)}.")
        for number, (one, other) in enumerate(zip(source, version, strict=False)):
            yield from translation_problems(one, other, *place, number)
    elif source != version and (not isinstance(source, str) or FIXED & set(place[-2:])):
        yield Problem(place, f"{version!r} has to be {source!r}, as in the source.")


_HEADER = re.compile(r"(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r'"?([\w-]+)"?\s*=\s*(.*)')
_TRIPLE = ('"""', "'''")


def line_numbers(text: str) -> dict[Place, int]:
    """Return the line of each table, key, and entry of a list that has a line of its own, in a TOML file; tomllib gives
    none.
    """
    lines: dict[Place, int] = {(): 1}
    counts: dict[Place, int] = {}
    table: Place = ()
    array: list[Place] = []
    closing, entry = "", 0
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if closing:
            closing = "" if closing in line else closing
        elif array and line.startswith("]"):
            array.pop()
        elif array and line and not line.startswith("#"):
            lines[(*array[0], entry)] = number
            entry += 1
        elif header := _HEADER.fullmatch(line):
            table = _table_place(header[2].split("."), counts, repeated=header[1] == "[[")
            lines[table] = number
        elif pair := _KEY.match(line):
            name, value = pair.groups()
            lines[(*table, name)] = number
            closing = next((mark for mark in _TRIPLE if value.startswith(mark) and mark not in value[3:]), "")
            if value.startswith("[") and value.count("[") > value.count("]"):
                array, entry = [(*table, name)], 0
    return lines


def _table_place(names: list[str], counts: dict[Place, int], *, repeated: bool) -> Place:
    """Return the place of a table: below the last entry of each list on the way."""
    place: Place = ()
    for last, name in zip([False] * (len(names) - 1) + [True], names, strict=True):
        place = (*place, name.strip(' \t"'))
        if last and repeated:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def _line(lines: Mapping[Place, int], place: Place) -> int:
    """Return the line of `place`, or of the nearest table around it."""
    return next(lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines)
