"""Stylesheets that plugins bring for what they draw: one file each, small, which loads nothing from elsewhere."""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath

from django.contrib.staticfiles import finders

from .. import activity, question
from ..runtime.activation import owner_of_template

LARGEST_STYLESHEET = 32_000
"""Bytes of a stylesheet: a phone waits for it before it shows the page."""

_COMMENT = re.compile(r"/\*.*?(\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_OUTSIDE = re.compile(r"[/\\]{2}|\b(https?|ftp|file):|@import", re.IGNORECASE)
_FILE = re.compile(r"""\burl\(\s*["']?(?!data:|#)([^"')?#]*)""", re.IGNORECASE)


class NotLinked(ValueError):
    """Refusal: the stylesheet is not linked. The text says why, to the author of the plugin."""


def of_template(template: str) -> str:
    """Return the stylesheet of the activity type or question type of a plugin whose template this is; empty without."""
    if not owner_of_template(template):
        return ""
    kinds = (*activity.activities, *question.questions)
    return next((kind.stylesheet for kind in kinds if kind.stylesheet and template in _templates(kind)), "")


def _templates(kind: object) -> Iterator[str]:
    for what in ("template", "review_template", "late_template", "desk_template"):
        yield getattr(kind, what, "")


def check(name: str, plugin: str) -> None:
    """Look whether pages may link the static file `name` of `plugin`. Raises `NotLinked`."""
    found = finders.find(name) if name.startswith(f"{plugin}/") and name.endswith(".css") else None
    if not isinstance(found, str):
        raise NotLinked(f"The stylesheet “{name}” is no CSS file in static/{plugin}/.")
    content = Path(found).read_bytes()
    if len(content) > LARGEST_STYLESHEET:
        raise NotLinked(f"The stylesheet “{name}” has {len(content)} bytes, {LARGEST_STYLESHEET} at most are linked.")
    text = _ESCAPE.sub(_unescaped, _COMMENT.sub("", content.decode(errors="replace")))
    if outside := _OUTSIDE.search(text):
        raise NotLinked(
            f"The stylesheet “{name}” has “{outside.group()}”: it loads its own files alone, and no other stylesheet."
        )
    for target in _FILE.findall(text):
        file = normpath(join(dirname(name), target.strip()))
        if not file.startswith(f"{plugin}/") or not finders.find(file):
            raise NotLinked(f"The stylesheet “{name}” names “{target.strip()}”, which is no file in static/{plugin}/.")


def problems(name: str, plugin: str) -> Iterator[str]:
    """Yield the sentence for which pages do not link the stylesheet `name` of `plugin`."""
    try:
        check(name, plugin)
    except NotLinked as problem:
        yield str(problem)


def _unescaped(escape: re.Match[str]) -> str:
    """Return the character that CSS writes as its number, a backslash for what is none."""
    number = int(escape.group(1), 16)
    return chr(number) if 0 < number < 0x110000 else "\\"
