"""Design of a certificate: a page and its elements, each in a box in millimetres. Pure.

A sheet serves every language: boxes are given for languages that are read from left to right and mirrored for others.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

PAGES = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
"""Upright, width and height in millimetres."""
TEXT, CREST, SIGNATURES, QR, PICTURE, PLUGIN = "text", "crest", "signatures", "qr", "picture", "plugin"
KINDS = (TEXT, CREST, SIGNATURES, QR, PICTURE, PLUGIN)
OWN_WORDS = "own_words"
LINES = (
    *("issuer", "unit", "programme", "title", "certify", "name", "number", "course", "parts", "training"),
    *("completed", "valid", "score", "serial", "address", OWN_WORDS),
)
"""Pick list of the lines of a text: facts of the certificate and sentences of the house."""
NEEDED = ("name", "course", "issuer", "serial")
COLOURS = {"ink": "#17272e", "soft": "#4c5d66", "teal": "#0b5963", "gold": "#8a6414", "white": "#ffffff"}
LEAST_SIZE, LARGEST_SIZE = 7.0, 60.0
"""Font sizes in points that a design may ask for."""
LEAST_QR = 32.0
"""Side in millimetres from which phones read the code from paper."""
MOST_ELEMENTS, MOST_LINES = 40, 5
IN_USE = "design"
"""Key of the version in use in `Institution.certificate_settings`. A version is never deleted, so that the key may be
copied onto certificates without a statement.
"""


@dataclass(frozen=True)
class Element:
    """One element. `lines` are of the pick list; `words` the own words of a text by language; `picture` the digest of a
    stored picture; `plugin` the slug of a plugin's element, or empty for the lines of all.
    """

    kind: str
    x: float
    y: float
    w: float
    h: float
    lines: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    size: float = 11.0
    bold: bool = False
    colour: str = "ink"
    align: str = "center"
    picture: str = ""
    plugin: str = ""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Element":
        """Return the element that `as_json` wrote; what this version does not know of it is left out."""
        known = {one.name for one in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        return cls(**values | {"lines": tuple(values.get("lines", ()))})

    def as_json(self) -> dict[str, Any]:
        """Return the element without what is as it is anyhow."""
        plain = Element(self.kind, self.x, self.y, self.w, self.h)
        needed = ("kind", *"xywh")
        return {name: value for name, value in asdict(self).items() if name in needed or value != getattr(plain, name)}


@dataclass(frozen=True)
class Sheet:
    """A page and its elements. `background` is the digest of a stored picture; empty for the drawn frame."""

    page: str = "A4"
    landscape: bool = True
    background: str = ""
    elements: tuple[Element, ...] = ()

    @property
    def width(self) -> float:
        return PAGES[self.page][self.landscape]

    @property
    def height(self) -> float:
        return PAGES[self.page][not self.landscape]
