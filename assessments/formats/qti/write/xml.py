"""Nodes as XML text, and HTML as nodes. Pure."""

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from ..markup import VOID
from ..media import OWN_FOLDER
from ..tree import Node

Content = Node | str
_CAPITAL = re.compile(r"(?<!^)([A-Z])")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINKS = {"src", "href", "poster", "data"}


def node(tag: str, attrs: Mapping[str, object] | None = None, *content: Content) -> Node:
    """Return an element of QTI. Attributes that are `None` are left out; truth values are written as XML has them."""
    attributes = {name: _value(value) for name, value in (attrs or {}).items() if value is not None}
    return Node(tag, attributes, content=list(content))


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def label(**said: object) -> str | None:
    """Return our label, which adds to QTI's words and is read by `notes`; None without values."""
    return " ".join(f"{name}={value}" for name, value in said.items() if value not in (None, "")) or None


def document(root: Node, *, three: bool = False) -> bytes:
    """Return an XML document. In QTI 3.0 elements and attributes have other names (`three`)."""
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + _xml(root, three=three)).encode()


def _xml(part: Content, *, three: bool) -> str:
    if isinstance(part, str):
        return escape(_FORBIDDEN.sub("", part), {"\r": "&#13;"})
    renamed = three and part.ours
    tag = f"qti-{_kebab(part.tag)}" if renamed else part.tag
    attrs = "".join(
        f" {_attribute(name, renamed=renamed)}={quoteattr(_FORBIDDEN.sub('', value), _ESCAPES)}"
        for name, value in part.attrs.items()
    )
    inner = "".join(_xml(child, three=three) for child in part.content)
    return f"<{tag}{attrs}>{inner}</{tag}>" if inner else f"<{tag}{attrs}/>"


_ESCAPES = {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


def _kebab(name: str) -> str:
    return _CAPITAL.sub(lambda match: f"-{match[1].lower()}", name)


def _attribute(name: str, *, renamed: bool) -> str:
    return _kebab(name) if renamed and not name.startswith("xml") else name


class _Html(HTMLParser):
    """Builder of nodes from HTML: what is not closed is closed where it must be."""

    def __init__(self, names: Iterable[str], folder: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("div", ours=False)
        self.open = [self.root]
        self.names = set(names)
        self.folder = folder

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Node(
            tag, {name: self._link(name, value or name) for name, value in attrs if _is_name(name)}, ours=False
        )
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if any(part.tag == tag for part in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)

    def _link(self, name: str, value: str) -> str:
        file = value.removeprefix("file:")
        if name in _LINKS and value != file and file in self.names:
            return self.folder + quote(file)
        return value


def _is_name(name: str) -> bool:
    return re.fullmatch(r"[A-Za-z_][\w.-]*", name) is not None


def nodes(html: str, names: Iterable[str] = (), folder: str = f"../{OWN_FOLDER}") -> list[Content]:
    """Return HTML as nodes; the files that it names as `file:NAME` are in `folder`."""
    parser = _Html(names, folder)
    parser.feed(html)
    parser.close()
    return parser.root.content
