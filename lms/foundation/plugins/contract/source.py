"""Laws on the plugin's source, which is read and not run."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeGuard

from .subject import Subject
from .surface import HOUSE, SOCKETS, SURFACE

SESSION = {"get", "pop", "setdefault"}
CACHE = {"get", "set", "add", "delete", "touch", "incr", "decr", "get_or_set", "has_key"}
SEVERAL = {"get_many", "set_many", "delete_many"}


@dataclass(frozen=True)
class Source:
    """One file of Python, as a tree."""

    name: str
    tree: ast.Module

    @classmethod
    def all(cls, root: Path) -> Iterator["Source"]:
        """Yield the files below `root`, except tests."""
        for file in sorted(root.rglob("*.py")):
            name = file.relative_to(root).as_posix()
            if "tests" not in name.split("/")[:-1]:
                yield cls(name, ast.parse(file.read_text(), filename=str(file)))

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def at(self, node: ast.AST) -> str:
        return f"{self.name}, line {getattr(node, 'lineno', 0)}"

    @cached_property
    def constants(self) -> Mapping[str, str]:
        """The texts that the module gives a name."""
        return {
            target.id: node.value.value
            for node in self.tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
            for target in node.targets
            if isinstance(target, ast.Name)
        }

    def local_names(self, module: str, name: str) -> set[str]:
        """Return the names in the file for `name` of `module`."""
        return {
            alias.asname or alias.name
            for node in self.nodes
            if isinstance(node, ast.ImportFrom) and node.module == module and not node.level
            for alias in node.names
            if alias.name == name
        }

    def start_of(self, node: ast.AST | None) -> str:
        """Return the beginning of the text from `node`, as far as the source says; empty if it does not."""
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else ""
        if isinstance(node, ast.Name):
            return self.constants.get(node.id, "")
        if isinstance(node, ast.JoinedStr):
            first = node.values[0] if node.values else None
            return self.start_of(first.value if isinstance(first, ast.FormattedValue) else first)
        return self.start_of(node.left) if isinstance(node, ast.BinOp) else ""


def imports(subject: Subject) -> Iterator[str]:
    """Yield a sentence for each import from the house that the surface does not name, and from another plugin that is
    not required.
    """
    for source in Source.all(subject.root):
        written = source.name.startswith("migrations/")  # by Django, which imports whole modules
        for node in source.nodes:
            for module, name in _imported(node):
                if (
                    module.partition(".")[0] in HOUSE
                    and not _open(module, name, subject)
                    and not (written and module in SURFACE)
                ):
                    what = f"{name} of {module}" if name else module
                    yield (
                        f"{source.at(node)}: imports {what}, which may change without a word. Open are "
                        "lms.foundation.plugins and SURFACE."
                    )


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield from ((node.module, alias.name) for alias in node.names)


def _open(module: str, name: str, subject: Subject) -> bool:
    inside = f"{module}."
    if inside.startswith((f"{subject.package}.", *(f"{friend}." for friend in subject.friends))):
        return True
    if inside.startswith(f"{SOCKETS}."):
        return not any(part.startswith("_") for part in [*module.split("."), name])
    return name in SURFACE.get(module, ())


def environment(subject: Subject) -> Iterator[str]:
    """Yield a sentence for each setting that does not come from `settings.PLUGIN_SETTINGS[slug]`, where the manifest
    declares them.
    """
    for source in Source.all(subject.root):
        for node in source.nodes:
            if _reads_environment(node):
                yield (
                    f"{source.at(node)}: reads the environment. Declare a setting in the manifest, and use "
                    "PLUGIN_SETTINGS."
                )
        yield from _settings(source, subject)
        yield from _institution_settings(source, subject)


def _institution_settings(source: Source, subject: Subject) -> Iterator[str]:
    """Yield a sentence for each call of `settings_for` that does not name the plugin itself, or reads at once an
    undeclared setting.
    """
    declared = {setting.name for setting in subject.manifest.institution_settings}
    for node in source.nodes:
        if _reads_an_institution(node):
            named = {keyword.arg: keyword.value for keyword in node.keywords}
            if source.start_of(node.args[0] if node.args else named.get("plugin")) != subject.slug:
                yield f"{source.at(node)}: reads settings that are not its own: settings_for(“{subject.slug}”, …) is."
        elif isinstance(node, ast.Subscript) and _reads_an_institution(node.value):
            wanted = source.start_of(node.slice)
            if wanted and wanted not in declared:
                yield f"{source.at(node)}: the manifest does not declare the setting {wanted} of institutions."


def _reads_an_institution(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and "settings_for" in (getattr(node.func, key, "") for key in ("id", "attr"))


def _reads_environment(node: ast.AST) -> bool:
    names = {"environ", "environb", "getenv", "getenvb", "putenv"}
    if isinstance(node, ast.ImportFrom):
        return node.module == "os" and any(alias.name in names for alias in node.names)
    return (
        isinstance(node, ast.Attribute)
        and node.attr in names
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    )


def _settings(source: Source, subject: Subject) -> Iterator[str]:
    called = source.local_names("django.conf", "settings")
    own, sound = _own_settings(source, called, subject.slug)
    declared = {setting.name for setting in subject.manifest.settings}
    for node in source.nodes:
        name = _setting(node, source, called)
        if name == "PLUGIN_SETTINGS" and id(node) not in sound:
            yield f"{source.at(node)}: reads settings that are not its own: PLUGIN_SETTINGS[“{subject.slug}”] is."
        elif name.startswith((f"{subject.slug.upper()}_", "MAFUNZO_")):
            yield f"{source.at(node)}: reads settings.{name}. Declare it in the manifest, and use PLUGIN_SETTINGS."
        if isinstance(node, ast.Subscript) and id(node.value) in own:
            wanted = source.start_of(node.slice)
            if wanted and wanted not in declared:
                yield f"{source.at(node)}: the manifest does not declare the setting {wanted}."


def _own_settings(source: Source, called: set[str], slug: str) -> tuple[set[int], set[int]]:
    """Return each place where the source says `PLUGIN_SETTINGS[slug]`: the whole of it, and the part before the
    bracket.
    """
    nodes = [
        node
        for node in source.nodes
        if isinstance(node, ast.Subscript)
        and _setting(node.value, source, called) == "PLUGIN_SETTINGS"
        and source.start_of(node.slice) == slug
    ]
    return {id(node) for node in nodes}, {id(node.value) for node in nodes}


def _setting(node: ast.AST, source: Source, called: set[str]) -> str:
    """Return the name of the setting that `node` reads; empty if it reads none."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in called:
        return node.attr
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("getattr", "hasattr")
        and len(node.args) > 1
    ):
        first = node.args[0]
        return source.start_of(node.args[1]) if isinstance(first, ast.Name) and first.id in called else ""
    return ""


