"""The parser for all XML that others wrote: no document types, entities or network."""

from typing import Any

from defusedxml.ElementTree import DefusedXMLParser


def hardened(target: Any, *, encoding: str | None = None) -> DefusedXMLParser:
    """Return a parser that calls `target` and refuses document types, entities and everything outside the file.

    `encoding` is believed before what the file declares. `feed` and `close` raise `DefusedXmlException` for what is
    refused, and `ParseError`; `close` gives what `target` makes of it.
    """
    return DefusedXMLParser(
        target=target, encoding=encoding, forbid_dtd=True, forbid_entities=True, forbid_external=True
    )
