"""The fields of a question in Moodle XML: texts with their format and files. Pure."""

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from ..grades import Unreadable
from ..texts import BLANK, HTML, MARKDOWN, MOODLE, PLAIN, as_html

_KINDS = {"html": HTML, "moodle_auto_format": MOODLE, "plain_text": PLAIN, "markdown": MARKDOWN, "wiki_like": MARKDOWN}
_PLUGINFILE = re.compile(r"@@PLUGINFILE@@/([^\"'<>\s)]+)")
_UNSAFE = re.compile(r"[^\w.-]+")


def child_text(parent: Element, tag: str, default: str = "") -> str:
    """Return the text of `<tag>` in the question, without blanks around it; `default` where it is missing."""
    child = parent.find(tag)
    return default if child is None else (child.text or "").strip(BLANK)


def inner_text(parent: Element | None) -> str:
    """Return the content of `<text>` in a field."""
    return child_text(parent, "text") if parent is not None else ""


def safe_name(path: str) -> str:
    """Return a file's path as a name that needs no quoting in HTML and has no folder in it."""
    return _UNSAFE.sub("-", path.strip("/")).strip(".-") or "file"


@dataclass
class Files:
    """The files of one question, by the name that its texts use."""

    by_name: dict[str, bytes] = field(default_factory=dict)
    _names: dict[tuple[str, bytes], str] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    """The last number that each name got: counted on from there,
    since a question may bring thousands of files of one name.
    """

    def take(self, holder: Element) -> dict[str, str]:
        """Keep the files of one field; gives their new names by the path that its text uses."""
        names = {}
        for element in holder.findall("file"):
            path = (element.get("path", "/") + element.get("name", "")).lstrip("/")
            names[path] = self._kept(safe_name(path), _bytes(element, path))
        return names

    def _kept(self, name: str, content: bytes) -> str:
        """Return the name of a file: its own where that is free, else with a number. A file twice has one name."""
        if (name, content) not in self._names:
            stem, dot, ending = name.rpartition(".")
            free, number = name, self._numbers.get(name, 1)
            while free in self.by_name:
                number += 1
                free = f"{stem}-{number}.{ending}" if dot else f"{name}-{number}"
            self._numbers[name], self._names[name, content] = number, free
            self.by_name[free] = content
        return self._names[name, content]


def _bytes(element: Element, path: str) -> bytes:
    text = "".join((element.text or "").split())
    if element.get("encoding", "base64") != "base64":
        return (element.text or "").encode("utf-8", "replace")
    try:
        return b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("xml-file", file=path[:60]) from None


@dataclass(frozen=True)
class Field:
    """A text of a question: as it is written, its format, and as HTML with our names of files."""

    written: str = ""
    kind: str = HTML
    html: str = ""


def read_field(holder: Element | None, files: Files, kind: str = HTML) -> Field:
    """Return the text that an element holds; `kind` is its format where it names none."""
    if holder is None:
        return Field(kind=kind)
    kind = _KINDS.get(holder.get("format", "").strip(), HTML) if holder.get("format") else kind
    written = inner_text(holder)
    return Field(written, kind, named(as_html(written, kind), files.take(holder)))


def named(html: str, names: dict[str, str]) -> str:
    """Return `html` with our names of the files that it shows."""
    return _PLUGINFILE.sub(
        lambda match: f"file:{names[path]}" if (path := unquote(match[1])) in names else match[0], html
    )
