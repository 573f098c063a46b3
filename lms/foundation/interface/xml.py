"""The parser for all XML that others wrote: no document types, entities or network."""

from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser


class UnreadableXml(ValueError):
    """Refusal of a text that is no XML, or has document types, entities or something outside it."""


class Target:
    """Target of a parser, which calls it with each tag and text. Once it is `hardened`, `line` says on which line the
    parser is.
    """

    parser: DefusedXMLParser | None = None

    @property
    def line(self) -> int:
        return int(self.parser.parser.CurrentLineNumber) if self.parser else 0


def hardened(target: object, *, encoding: str | None = None) -> DefusedXMLParser:
    """Return a parser that calls `target` and refuses document types, entities and everything outside the file. A
    `Target` then knows it.

    `encoding` is believed before what the file declares. `feed` and `close` raise `DefusedXmlException` for what is
    refused, and `ParseError`; `close` gives what `target` makes of it.
    """
    parser = DefusedXMLParser(
        target=target, encoding=encoding, forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
    if isinstance(target, Target):
        target.parser = parser
    return parser


def element_of(text: str | bytes) -> Element:
    """Return the outermost element of an XML document. Raises `UnreadableXml`."""
    parser = hardened(TreeBuilder())
    try:
        parser.feed(text)
        root: Element = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UnreadableXml(str(error)) from error
    return root
