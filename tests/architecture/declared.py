"""Packages that are imported and not asked for, or that the decision on libraries does not name."""

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from .house import ROOMS, ROOT
from .parsing import nodes_of

CONTRACT = ("lms", "foundation", "plugins", "contract")
"""The folder that authors of plugins run with pytest: it may import what the extra “contracts” brings."""
KIT, TESTS = "requirements-contracts.in", "requirements-dev.in"


def asked_for(name: str, root: Path = ROOT) -> set[str]:
    """The packages that the file `name` asks for, and those of the files that it includes."""
    found: set[str] = set()
    for line in (root / name).read_text().splitlines():
        if line.startswith("-r "):
            found |= asked_for(line[3:].strip(), root)
        elif match := re.match(r"[A-Za-z0-9][\w.-]*", line):
            found.add(canonical(match[0]))
    return found


def canonical(name: str) -> str:
    """PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def undeclared(packages: Mapping[str, Sequence[str]], root: Path = ROOT) -> list[str]:
    """Modules that import what nobody asks for. `packages` are distributions by the name that is imported."""
    house = _for_the_house(root)
    asked = {"requirements.in": house, KIT: house | asked_for(KIT, root), TESTS: asked_for(TESTS, root)}
    found = []
    for file, name in _imported(root):
        parts = file.relative_to(root).parts
        wanted = TESTS if parts[0] == "tests" else KIT if parts[:4] == CONTRACT else "requirements.in"
        if not {canonical(package) for package in packages.get(name, ())} & asked[wanted]:
            found.append(f"{'/'.join(parts)} imports {name}, for which {wanted} does not ask")
    return found


def _for_the_house(root: Path) -> set[str]:
    """What Mafunzo runs on, with the extras that add to what it does."""
    files = (file.name for file in root.glob("requirements*.in") if file.name not in (KIT, TESTS))
    return set().union(*(asked_for(name, root) for name in files))


def _imported(root: Path) -> Iterator[tuple[Path, str]]:
    """What each module imports from outside, by the first part of its name."""
    ours = {*ROOMS, "tests", *(folder.name for folder in (root / "tests" / "plugins").glob("*/*") if folder.is_dir())}
    for file in (file for room in (*ROOMS, "tests") for file in (root / room).rglob("*.py")):
        names = set()
        for node in nodes_of(file):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module or "")
        first = {name.partition(".")[0] for name in names}
        yield from ((file, name) for name in sorted(first - ours - sys.stdlib_module_names))


def unexplained(root: Path = ROOT) -> list[str]:
    """Packages of Mafunzo and its extras that the table of the decision on libraries does not name."""
    page = (root / "docs" / "develop" / "decisions" / "0005-libraries.md").read_text()
    rows = "\n".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| "))
    named = {canonical(name) for name in re.findall(r"[A-Za-z0-9][\w.-]*", rows)}
    return sorted((_for_the_house(root) | asked_for(KIT, root)) - named)
