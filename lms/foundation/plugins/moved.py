"""Modules that are open to plugins and have moved: the old name still works, with a warning,
until version 2 of the plugin API.
"""

import sys
import warnings
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

MOVED: Mapping[str, str] = {
    "assessments.questions.formats": "assessments.formats",
    "assessments.questions.formats.draft": "assessments.formats.draft",
    "courses.blocks": "courses.lessons.blocks",
    "courses.decision": "courses.pages.forms",
    "courses.drafts": "courses.pages.drafts",
    "courses.fields": "courses.pages.fields",
    "courses.file_choices": "courses.access.file_choices",
    "courses.headings": "courses.editing.headings",
    "courses.inbox": "courses.editing.inbox",
    "courses.media": "courses.catalogue.media",
    "courses.owned_files": "courses.access.owned_files",
    "courses.permissions": "courses.pages.permissions",
    "courses.references": "courses.publishing.references",
    "courses.richtext": "courses.lessons.richtext",
    "courses.sections": "courses.editing.sections",
    "courses.signals": "courses.publishing.signals",
    "courses.streams": "courses.pages.streams",
    "courses.to_translate": "courses.editing.to_translate",
    "lms.plugins.background": "lms.work.queueing",
    "lms.plugins.staff_pages": "lms.plugins.linked_pages",
}
"""Old name → new name of each module."""
SPLIT: Mapping[str, Mapping[str, str]] = {
    "courses.catalogue": {"content": "courses.catalogue.lookup", "release": "courses.catalogue.lookup"},
}
"""Modules that have become packages: where the names are that were open in them.

The package asks `from_old_place` for them.
"""

RENAMED: Mapping[str, Mapping[str, str]] = {"courses.editing.sections": {"Way": "Link", "told": "joined"}}
"""Names that were open in a module and have another one there: old name → new name. The module asks `from_old_name`."""


def new_place(module: str, name: str) -> str:
    """The module in which `name` of `module` is today."""
    if module == "courses" and f"{module}.{name}" in MOVED:
        return MOVED[f"{module}.{name}"].rpartition(".")[0]
    return SPLIT.get(module, {}).get(name) or MOVED.get(module, module)


def from_old_place(module: str, name: str) -> Any:
    """`name`, which was in `module`. Raises `AttributeError` for what never was there."""
    if name not in SPLIT[module]:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    there = SPLIT[module][name]
    _warn(f"{module}.{name}", f"{there}.{name}")
    return getattr(import_module(there), name)


def from_old_name(module: str, name: str) -> Any:
    """What was called `name` in `module`. Raises `AttributeError` for what never was there."""
    if name not in RENAMED[module]:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    _warn(f"{module}.{name}", f"{module}.{RENAMED[module][name]}")
    return getattr(import_module(module), RENAMED[module][name])


def install() -> None:
    """Let the old names be imported. Done twice, it does nothing.

    It is asked first: an upgrade leaves folders without modules behind, which Python takes for packages.
    """
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(fullname, _Loader(fullname, MOVED[fullname])) if fullname in MOVED else None


class _Loader(Loader):
    """Gives the module that is there already, under one more name."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.spec: ModuleSpec | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        _warn(self.old, self.new)
        module = import_module(self.new)
        self.spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self.spec  # the import system has put the old name's in its place


def _warn(old: str, new: str) -> None:
    warnings.warn(
        f"{old} has moved to {new}. Import it from there; the old name goes with version 2 of the plugin API.",
        FutureWarning,
        stacklevel=2,
    )
