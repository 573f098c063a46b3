"""A case in a folder: its definition once, its words in a file for each language, which is called after it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .case import Case, Texts
from .parts import BadCase
from .reading import read_case
from .texts import read_texts

SHIPPED = Path(__file__).parent / "cases"
"""The cases that come with Mafunzo, a folder each."""
DEFINITION = "case.json"
SOURCE = "en"
"""The language in which cases are written first, if the folder has it."""


@dataclass(frozen=True)
class CaseInLanguages:
    """A case, with its words by language: that in which it was written first."""

    case: Case
    texts: Mapping[str, Texts]


def open_folder(folder: Path, read: Callable[[Path], Any] | None = None) -> CaseInLanguages:
    """`read` gives the JSON of a file. Raises `BadCase`, and what `read` raises."""
    read = read or _json
    case = read_case(read(folder / DEFINITION))
    return CaseInLanguages(
        case, {language: _texts(read(folder / f"{language}.json")) for language in languages(folder)}
    )


def languages(folder: Path) -> list[str]:
    """In which languages the folder has words."""
    found = [file.stem for file in folder.glob("*.json") if file.name != DEFINITION]
    return sorted(found, key=lambda language: (language != SOURCE, language))


def shipped() -> list[str]:
    """The names of the cases that come with Mafunzo."""
    return sorted(folder.name for folder in SHIPPED.iterdir() if (folder / DEFINITION).exists())


def _texts(stored: Any) -> Texts:
    if not isinstance(stored, Mapping):
        raise BadCase("", "mapping")
    return read_texts(stored)


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
