"""`python -m tests.docs.reference`: writes docs/extend/reference/, what plugins may use, from signatures and
docstrings.

A page for each room; on it each module that is open, in alphabetical order, as the code says it. The code is read and
not run.
"""

import re
from collections.abc import Iterable, Iterator

import griffe

from lms.foundation.plugins.contract.surface import HOUSE, SOCKETS, SURFACE

from .pages import PLUGIN_PAGES, ROOT, Page

FOLDER = ROOT / "docs" / "extend" / "reference"
HEAD = "<!-- Written by `make reference` from the docstrings; do not edit. -->"
NAMED = re.compile(rf"{re.escape(SOCKETS)}\.([\w.]+)|^\| \*{{0,2}}[\w -]+\*{{0,2}} \| `([\w.]+)` \|", re.M)
"""Where docs/extend/plugins.md names a module of the sockets: in an import, or in the table of sockets."""

COLUMN = re.compile(r"(?:\w+\.)?(\w*Field|ForeignKey)\((?:['\"]?([A-Z][\w.]*|self)['\"]?(?=[,)]))?")
"""A column of a model, as it is written: its kind and the model that it leads to."""


def pages() -> dict[str, str]:
    """The pages by file name, in Markdown."""
    loader = griffe.GriffeLoader(search_paths=[ROOT], allow_inspection=False)
    for package in HOUSE:
        loader.load(package)
    loader.resolve_aliases(external=False)
    modules = {**dict.fromkeys(_sockets()), **SURFACE}
    found: dict[str, list[str]] = {}
    for name in sorted(modules):
        found.setdefault(f"{_room(name)}.md", []).append(
            "\n\n".join(_module(loader.modules_collection[name], modules[name]))
        )
    contents = [f"- [{name.removesuffix('.md')}]({name})" for name in sorted(found)]
    about = (
        "What a plugin may import, room by room: signatures and what they promise. How it is put to use: "
        "[Writing a plugin](../plugins.md)."
    )
    toctree = "\n".join(["```{toctree}", ":hidden:", *(name.removesuffix(".md") for name in sorted(found)), "```"])
    index = "\n\n".join([HEAD, "# Reference for plugins", about, "\n".join(contents), toctree])
    texts = {name: "\n\n".join([HEAD, f"# {name.removesuffix('.md')}", *parts]) for name, parts in found.items()}
    return {name: f"{text}\n" for name, text in {"README.md": index, **texts}.items()}


def _room(module: str) -> str:
    """`lms.people` of `lms.people.directory.tree`, `lms.learning.progress` of a module in it, `courses` of
    `courses.models`.
    """
    parts = module.split(".")
    if parts[:2] in (["lms", "foundation"], ["lms", "learning"], ["lms", "desks"]):
        return ".".join(parts[:3])
    return ".".join(parts[: 2 if parts[0] in ("lms", "assessments") else 1])


def _sockets() -> Iterator[str]:
    """The modules of the sockets that docs/extend/plugins.md names."""
    text = Page.of(*PLUGIN_PAGES).text
    named = {first or second for first, second in NAMED.findall(text)}
    named |= {name.rpartition(".")[0] for name in named}  # a name in a module
    for one in sorted(named):
        if (ROOT / SOCKETS.replace(".", "/") / f"{one.replace('.', '/')}.py").exists():
            yield f"{SOCKETS}.{one}"


def _module(module: griffe.Module, names: Iterable[str] | None) -> Iterator[str]:
    yield f"## `{module.path}`"
    yield from _docstring(module)
    open_names = sorted(map(str, names if names is not None else module.exports or _own(module)))
    for one in open_names:
        member = module[one]
        member = member.final_target if member.is_alias else member
        if member.is_module:
            continue
        bases = [name for base in getattr(member, "bases", ()) if (name := str(base)) in open_names]
        yield f"### {_signature(member, f'{one}({bases[0]})' if bases else one)}"
        yield from _docstring(member)
        yield from _members(member)


def _own(holder: griffe.Object | griffe.Alias) -> list[str]:
    return [name for name, one in holder.members.items() if not name.startswith("_") and not one.is_alias]


def _members(holder: griffe.Object | griffe.Alias) -> Iterator[str]:
    """Those of a class that say what they are for, and the fields of a dataclass or a model."""
    if not holder.is_class:
        return
    for name in _own(holder):
        member = holder[name]
        told = " ".join(member.docstring.value.split()) if member.docstring else ""
        shape = _field(holder, member)
        if told or shape:
            yield f"- {_signature(member, name)}{f' `{shape}`' if shape else ''}{f': {told}' if told else ''}"


def _field(holder: griffe.Object | griffe.Alias, member: griffe.Object | griffe.Alias) -> str:
    """What a field of a dataclass or a model holds: its type and default, or its kind and the model that it leads to;
    empty for all else.
    """
    if not member.is_attribute or "property" in member.labels:
        return ""
    value = "" if member.value is None else str(member.value)
    if "dataclass" in holder.labels and member.annotation is not None:
        return f"{member.annotation}{f' = {value}' if value else ''}"
    column = COLUMN.match(value)
    return " ".join(filter(None, column.groups())) if column else ""


def _signature(member: griffe.Object | griffe.Alias, name: str) -> str:
    if not member.is_function:
        word = "class " if member.is_class else ""
        return f"`{word}{name}`"
    arguments = ", ".join(_arguments(member))
    return f"`{name}({arguments})`" + (f" → `{member.returns}`" if member.returns else "")


def _arguments(function: griffe.Object | griffe.Alias) -> Iterator[str]:
    """As they stand in the code; `*` before those that are given by name alone."""
    starred = False
    for one in function.parameters:
        if one.name in ("self", "cls"):
            continue
        kind = one.kind
        if kind is griffe.ParameterKind.keyword_only and not starred:
            starred = True
            yield "*"
        starred = starred or kind is griffe.ParameterKind.var_positional
        stars = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}.get(kind, "")
        default = f"={one.default}" if one.default is not None and not stars else ""
        yield f"{stars}{one.name}{default}"


def _docstring(member: griffe.Object | griffe.Alias) -> Iterator[str]:
    if member.docstring:
        yield "\n\n".join(" ".join(part.split("\n")) for part in member.docstring.value.strip().split("\n\n"))


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.md"):
        file.unlink()
    for name, text in pages().items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
