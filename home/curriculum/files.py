"""The files of the curriculum, read and checked. Pure.

The names of things (ids of blocks, keys of translations) are worked out from the keys in the files, so that they are
the same in every language and every time the files are loaded.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid5

from .file_shapes import BlockText, CourseText, QuestionText, ScenarioText

FOLDER = Path(__file__).parent
NAMESPACE = UUID("6f1d7a2e-52b5-5b0c-9a53-0d6a7c5f3b11")
SOURCE = "en"
SITE = "site.toml"
PROVISIONS = "provisions.toml"
PACKAGE = "package.toml"
"""The instructor's guide of a course, its handout, reading list, terms and review card, as text."""
CARE = ("content_note", "skip", "wellbeing")
"""What a distressing case carries: what it is about, the case in short for whoever does not read it,
and whom to turn to.
"""


class BadFile(ValueError):
    """A file of the curriculum cannot be used. The message says which one, and what to mend."""


@dataclass(frozen=True)
class CourseFiles:
    """One course: its file in each language, the source language first."""

    key: str
    versions: Mapping[str, CourseText]
    scenarios: tuple[ScenarioText, ...] = ()
    """Those that name this course, in the source language alone, in the order of their keys."""

    @property
    def source(self) -> CourseText:
        return self.versions[SOURCE]


def named(*parts: str | int) -> UUID:
    """Return the UUID of what these keys name, the same for ever."""
    return uuid5(NAMESPACE, "/".join(map(str, parts)))


def site(folder: Path = FOLDER) -> dict[str, Any]:
    """Return the texts of the first page and of the programme, and the order of the courses."""
    return read(folder / SITE)


def provisions(folder: Path = FOLDER) -> dict[str, dict[str, object]]:
    """Return every provision that the courses cite, by key; a key that comes twice must say the same."""
    by_key: dict[str, dict[str, object]] = {}
    for file in (folder / PROVISIONS, *sorted(folder.glob(f"*/{PROVISIONS}"))):
        for entry in read(file).get("provisions", []) if file.exists() else []:
            if by_key.setdefault(entry["key"], entry) != entry:
                raise BadFile(f"{file}: the provision “{entry['key']}” is described differently elsewhere.")
    return by_key


def course(key: str, folder: Path = FOLDER) -> CourseFiles:
    """Return the course called `key` in all its languages. Raises `BadFile`."""
    files = (file for file in sorted((folder / key).glob("*.toml")) if file.name not in (PROVISIONS, PACKAGE))
    versions = {file.stem: cast(CourseText, read(file)) for file in files}
    if SOURCE not in versions:
        raise BadFile(f"{folder / key}: there is no {SOURCE}.toml, from which the others are translated.")
    for language, version in versions.items():
        _check_draws(version, folder / key / f"{language}.toml")
        _check_cases(version, folder / key / f"{language}.toml")
    for language, version in versions.items():
        if _skeleton(version) != _skeleton(versions[SOURCE]):
            file = folder / key / f"{language}.toml"
            raise BadFile(
                f"{file}: its keys, blocks, options and draws must be those of {SOURCE}.toml, in the same order."
            )
    return CourseFiles(key, {SOURCE: versions.pop(SOURCE), **versions}, tuple(_scenarios(key, folder)))


def _scenarios(course: str, folder: Path) -> Iterator[ScenarioText]:
    for file in sorted((folder / "scenarios").glob("*.toml")):
        scenario = read(file)
        if scenario.get("course") == course:
            yield cast(ScenarioText, scenario)


def read(file: Path) -> dict[str, Any]:
    """Return the content of a file. Raises `BadFile`."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadFile(f"{file}: {error}") from error


def _check_draws(version: CourseText, file: Path) -> None:
    """Check that the quiz draws so many questions for each objective of the course, and its bank has them. Raises
    `BadFile`.
    """
    quiz, objectives = version["quiz"], version["objectives"]
    draws = quiz.get("draws")
    if not isinstance(draws, list) or len(draws) != len(objectives):
        raise BadFile(
            f"{file}: the quiz needs “draws”: a number for each of the {len(objectives)} objectives of the course, in "
            "their order."
        )
    for place, number in enumerate(draws, start=1):
        there = sum(question["objective"] == place for question in quiz["questions"])
        if not isinstance(number, int) or not 1 <= number <= there:
            raise BadFile(
                f"{file}: the quiz draws {number} questions for objective {place}, for which it has {there}; draw at "
                "least 1."
            )
    if twice := {question["key"] for question in quiz["questions"]} & set(quiz.get("retired", [])):
        raise BadFile(f"{file}: asked and retired at once: {', '.join(sorted(twice))}.")


def _check_cases(version: CourseText, file: Path) -> None:
    """Check cases. A case that says it is distressing can be skipped, and says whom to turn to. Raises `BadFile`."""
    for lesson in version["lessons"]:
        for block in lesson["blocks"]:
            lacking = [name for name in CARE if block.get("distressing") and not block.get(name)]
            if lacking:
                raise BadFile(
                    f"{file}, lesson “{lesson['key']}”: “{block['title']}” is distressing and lacks "
                    f"{', '.join(lacking)}."
                )


def _skeleton(version: CourseText) -> object:
    """Return the part that has to be the same in all languages: keys, kinds of blocks, and which option is right."""
    lessons = [
        (
            lesson["key"],
            [(block["type"], block.get("key"), block.get("distressing"), _right(block)) for block in lesson["blocks"]],
        )
        for lesson in version["lessons"]
    ]
    quiz = version["quiz"]
    questions = [
        (question["key"], question["kind"], question["objective"], _right(question)) for question in quiz["questions"]
    ]
    drawn = quiz["key"], quiz["draws"], quiz.get("retired", []), questions
    return version["key"], version["slug"], len(version["objectives"]), lessons, drawn, _exercise(version)


def _exercise(version: CourseText) -> object:
    exercise = version.get("exercise")
    if exercise is None:
        return None
    questions = [
        (one["key"], one["kind"], len(one.get("hints", [])), _shape(one.get("body", {})), _right(one))
        for one in exercise["questions"]
    ]
    return exercise["key"], exercise.get("required", False), questions


def _shape(value: object) -> object:
    """Return a body without its words."""
    if isinstance(value, Mapping):
        return {name: _shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_shape(entry) for entry in value]
    return None if isinstance(value, str) else value


def _right(part: BlockText | QuestionText) -> list[bool]:
    return [option["right"] for option in part.get("options", [])]
