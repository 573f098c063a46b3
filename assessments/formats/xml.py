"""XML files read piece by piece, by a parser without document types, entities or network. Pure.

Patterns that look for an end behind every beginning take quadratic time on a file of many beginnings: what comes before
the first element is walked through once, from mark to mark.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException

from lms.foundation.interface.decoding import decoded
from lms.foundation.interface.xml import Target, hardened

from .draft import Refused

DEPTH = 200
"""Elements within elements: more is an attack."""
_CHUNK = 1 << 16
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,500}>")
_ENCODING = re.compile(r"encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_BLANKS = re.compile(r"\s*")
_ASIDES = (("<!--", "-->"), ("<?", "?>"))
_TRUSTED = re.compile(r"windows-125\d|cp125\d|iso-8859-\d{1,2}|latin-?1", re.IGNORECASE)


def after_asides(text: str, start: int = 0) -> int:
    """Return the place where the blanks, comments and processing instructions end that stand at `start`.

    Takes time in proportion to their length.
    """
    while True:
        blanks = _BLANKS.match(text, start)
        start = blanks.end() if blanks else start
        closing = next((closing for opening, closing in _ASIDES if text.startswith(opening, start)), "")
        end = text.find(closing, start) if closing else -1
        if end < 0:
            return start
        start = end + len(closing)


class Broken(Exception):
    """The file cannot be read as XML: why."""

    def __init__(self, reason: str, *, line: int = 0, **values: str) -> None:
        super().__init__(reason)
        self.refused = Refused(reason, values, line=line)


def xml_text(data: bytes) -> tuple[str, str]:
    """Return an XML file as text without its declaration, on the same lines, and its encoding.

    An 8-bit encoding that the declaration names is believed where the bytes are not plainly something else.
    """
    text, encoding = decoded(data)
    head = _DECLARATION.match(text)
    named = _ENCODING.search(head[0]) if head else None
    if encoding.startswith("windows-") and named and _TRUSTED.fullmatch(named[1]):
        text, encoding = _by_name(data, named[1]) or (text, encoding)
    return (text[: head.start()] + "\n" * head[0].count("\n") + text[head.end() :] if head else text), encoding


def _by_name(data: bytes, name: str) -> tuple[str, str] | None:
    """Return the text in the encoding of that name, where there is one."""
    try:
        return data.decode(name, "replace").replace("\0", ""), name.lower()
    except LookupError:
        return None


class _Pieces(Target):
    """Builder of the elements that lie `depth` deep, one after the other, each with its line."""

    def __init__(self, tag: str, root: str) -> None:
        self._tag, self._root = tag, root
        self._depth = 0
        self._builder: TreeBuilder | None = None
        self._begun = 0
        self.elements: list[tuple[Element, int]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH:
            raise Broken("xml-deep", line=self.line)
        if self._depth == 1 and tag != self._root:
            raise Broken("xml-other", line=self.line, root=tag[:60])
        if self._depth == 2 and tag == self._tag:
            self._builder, self._begun = TreeBuilder(), self.line
        if self._builder:
            self._builder.start(tag, attributes)

    def data(self, text: str) -> None:
        if self._builder:
            self._builder.data(text)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._builder:
            self._builder.end(tag)
            if self._depth == 1:
                self.elements.append((self._builder.close(), self._begun))
                self._builder = None

    def close(self) -> None:
        return None


def pieces(text: str, *, tag: str, root: str) -> Iterator[tuple[Element, int]]:
    """Yield the elements called `tag` directly in the outermost element `root`, each with the line on which it begins.

    Raises `Broken`.
    """
    target = _Pieces(tag, root)
    parser = hardened(target, encoding="utf-8")
    data = text.encode("utf-8", "replace")
    try:
        for start in range(0, len(data), _CHUNK):
            parser.feed(data[start : start + _CHUNK])
            yield from target.elements
            target.elements.clear()
        parser.close()
    except DefusedXmlException:
        raise Broken("xml-dtd", line=target.line) from None
    except (ParseError, ExpatError) as error:
        line = getattr(error, "position", (getattr(error, "lineno", 0), 0))[0]
        raise Broken("xml-broken", line=line, at=str(line)) from None
    yield from target.elements
