"""Folders: the pairs that import each other, and those with more files than a reader takes in at once.

A room's own head modules (`apps`, `urls`, `models` and the like) may know its parts. Imports within functions count.
"""

import ast
from collections import Counter, defaultdict
from pathlib import Path

from .house import ROOT, module_of, python_files
from .parsing import nodes_of

HEADS = {"__init__", "apps", "urls", "models", "tasks", "jobs", "wagtail_hooks", "personal_data"}
MOST_FILES = 25


def pairs(root: Path = ROOT) -> set[str]:
    """The pairs of folders of which each imports the other, as `a <-> b`."""
    arrows = _arrows(root)
    return {
        f"{here} <-> {there}"
        for here, goals in arrows.items()
        for there in goals
        if here < there and here in arrows.get(there, ())
    }


def full_folders(root: Path = ROOT) -> dict[str, int]:
    """The folders with more modules than `MOST_FILES`, with their number; migrations are no modules of a reader."""
    counted = Counter(str(file.parent.relative_to(root)) for file in python_files(root))
    return {folder: number for folder, number in counted.items() if number > MOST_FILES}


def _arrows(root: Path) -> dict[str, set[str]]:
    files = list(python_files(root))
    modules = {module_of(file, root): file for file in files}
    arrows: dict[str, set[str]] = defaultdict(set)
    for file in files:
        here = file.parent
        for name in _imported(file, root):
            goal = modules.get(name) or modules.get(name.rpartition(".")[0])
            if goal is None or goal.parent == here:
                continue
            if file.stem in HEADS and here in goal.parents:
                continue
            arrows[str(here.relative_to(root))].add(str(goal.parent.relative_to(root)))
    return arrows


def _imported(file: Path, root: Path) -> set[str]:
    """The names of modules, or of what stands in them, that `file` imports."""
    package = list(file.relative_to(root).parent.parts)
    found = set()
    for node in nodes_of(file):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{base}.{one.name}" for one in node.names}
    return found
