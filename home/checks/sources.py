"""Courses and their surroundings, read for the checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..curriculum import files
from ..curriculum.files import FOLDER, SOURCE, CourseFiles
from ..curriculum.shapes import PeopleText
from .across import People
from .editions import Surroundings

PEOPLE = "people.toml"


@dataclass(frozen=True)
class Material:
    """Courses to check, with all that the rules ask about beside them."""

    courses: Sequence[CourseFiles]
    around: Surroundings
    people: People


def from_files(folder: Path, keys: Sequence[str], *, today: date) -> Material:
    """Return the courses called `keys` in `folder`, or all: those in its site file, or each folder that holds one. They
    may cite what shipped courses cite. Raises `BadFile`.
    """
    return Material(
        [files.course(key, folder) for key in keys or _courses(folder)],
        Surroundings(today, {**files.provisions(), **files.provisions(folder)}),
        _people(folder),
    )


def _courses(folder: Path) -> list[str]:
    if (folder / files.SITE).exists():
        return list(files.site(folder)["courses"])
    return sorted(file.parent.name for file in folder.glob(f"*/{SOURCE}.toml"))


def _people(folder: Path) -> People:
    register = files.read(folder / PEOPLE if (folder / PEOPLE).exists() else FOLDER / PEOPLE, PeopleText)
    return People(register["names"], register["places"])
