"""A case in a folder: its definition once, its words in a file for each language, which is called after it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .case import Case, Texts
from .json_parts import BadCase
from .parsing import read_case
from .pictures import name_of, names_of
from .texts import read_texts

SHIPPED = Path(__file__).parents[1] / "cases"
"""The cases that come with Mafunzo, a folder each."""
DEFINITION = "case.json"
PICTURES = "pictures"
"""A folder inside, in which each picture is called after its name."""
SOURCE = "en"
"""The language in which cases are written first, if the folder has it."""


@dataclass(frozen=True)
class CaseInLanguages:
    """A case, with its words by language: that in which it was written first. `pictures` are by name, None where
    nothing is said of them.
    """

    case: Case
    texts: Mapping[str, Texts]
    pictures: Mapping[str, bytes] | None = None


def open_folder(folder: Path, read: Callable[[Path], object] | None = None) -> CaseInLanguages:
    """Open the folder of a case: `read` gives the JSON of a file. Raises `BadCase`, and what `read` raises."""
    read = read or _json
    case = read_case(read(folder / DEFINITION))
    texts = {language: _texts(read(folder / f"{language}.json")) for language in languages(folder)}
    return CaseInLanguages(case, texts, _pictures(folder / PICTURES, case))


def languages(folder: Path) -> list[str]:
    """List the languages in which the folder has words."""
    found = [file.stem for file in folder.glob("*.json") if file.name != DEFINITION]
    return sorted(found, key=lambda language: (language != SOURCE, language))


def shipped() -> list[str]:
    """Return the names of the cases that come with Mafunzo."""
    return sorted(folder.name for folder in SHIPPED.iterdir() if (folder / DEFINITION).exists())


def _texts(stored: object) -> Texts:
    if not isinstance(stored, Mapping):
        raise BadCase("", "mapping")
    return read_texts(stored)


def _pictures(folder: Path, case: Case) -> dict[str, bytes] | None:
    """Return the pictures that the case names, by name; None without a folder. Raises `BadCase` where a file is called
    after other bytes.
    """
    if not folder.is_dir():
        return None
    files = [folder / f"{name}.jpg" for name in names_of(case)]
    found = {file.stem: file.read_bytes() for file in files if file.exists()}
    for name, data in found.items():
        if name_of(data) != name:
            raise BadCase(f"{PICTURES}.{name}", "picture")
    return found


def _json(file: Path) -> object:
    return json.loads(file.read_text(encoding="utf-8"))
