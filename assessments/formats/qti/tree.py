"""XML as a small tree of nodes: no document types, no entities, no network, bounded in depth and number. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException, DTDForbidden

from lms.foundation.interface.decoding import decoded
from lms.foundation.interface.xml import Target, hardened

from ..xml import DEPTH, after_asides
from .refusal import Unread

MOST_NODES = 400_000
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(\[[^\]]*\]\s*)?>")
"""A document type, with which files of QTI 1.2 begin. What it names is never fetched, and what it declares is passed
over.

It is looked for at one place, before the first element: a search for the next one behind each that does not end would
take quadratic time.
"""
_ENTITY = "ENTITY"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(eq=False)
class Node:
    """One element: `content` is its texts and elements in their order.

    Names are without namespace. Those of QTI 3.0 are given in the form of 2.x: `qti-simple-choice` is `simpleChoice`,
    `response-identifier` is `responseIdentifier`.
    """

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    line: int = 0
    content: list["Node | str"] = field(default_factory=list)
    ours: bool = True
    """Is it an element of QTI, not of the HTML within?"""

    def get(self, name: str, default: str = "") -> str:
        return self.attrs.get(name, default)

    def children(self, *tags: str) -> list["Node"]:
        return [child for child in self.content if isinstance(child, Node) and (not tags or child.tag in tags)]

    def child(self, *tags: str) -> "Node | None":
        return next(iter(self.children(*tags)), None)

    def all(self, *tags: str) -> Iterator["Node"]:
        """Yield this element and those within, in their order, that have one of the names; all without names."""
        if not tags or self.tag in tags:
            yield self
        for child in self.children():
            yield from child.all(*tags)

    def first(self, *tags: str) -> "Node | None":
        return next(self.all(*tags), None)

    def text(self) -> str:
        """Return all text within, spaces as written."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.content)

    def plain(self) -> str:
        """Return all text within on one line."""
        return " ".join(self.text().split())


class _Builder(Target):
    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.texts: list[str] = []
        self.count = 0

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        self._end_text()
        self.count += 1
        if len(self.open) >= DEPTH or self.count > MOST_NODES:
            raise Unread("qti-xml-too-large")
        node = _node(tag, attrs, self.line)
        if self.open:
            self.open[-1].content.append(node)
        elif self.root is None:
            self.root = node
        self.open.append(node)

    def end(self, tag: str) -> None:
        self._end_text()
        self.open.pop()

    def data(self, text: str) -> None:
        """Take a part of a text: the parser gives a text in pieces."""
        self.texts.append(text)

    def _end_text(self) -> None:
        if self.texts and self.open:
            self.open[-1].content.append("".join(self.texts))
        self.texts.clear()

    def close(self) -> Node | None:
        return self.root


def parse(data: bytes) -> Node:
    """Return the root of an XML document. Raises `Unread`: not XML (with its line), too large, or with entities.

    A broken XML declaration at the top is passed over, and so is a document type without entities: what follows says
    the same without them.
    """
    try:
        return _parsed(data)
    except DTDForbidden as error:
        return _again(data, error)
    except ParseError as error:
        return _again(data, error)


def _parsed(data: bytes | str) -> Node:
    builder = _Builder()
    parser = hardened(builder)
    try:
        parser.feed(data)
        root = parser.close()
    except DTDForbidden:
        raise
    except DefusedXmlException as error:
        raise Unread("qti-xml-forbidden") from error
    except (ValueError, LookupError, ExpatError) as error:
        raise Unread("qti-not-xml", line=0) from error
    if root is None:
        raise Unread("qti-not-xml", line=0)
    return root


def _again(data: bytes, error: ParseError | DTDForbidden) -> Node:
    """Return another try, decoded by us and without the declaration and a document type without entities, where these
    are what is wrong.
    """
    text, _encoding = decoded(data)
    bare = _DECLARATION.sub(lambda match: "\n" * match.group().count("\n"), text.lstrip("\ufeff"), count=1)
    try:
        return _parsed(_without_doctype(bare))
    except DTDForbidden:
        raise Unread("qti-xml-forbidden") from error
    except ParseError as again:
        raise Unread("qti-not-xml", line=_line(error if isinstance(error, ParseError) else again)) from error


def _without_doctype(text: str) -> str:
    """Return `text` on the same lines without its document type; one that declares entities stays, and is refused."""
    doctype = _DOCTYPE.match(text, after_asides(text))
    if not doctype or _ENTITY in doctype[0] or "%" in doctype[0]:
        return text
    return text[: doctype.start()] + "\n" * doctype[0].count("\n") + text[doctype.end() :]


def _line(error: ParseError) -> int:
    return int(getattr(error, "position", (0, 0))[0])


def _node(tag: str, attrs: dict[str, str], line: int) -> Node:
    space, _, name = tag.rpartition("}")
    lang = {"lang": attrs[_XML_LANG]} if _XML_LANG in attrs else {}
    given = {key: value for key, value in attrs.items() if not key.startswith("{")}
    if name.startswith("qti-"):
        if name == "qti-map-entry":  # QTI 3.0 says that case does not count unless it is said, 2.x that it does
            given.setdefault("case-sensitive", "false")
        return Node(camel(name[4:]), lang | {_attribute(key): value for key, value in given.items()}, line)
    return Node(name, lang | given, line, ours="MathML" not in space)


def camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def _attribute(name: str) -> str:
    return name if name.startswith(("data-", "aria-")) else camel(name)
