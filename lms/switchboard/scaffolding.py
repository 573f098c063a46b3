"""A new plugin: a package that works, with an activity, its page, its table and tests that hold it to the contract."""

import keyword
import re
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.urls import get_resolver

from lms.foundation.plugins.manifest import API
from lms.foundation.plugins.runtime.guard import HOUSE

SKELETON = Path(__file__).parent / "skeleton"
ENDING = "-tpl"
"""Behind the names of the files, so that nothing takes them for code of this house."""
_NAME = re.compile(r"[a-z][a-z0-9_]{1,29}")


class NotStarted(ValueError):
    """Refusal: nothing was written. The message says why, and what to do."""


def start(slug: str, *, into: Path) -> Path:
    """Write the plugin `slug` into a new folder of that name in `into`, and return the folder. Raises `NotStarted`."""
    if problem := _problem_of(slug):
        raise NotStarted(problem)
    folder = into / slug
    if folder.exists():
        raise NotStarted(f"“{folder}” is there already. Choose another name or folder.")
    try:
        _write(slug, folder)
    except OSError as error:
        raise NotStarted(f"“{folder}” cannot be written: {error.strerror}. Choose another folder.") from error
    return folder


def _write(slug: str, folder: Path) -> None:
    words = _words(slug)
    for source in sorted(SKELETON.rglob(f"*{ENDING}")):
        place = [part.replace("package", slug) for part in source.relative_to(SKELETON).parts]
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
    return ""


def _words(slug: str) -> dict[str, str]:
    title = slug.replace("_", " ").capitalize()
    return {
        "slug": slug,
        "Name": "".join(part.capitalize() for part in slug.split("_")),
        "Title": title,
        "api": API,
        "next": str(int(API.partition(".")[0]) + 1),
    }


def _filled(text: str, words: dict[str, str]) -> str:
    for name, word in words.items():
        text = text.replace(f"@{name}@", word)
    return text
