"""Addresses that are named in a room that may not import the room whose they are."""

import re
from functools import cache
from pathlib import Path

from .house import ROOMS, ROOT, height, labels, module_of, python_files, room_of


def namespaces(root: Path = ROOT) -> dict[str, str]:
    """Namespace of addresses → the room whose they are: what its `urls` calls itself, else the label of its app."""
    found, apps = {}, {room: label for label, room in labels(root).items()}
    for file in python_files(root):
        if file.name == "urls.py" and (room := module_of(file, root).rpartition(".")[0]) in apps:
            named = re.search(r'^app_name = "(\w+)"', file.read_text(), re.M)
            found[named[1] if named else apps[room]] = room
    return found


def bare_names(root: Path = ROOT) -> dict[str, str]:
    """Name of an address outside every namespace → the room whose it is.

    They are in the `urls` that `lms.urls` includes and that do not call themselves anything, and in hooks of Wagtail.
    """
    found, front, apps = {}, (root / "lms" / "urls.py").read_text(), set(labels(root).values())
    for file in python_files(root):
        here, text = module_of(file, root), file.read_text()
        if file.name == "urls.py" and (re.search("^app_name =", text, re.M) or f'include("{here}")' not in front):
            continue
        room = next((app for app in apps if f"{here}.".startswith(f"{app}.")), "")
        found |= {name: room for name in re.findall(r"\bpath\([^\n]*\bname=\"([\w-]+)\"", text) if room}
    return found


def upward_addresses(root: Path = ROOT) -> list[str]:
    """Addresses that are named ("teach:cohort", or "landing") in a room that may not import the room whose they are."""
    spaces, bare, found = namespaces(root), bare_names(root), []
    call, value = r"\b(?:reverse|reverse_lazy|redirect|resolve_url)\(", r"\b(?:pattern_name|next_page|success_url)\s*="
    names = (
        rf"""["'](?P<space>{"|".join(spaces)}):[\w-]+["']"""
        rf"""|(?:{call}|{value}|\{{%\s*url)\s*["'](?P<bare>{"|".join(map(re.escape, bare))})["']"""
    )
    for file in (file for room in ROOMS for file in (root / room).rglob("*") if file.suffix in (".py", ".html")):
        here = module_of(file, root) if file.suffix == ".py" else room_of(file, root)
        for name in _matches(names, file.read_text()):
            room = spaces[name["space"]] if name["space"] else bare[name["bare"]]
            below = (height(room, root) or 0) < (height(here, root) or 0)
            if height(here, root) is not None and not below and not f"{here}.".startswith(f"{room}."):
                found.append(
                    f"{file.relative_to(root)} names {name[0]} of {room}: see lms.foundation.plugins.pages.linked_pages"
                )
    return found


@cache
def _matches(pattern: str, text: str) -> tuple[re.Match[str], ...]:
    """Each text is looked through once: tests of breaches look through a copy of the house."""
    return tuple(re.finditer(pattern, text))
