"""The floors, read from the same contract that import-linter enforces, and the rules it cannot see.

Each rule gives sentences.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from .parsing import nodes_of

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("lms", "courses", "assessments", "certificates", "home")
LONGEST_FILE = 300
LONGEST_VIEW = 25


def floors(root: Path = ROOT) -> list[list[str]]:
    """The rooms of each floor, from the roof down."""
    return _floors_in((root / "pyproject.toml").read_text())


@cache
def _floors_in(text: str) -> list[list[str]]:
    """Of the contracts in this text, which is asked for each file of the house."""
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["name"].startswith("Floors"))["layers"]
    return [re.split(r"\s*[|:]\s*", layer) for layer in layers]


def height(module: str, root: Path = ROOT) -> int | None:
    """How high the room of `module` stands, 0 for the lowest floor; None where it is in no layer."""
    for level, rooms in enumerate(reversed(floors(root))):
        if any(module == room or module.startswith(room + ".") for room in rooms):
            return level
    return None


def python_files(root: Path = ROOT) -> Iterator[Path]:
    for room in ROOMS:
        yield from (file for file in (root / room).rglob("*.py") if "migrations" not in file.parts)


def module_of(file: Path, root: Path = ROOT) -> str:
    return ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def untyped_rooms(root: Path = ROOT) -> list[str]:
    """Rooms that mypy does not read as a whole, but for migrations."""
    settings = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["mypy"]
    return [room for room in ROOMS if room not in settings["files"] or settings["exclude"] != ["/migrations/"]]


def long_files(root: Path = ROOT) -> list[str]:
    lengths = (
        (file, len(file.read_text().splitlines())) for file in [*python_files(root), *(root / "tests").rglob("*.py")]
    )
    return [
        f"{file.relative_to(root)} has {length} lines, more than {LONGEST_FILE}"
        for file, length in lengths
        if length > LONGEST_FILE
    ]


def long_views(root: Path = ROOT) -> list[str]:
    """Functions of view modules that are longer than a view may be."""
    found = []
    for file in python_files(root):
        if "views" not in file.stem:
            continue
        for node in nodes_of(file):
            if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= LONGEST_VIEW:
                found.append(f"{module_of(file, root)}.{node.name} has {node.end_lineno - node.lineno + 1} lines")
    return found


def labels(root: Path = ROOT) -> dict[str, str]:
    """App label → room, for the rooms of this house."""
    found = {}
    for file in python_files(root):
        if file.name == "apps.py":
            text = file.read_text()
            name = re.search(r'^    name = "([\w.]+)"', text, re.M)
            label = re.search(r'^    label = "(\w+)"', text, re.M)
            if name:
                found[label[1] if label else name[1].rpartition(".")[2]] = name[1]
    return found


def imported(root: Path = ROOT) -> dict[str, set[str]]:
    """Each module of the house with those that it imports, inside functions and for types alone too."""
    files = {module_of(file, root): file for file in python_files(root)}
    return {module: set(_imports(module, file, files)) - {module} for module, file in files.items()}


def _imports(module: str, file: Path, known: Mapping[str, Path]) -> Iterator[str]:
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    for node in nodes_of(file):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] if node.level else ""
            base = ".".join(part for part in (above, node.module) if part)
            for alias in node.names:
                yield from [name for name in (f"{base}.{alias.name}", base) if name in known][:1]


def circles(root: Path = ROOT) -> list[str]:
    """A sentence on the first circle of modules that import one another, directly or by others."""
    try:
        TopologicalSorter(imported(root)).prepare()
    except CycleError as error:
        return [f"{', '.join(sorted(set(error.args[1])))} import one another"]
    return []


def queued_tasks(root: Path = ROOT) -> set[str]:
    """The names of tasks that are queued."""
    found = set()
    for file in python_files(root):
        for node in nodes_of(file):
            if isinstance(node, ast.Call) and _name(node.func) == "queue" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def upward_foreign_keys(root: Path = ROOT) -> list[str]:
    """Relations named by a string ("app.Model") whose app stands on a higher floor."""
    known, found = labels(root), []
    for file in python_files(root):
        here = height(module_of(file, root), root)
        for node in nodes_of(file):
            if not (
                isinstance(node, ast.Call)
                and _name(node.func) in {"ForeignKey", "OneToOneField", "ManyToManyField", "ParentalKey"}
            ):
                continue
            for target in (argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant)):
                room = known.get(str(target).partition(".")[0])
                if room and here is not None and (height(room, root) or 0) > here:
                    found.append(f"{module_of(file, root)} points upwards at {target}")
    return found


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def upward_templates(root: Path = ROOT) -> list[str]:
    """Templates that extend, include or load from a room on a higher floor."""
    owners: dict[str, str] = {}
    templates = [file for room in ROOMS for file in (root / room).rglob("templates/**/*.html")]
    for file in templates:
        if not _inside(file).startswith("wagtail"):  # a room may put something else in the place of one of Wagtail's
            owners[_inside(file)] = room_of(file, root)
    found = []
    for file in templates:
        here = height(room_of(file, root), root)
        for used in re.findall(r'{%\s*(?:extends|include)\s+"([^"]+)"', file.read_text()):
            if used in owners and here is not None and (height(owners[used], root) or 0) > here:
                found.append(f"{file.relative_to(root)} uses {used} of {owners[used]}")
    return found


def _inside(file: Path) -> str:
    return str(file).rpartition("/templates/")[2]


def room_of(file: Path, root: Path) -> str:
    return str(file.relative_to(root)).partition("/templates/")[0].replace("/", ".")


def homeless_apps(installed: Iterable[str], root: Path = ROOT) -> list[str]:
    """Installed apps of this house that stand on no floor."""
    return [name for name in installed if name.partition(".")[0] in ROOMS and height(name, root) is None]


def private_names(root: Path = ROOT) -> set[str]:
    """The names that the objects and modules of `lms.foundation.plugins` keep to themselves, which begin with one
    underscore.
    """
    found = set()
    for file in (root / "lms/foundation/plugins").rglob("*.py"):
        for node in nodes_of(file):
            if isinstance(node, ast.Assign | ast.AnnAssign):
                found |= {_name(target) for target in (node.targets if isinstance(node, ast.Assign) else [node.target])}
            elif isinstance(node, ast.FunctionDef):
                found.add(node.name)
    return {name for name in found if name.startswith("_") and not name.startswith("__")}


def forced_sockets(root: Path = ROOT) -> list[str]:
    """Where a room reaches past the doors of `lms.foundation.plugins`, into what its registries hold."""
    private, found = private_names(root), []
    for file in python_files(root):
        if (root / "lms/foundation/plugins") in file.parents:
            continue
        here = module_of(file, root)
        for node in nodes_of(file):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lms.foundation.plugins"):
                found += [
                    f"{here} imports {alias.name} of {node.module}"
                    for alias in node.names
                    if alias.name.startswith("_")
                ]
            elif isinstance(node, ast.Attribute) and node.attr in private and _name(node.value) not in {"self", "cls"}:
                found.append(f"{here} uses {_name(node.value)}.{node.attr}")
    return found


def called_by_name(root: Path = ROOT) -> list[str]:
    """Where a room imports a plugin instead of asking a socket.

    The demo school alone may: it writes the pages that plugins bring.
    """
    found = []
    for file in python_files(root):
        here = module_of(file, root)
        if here.startswith(("assessments.", "home.curriculum", "home.demo", "home.exchange")):
            continue
        for node in nodes_of(file):
            names = []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            found += [f"{here} imports {name}" for name in names if name.partition(".")[0] == "assessments"]
    return found


def physical_directions(root: Path = ROOT) -> list[str]:
    """Left and right in stylesheets, which are wrong in Arabic."""
    pattern = re.compile(
        r"(?<![\w-])(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right)\s*:|(?:text-align|float)\s*:\s*(?:left|right)"
    )
    sheets = [file for room in ROOMS for file in (root / room).rglob("*.css")]
    return [f"{sheet.relative_to(root)}: {hit}" for sheet in sheets for hit in pattern.findall(sheet.read_text())]


def unheard_sentences(root: Path = ROOT) -> list[str]:
    """Where a function that translates has a name by which makemessages does not know it:
    nobody is asked to translate what it says.
    """
    found = []
    for file in python_files(root):
        for node in nodes_of(file):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                strange = [alias for alias in node.names if "gettext" in alias.name and alias.asname not in (None, "_")]
                found += [f"{module_of(file, root)}: {alias.name} as {alias.asname}" for alias in strange]
    return found


def missing_proofs(page: str, root: Path = ROOT) -> list[str]:
    """The tests that a page of `docs/` names, as in `people/test_signing_in.py::TestThrottling`,
    and that are not there.
    """
    named = re.findall(r"`([\w/]+\.py)((?:::\w+)*)`", (root / "docs" / "run" / page).read_text())
    named = [(file, names.split("::")[1:]) for file, names in named if file.rpartition("/")[2].startswith("test_")]
    there = {
        file: (root / "tests" / file).read_text() if (root / "tests" / file).exists() else "" for file, _names in named
    }
    return [
        "::".join((file, *names))
        for file, names in named
        if not there[file] or not all(re.search(rf"^\s*(?:def|class) {name}\b", there[file], re.M) for name in names)
    ]
