"""Folders: the pairs that import each other, and those with more files than a reader takes in at once.

A room's own head modules (`apps`, `urls`, `models` and the like) may know its parts. Imports within functions count.
"""

import ast
from collections import Counter, defaultdict
from pathlib import Path

from .house import ROOT, module_of, python_files
from .parsing import nodes_of

DJANGO = {"forms", "views", "services", "queries", "rules", "notices", "exports", "admin", "checks", "conf", "triggers"}
SHORT, LONGEST = 70, 300
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


def lone_definitions(root: Path = ROOT) -> dict[str, str]:
    """The short modules of one definition that one module of the same room alone imports, with that module.

    Names that four modules bear, or Django's own, say a role, and stay; so does a module imported within a function.
    """
    files = {module_of(file, root): file for file in python_files(root)}
    readers: dict[str, set[str]] = defaultdict(set)
    for name, file in files.items():
        for used in _imported(file, root):
            readers[used if used in files else used.rpartition(".")[0]].add(name)
    bearers = Counter(file.stem for file in files.values())
    found = {}
    for name, file in files.items():
        if bearers[file.stem] >= 4 or file.stem in DJANGO | HEADS or len(readers[name]) != 1:
            continue
        [reader] = readers[name]
        if _holds_one(file) and _may_hold(files[reader], file) and _room(reader) == _room(name):
            found[str(file.relative_to(root))] = str(files[reader].relative_to(root))
    return found


def _room(module: str) -> list[str]:
    parts = module.split(".")
    return parts[: 3 if parts[0] == "lms" else 2]


def _holds_one(file: Path) -> bool:
    tree = ast.parse(file.read_text())
    public = [one for one in tree.body if isinstance(one, ast.FunctionDef | ast.ClassDef) and one.name[0] != "_"]
    return len(public) == 1 and _lines(file) <= SHORT


def _may_hold(reader: Path, file: Path) -> bool:
    """Whether `reader` is no list of addresses or hooks, imports `file` at its head, and has room for it."""
    heads = {
        alias
        for node in ast.parse(reader.read_text()).body
        if isinstance(node, ast.ImportFrom)
        for alias in [(node.module or "").rpartition(".")[2], *(one.name for one in node.names)]
    }
    listing = "urls" in reader.stem or reader.stem in {"__init__", "apps", "wagtail_hooks"}
    return not listing and file.stem in heads and _lines(reader) + _lines(file) <= LONGEST


def _lines(file: Path) -> int:
    return len(file.read_text().splitlines())


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
