"""The files of the curriculum, read and checked. Pure.

The names of things (ids of blocks, keys of translations) are worked out from the keys in the files, so that they are
the same in every language and every time the files are loaded.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid5

from courses.lessons.drawings import BadDrawing, texts_of

from . import schema
from .schema import BadFile
from .shapes import (
    CourseText,
    LessonText,
    PlaceText,
    ProvisionsText,
    QuestionText,
    ScenarioText,
    SkeletonText,
    VariantText,
)

FOLDER = Path(__file__).parent
NAMESPACE = UUID("6f1d7a2e-52b5-5b0c-9a53-0d6a7c5f3b11")
SOURCE = "en"
SITE = "site.toml"
PROVISIONS = "provisions.toml"
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@dataclass(frozen=True)
class CourseFiles:
    """One course: its file in each language, the source language first.

    `folder` holds what it brings beside texts. A variant belongs to a `family`, the title of its skeleton; `shared` are
    the keys of the questions that all `variants` (keys of courses) ask.
    """

    key: str
    versions: Mapping[str, CourseText]
    folder: Path = FOLDER
    scenarios: tuple[ScenarioText, ...] = ()
    """Those that name this course, in the source language alone, in the order of their keys."""
    family: str = ""
    variants: tuple[str, ...] = ()
    shared: frozenset[str] = frozenset()

    @property
    def source(self) -> CourseText:
        return self.versions[SOURCE]


def named(*parts: str | int) -> UUID:
    """Return the UUID of what these keys name, the same for ever. A key that is a UUID names itself: such are the keys
    of a course that was exported.
    """
    if len(parts) == 2 and _UUID.fullmatch(str(parts[1])):
        return UUID(str(parts[1]))
    return uuid5(NAMESPACE, "/".join(map(str, parts)))


def reference(cited: str) -> str:
    """Return the reference to a step that a file cites as `generic#4`, as pages store it."""
    key, _hash, number = cited.partition("#")
    return f"{named('procedure', key)}#{number}"


def site(folder: Path = FOLDER) -> dict[str, Any]:
    """Return the texts of the first page and of the programmes, and the order of the courses. Raises `BadFile`."""
    return _parsed(_text(folder / SITE), folder / SITE)


def provisions(folder: Path = FOLDER) -> dict[str, dict[str, object]]:
    """Return every provision that the courses cite, by key; a key that comes twice must say the same."""
    by_key: dict[str, dict[str, object]] = {}
    for file in sorted(folder.rglob(PROVISIONS), key=lambda file: (len(file.parts), file)):
        for entry in read(file, ProvisionsText).get("provisions", []):
            if by_key.setdefault(entry["key"], entry) != entry:
                raise BadFile(f"{file}: the provision “{entry['key']}” is described differently elsewhere.")
    return by_key


def read(file: Path, shape: object) -> Any:
    """Return the content of a file, which has this shape. Raises `BadFile`."""
    text = _text(file)
    content = _parsed(text, file)
    schema.report(file, text, schema.shape_problems(content, shape))
    return content


def course(key: str, folder: Path = FOLDER) -> CourseFiles:
    """Return the course called `key` in all its languages. Raises `BadFile`."""
    texts = {file: _text(file) for file in sorted((folder / "scenarios").glob("*.toml"))}
    naming = (_scenario(file) for file, text in texts.items() if key in text)  # others are read with their own course
    own = tuple(one for one in naming if one["course"] == key)
    family, _, country = key.rpartition("-")
    variant = folder / family / country.upper()
    if not (folder / key).exists() and variant.is_dir():
        return _variant(key, folder / family, variant, own)
    return CourseFiles(key, _versions(folder / key, CourseText), folder / key, own)


def _scenario(file: Path) -> ScenarioText:
    scenario: ScenarioText = read(file, ScenarioText)
    schema.report(file, _text(file), schema.scenario_problems(scenario))
    return scenario


def _versions(folder: Path, shape: object) -> dict[str, Any]:
    """Return what is in the file of each language, the source first. Raises `BadFile`."""
    return translated(folder, {file.stem: file for file in folder.glob("??.toml")}, shape)


def translated(folder: Path, files: Mapping[str, Path], shape: object) -> dict[str, Any]:
    """Return what is in these files by language, the source first, checked against it. Raises `BadFile`."""
    if SOURCE not in files:
        raise BadFile(f"{folder}: there is no {SOURCE}.toml, from which the others are translated.")
    versions = {language: read(files[language], shape) for language in sorted(files, key=lambda one: one != SOURCE)}
    for language, version in versions.items():
        _read_drawings(folder, version, is_source=language == SOURCE)
    for language, version in versions.items():
        if shape is CourseText:
            schema.report(files[language], _text(files[language]), schema.course_problems(version))
        differences = schema.translation_problems(versions[SOURCE], version)
        schema.report(files[language], _text(files[language]), differences)
    return versions


def _read_drawings(folder: Path, version: Mapping[str, Any], *, is_source: bool) -> None:
    """Put the diagrams of a course into its blocks; those of the source say the words of the SVG. Raises `BadFile`."""
    for part in (*version.get("lessons", []), *version.get("places", [])):
        for block in part["blocks"]:
            if block["type"] == "diagram" and "value" not in block:
                file = folder / "diagrams" / Path(block["file"]).name
                block["drawing"] = _text(file)
                try:
                    texts = texts_of(block["drawing"])
                except BadDrawing as error:
                    raise BadFile(f"{file}: {error.message}") from error
                if is_source:
                    block.setdefault("words", texts)


def _variant(key: str, whole: Path, own: Path, scenarios: tuple[ScenarioText, ...]) -> CourseFiles:
    """Return the course of one country: the skeleton with what the variant has for it."""
    skeletons, variants = _versions(whole, SkeletonText), _versions(own, VariantText)
    source: SkeletonText = skeletons[SOURCE]
    versions = {
        language: _merged(skeletons[language], variants[language]) for language in skeletons if language in variants
    }
    for language, version in versions.items():
        schema.report(own / f"{language}.toml", "", schema.course_problems(version))
    shared = [*source["quiz"]["questions"], *(source["exercise"]["questions"] if "exercise" in source else [])]
    return CourseFiles(
        key,
        versions,
        own,
        scenarios,
        family=source["title"],
        variants=tuple(f"{source['key']}-{country.lower()}" for country in source["variants"]),
        shared=frozenset(question["key"] for question in shared),
    )


OWN = ("key", "slug", "title", "summary", "minutes", "country")
"""Fields of its course that a variant says itself."""


def _merged(skeleton: SkeletonText, own: VariantText) -> CourseText:
    """Return the course of a variant. Lessons, blocks, quiz and exercise get names of their own, questions that all
    variants ask keep theirs.
    """
    suffix = own["key"].removeprefix(skeleton["key"])
    places = {place["key"]: place for place in own["places"]}
    merged: dict[str, Any] = {
        **{name: value for name, value in skeleton.items() if name != "variants"},
        **{name: value for name, value in own.items() if name in OWN},
        "lessons": [_lesson(lesson, places, suffix) for lesson in skeleton.get("lessons", [])],
        "quiz": _asking(skeleton["quiz"], own["questions"], suffix)
        | {"draws": own["draws"], "retired": own.get("retired", [])},
    }
    if "exercise" in skeleton:
        merged["exercise"] = _asking(skeleton["exercise"], own.get("exercise_questions", []), suffix)
    return cast(CourseText, merged)


def _lesson(lesson: LessonText, places: Mapping[str, PlaceText], suffix: str) -> LessonText:
    blocks: list[Any] = []
    for block in lesson["blocks"]:
        if block["type"] != "national":
            blocks.append({**block, "key": block["key"] + suffix} if "key" in block else block)
            continue
        if block["key"] not in places:
            raise BadFile(f"The lesson “{lesson['key']}”: the variant “{suffix}” has no place “{block['key']}”.")
        for number, inner in enumerate(places[block["key"]]["blocks"], 1):
            blocks.append({**inner, "key": inner.get("key", f"{block['key']}-{number}") + suffix})
    return {**lesson, "key": lesson["key"] + suffix, "blocks": blocks}


def _asking(part: Any, questions: list[QuestionText], suffix: str) -> dict[str, Any]:
    return {**part, "key": part["key"] + suffix, "questions": [*part["questions"], *questions]}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BadFile(f"{file}: {error}") from error


def _parsed(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise BadFile(f"{file}: {error}") from error