def keys(subject: Subject) -> Iterator[str]:
    """Yield a sentence for each key of the session or of the cache that does not begin with the slug and a dot."""
    for source in Source.all(subject.root):
        caches = source.local_names("django.core.cache", "cache") | {"cache"}
        for node in source.nodes:
            for where, key in [("session", _session_key(node)), ("cache", _cache_key(node, source, caches))]:
                if key is not None and not source.start_of(key).startswith(f"{subject.slug}."):
                    yield (
                        f"{source.at(node)}: the key in the {where} has to begin with “{subject.slug}.”, and the "
                        "source has to show it."
                    )


def _session_key(node: ast.AST) -> ast.AST | None:
    if isinstance(node, ast.Subscript) and _is_session(node.value):
        return node.slice
    if isinstance(node, ast.Compare) and any(_is_session(other) for other in node.comparators):
        return node.left
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in SESSION
        and _is_session(node.func.value)
    ):
        return node.args[0] if node.args else node
    return None


def _is_session(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "session"


def _cache_key(node: ast.AST, source: Source, caches: set[str]) -> ast.AST | None:
    if not (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and _is_cache(node.func.value, source, caches)
    ):
        return None
    if node.func.attr in SEVERAL:
        return node
    if node.func.attr not in CACHE:
        return None
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    return node.args[0] if node.args else named.get("key", node)


def _is_cache(node: ast.AST, source: Source, caches: set[str]) -> bool:
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and node.value.id in source.local_names("django.core.cache", "caches")
    return isinstance(node, ast.Name) and node.id in caches
