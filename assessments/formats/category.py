"""Paths of categories as Moodle writes them. Pure."""

import re

_CONTEXT = re.compile(r"\$[a-z]+\$")
_SLASH = re.compile(r"(?<!/)/(?!/)")
_TOP = "top"


def path(text: str) -> tuple[str, ...]:
    """Return names from outside inwards: `$course$/top/Law/Act//means` is ("Law", "Act/means").

    What names a place inside Moodle is left out: the context, and the category "top" that every context has.
    """
    names = [name.strip().replace("//", "/") for name in _SLASH.split(text.strip())]
    if names and _CONTEXT.fullmatch(names[0]):
        names = names[1:]
        if names and names[0].lower() == _TOP:
            names = names[1:]
    return tuple(name for name in names if name)


def written(names: tuple[str, ...]) -> str:
    """Return `path` undone. A name may hold a slash, but neither begin nor end with one."""
    return "/".join(["$course$", _TOP, *(name.replace("/", "//") for name in names)])


def writable(names: tuple[str, ...]) -> bool:
    """Return whether `path` gives these names back."""
    return path(written(names)) == names
