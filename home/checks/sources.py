"""Courses and what the rules ask about beside them, from files or from the pages of this site."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from courses.models import CoursePage, Provision
from courses.publishing.services import source_pages
from lms.people.directory.countries import countries, shipped

from ..curriculum import files
from ..curriculum.files import FOLDER, SOURCE, CourseFiles
from ..curriculum.shapes import PeopleText
from .across import People
from .editions import Surroundings
from .pages import read_pages

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
        Surroundings(today, {**files.provisions(), **files.provisions(folder)}, tuple(one.code for one in shipped())),
        _people(folder),
    )


def from_site(slugs: Sequence[str], *, today: date) -> Material:
    """Return the courses of this site, of these slugs where some are given."""
    pages: dict[UUID, list[CoursePage]] = defaultdict(list)
    for page in CoursePage.objects.filter(alias_of=None).select_related("locale").order_by("path"):
        pages[page.translation_key].append(page)
    sources = [page for page in source_pages(pages).values() if page.slug in slugs or not slugs]
    return Material([read_pages(page).files for page in sources], around_pages(today=today), People())


def around_pages(*, today: date) -> Surroundings:
    """Return the provisions of this site."""
    rows = Provision.objects.values("key", "valid_to", "checked_on")
    return Surroundings(today, {row["key"]: row for row in rows}, tuple(countries()))


def _courses(folder: Path) -> Iterator[str]:
    if (folder / files.SITE).exists():
        yield from files.site(folder)["courses"]
        return
    for course in sorted(file.parent for file in folder.glob(f"*/{SOURCE}.toml")):
        variants = sorted(course.glob(f"[A-Z][A-Z]/{SOURCE}.toml"))
        yield from [f"{course.name}-{file.parent.name.lower()}" for file in variants] or [course.name]


def _people(folder: Path) -> People:
    register = files.read(folder / PEOPLE if (folder / PEOPLE).exists() else FOLDER / PEOPLE, PeopleText)
    return People(register["names"], register["places"])
