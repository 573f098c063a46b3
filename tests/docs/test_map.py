"""The map of the README names every room, from the roof down, and nothing else."""

import re

import pytest

from tests.architecture.house import ROOT, floors

pytestmark = pytest.mark.once

HALLS = ("lms", "lms/foundation", "lms/people", "lms/learning", "lms/desks", "assessments")
"""Folders that hold rooms. Other top folders are rooms themselves."""


def rooms() -> set[str]:
    inside = {
        str(folder.relative_to(ROOT))
        for hall in HALLS
        for folder in (ROOT / hall).iterdir()
        if (folder / "__init__.py").exists() and folder.name not in ("migrations", "management", "templatetags")
    }
    return {"courses", "certificates", "home", *inside} - {*HALLS}


def mapped() -> list[str]:
    text = (ROOT / "README.md").read_text().partition("## A map of the house")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([\w/]+)/` \|", text, re.M)


def test_names_every_room_once():
    assert sorted(mapped()) == sorted(rooms())


def test_runs_from_the_roof_down():
    order = [room.replace("/", ".") for floor in floors() for room in floor]
    places = [
        max((index for index, room in enumerate(order) if f"{name}.".startswith(f"{room}.")), default=None)
        for name in (one.replace("/", ".") for one in mapped() if one != "lms/settings")
    ]
    levels = [next(n for n, floor in enumerate(floors()) if order[place] in floor) for place in places]
    assert levels == sorted(levels)
