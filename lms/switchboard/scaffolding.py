"""A new plugin: a package that works and fills one kind of socket, with tests that hold it to the contract."""

import keyword
import re
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import indent

from django.apps import apps
from django.conf import settings
from django.urls import get_resolver

from lms.foundation.plugins.manifest import API
from lms.foundation.plugins.runtime.guard import HOUSE
from lms.foundation.plugins.runtime.registry import registries

SKELETON = Path(__file__).parent / "skeleton"
COMMON, DESCRIPTION = "common", "kind.toml"
"""The folder of the files that every plugin has, and the file that describes each other folder."""
ENDING = "-tpl"
"""Behind the names of the files, so that nothing takes them for code of this house."""
_NAME = re.compile(r"[a-z][a-z0-9_]{1,29}")


class NotStarted(ValueError):
    """Refusal: nothing was written. The message says why, and what to do."""


@dataclass(frozen=True)
class Kind:
    """A kind of plugin that can be begun: a folder of the skeleton, and what `kind.toml` there says of it.

    `sockets` are those that it fills, `summary` its sentence in the manifest, `seen` where it is then found. `plug` is
    the body of that function, `manifest` further fields, whose classes are `manifest_names`; `samples` are those for
    the contract and `packages` those besides its own.
    """

    name: str
    sockets: tuple[str, ...]
    summary: str
    seen: str
    plug: str
    samples: str = ""
    manifest: str = ""
    manifest_names: str = "Manifest"
    packages: str = ""

    @classmethod
    def read(cls, file: Path) -> "Kind":
        """Return the kind that `file` describes."""
        described = tomllib.loads(file.read_text())
        return cls(file.parent.name, tuple(described.pop("sockets")), **described)


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds of plugins by name."""
    return {file.parent.name: Kind.read(file) for file in sorted(SKELETON.glob(f"*/{DESCRIPTION}"))}


def start(slug: str, *, into: Path, kind: str = "activity") -> Path:
    """Write the plugin `slug` into a new folder of that name in `into`, and return the folder. Raises `NotStarted`."""
    if kind not in kinds():
        raise NotStarted(f"There is no kind “{kind}”. Choose one of: {', '.join(kinds())}.")
    if problem := _problem_of(slug):
        raise NotStarted(problem)
    folder = into / slug
    if folder.exists():
        raise NotStarted(f"“{folder}” is there already. Choose another name or folder.")
    try:
        _write(slug, folder, kinds()[kind])
    except OSError as error:
        raise NotStarted(f"“{folder}” cannot be written: {error.strerror}. Choose another folder.") from error
    return folder


def _write(slug: str, folder: Path, kind: Kind) -> None:
    words = _words(slug, kind)
    for root in (SKELETON / COMMON, SKELETON / kind.name):
        for source in sorted(root.rglob(f"*{ENDING}")):
            place = [part.replace("package", slug) for part in source.relative_to(root).parts]
            file = folder.joinpath(*place[:-1], place[-1].removesuffix(ENDING))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_filled(source.read_text(), words))


def _problem_of(slug: str) -> str:
    if not _NAME.fullmatch(slug) or keyword.iskeyword(slug):
        return f"“{slug}” is no name for a plugin: use small letters a to z, digits and _, and begin with a letter."
    labels = {name for config in apps.get_app_configs() for name in (config.label, *config.name.split("."))}
    taken = {candidate.slug for candidate in settings.PLUGINS} | labels | set(get_resolver().namespace_dict) | {*HOUSE}
    if slug in taken or slug in sys.stdlib_module_names:
        return f"The name “{slug}” is taken. Choose another one."
    if meant := next((one for one in _registered() if one == slug or one.startswith(f"{slug}_")), ""):
        return f"The name “{slug}” is taken: “{meant}” is registered already. Choose another one."
    return ""


def _registered() -> list[str]:
    """Return the slugs in all sockets: a plugin begins each of its own with its name."""
    return sorted(str(slug) for registry in registries() for slug in registry.things)


def _words(slug: str, kind: Kind) -> dict[str, str]:
    """Return what stands in place of each @word@. Those of the kind come first: they hold others."""
    title = slug.replace("_", " ").capitalize()
    return {
        "summary": kind.summary,
        "seen": kind.seen,
        "plug": indent(kind.plug, " " * 8).strip(),
        "samples": indent(kind.samples, " " * 4).strip(),
        "manifest": indent(f"\n{kind.manifest}", " " * 8).rstrip(),
        "manifest_names": kind.manifest_names,
        "packages": kind.packages,
        "slug": slug,
        "Name": "".join(part.capitalize() for part in slug.split("_")),
        "Title": title,
        "api": API,
        "next": str(int(API.partition(".")[0]) + 1),
    }


def _filled(text: str, words: dict[str, str]) -> str:
    for name, word in words.items():
        text = text.replace(f"@{name}@", word)
    return f"{text.rstrip()}\n" if text.strip() else ""
