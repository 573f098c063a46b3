"""The faces of what is printed: Noto Sans, Noto Sans Ethiopic and Amiri, from Python packages, cut to what a PDF needs.

The first two come as variable fonts of which a PDF can embed one instance. They are cut and instanced once for each
installation (a few seconds) and kept in the data folder; each file appears there whole or not at all, so that two
workers may begin at once.
"""

import os
import re
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg
from django.conf import settings

if TYPE_CHECKING:  # else loaded by what cuts and measures alone: every process would start a tenth of a second later
    from fontTools.ttLib import TTFont

_VERSION = "3"
"""Part of the folder's name: change it with anything below that changes the files."""

LATIN, ARABIC, ETHIOPIC = "Latin", "Arabic", "Ethiopic"
REGULAR, BOLD = 400, 700
_NEEDED = {LATIN: {*range(0x0020, 0x2190)}, ETHIOPIC: {0x0020, 0x00A0, *range(0x1200, 0x2E00)}}
"""What is kept of each; the space too, since the layout draws it from the font of the word before it."""
_ARABIC = re.compile("[\u0600-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_IGNORED = {0x200C, 0x200D, 0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
"""Joiners and marks of direction: read by the layout and never drawn."""


@dataclass(frozen=True)
class Face:
    """One font file; `widths` are the advances of its characters in thousandths of the font size."""

    family: str
    weight: int
    path: Path
    widths: dict[int, float]

    @property
    def css_weight(self) -> str:
        return "bold" if self.weight == BOLD else "normal"


def folder() -> Path:
    """Return the folder in which the cut fonts are kept."""
    return Path(settings.DATA_DIR) / "fonts" / _VERSION


@lru_cache(maxsize=1)
def faces() -> tuple[Face, ...]:
    """Return every face, in the order in which a character is looked for."""
    return tuple(_face(family, weight) for family in (LATIN, ARABIC, ETHIOPIC) for weight in (REGULAR, BOLD))


def missing(text: str) -> str:
    """Return the characters of `text` that no face can draw."""
    drawn = _drawn()
    return "".join(sorted({letter for letter in text if ord(letter) not in drawn and not letter.isspace()}))


@lru_cache(maxsize=1)
def _drawn() -> frozenset[int]:
    """Return the characters that some face has, and those that are never drawn."""
    return frozenset(_IGNORED.union(*(face.widths for face in faces())))


def drawable(text: str) -> str:
    """Return `text` without the characters that no face can draw."""
    odd = set(missing(text))
    return "".join(letter for letter in text if letter not in odd) if odd else text


def width(text: str, *, weight: int = BOLD) -> float:
    """Return the width of `text` in one line, as a multiple of the font size; Arabic is measured joined."""
    known = _widths(weight)
    return sum(known.get(ord(letter), 0 if ord(letter) in _IGNORED else 1000) for letter in _joined(text)) / 1000


def _joined(text: str) -> str:
    """Return `text` with its letters of Arabic as they are joined; most texts have none."""
    if not _ARABIC.search(text):
        return text
    from arabic_reshaper import reshape

    return str(reshape(text))


@lru_cache(maxsize=2)
def _widths(weight: int) -> dict[int, float]:
    """Return the advance of every character in the face that draws it."""
    known: dict[int, float] = {}
    for face in reversed([face for face in faces() if face.weight == weight]):
        known.update(face.widths)
    return known


def is_arabic(text: str) -> bool:
    """Return whether most letters of `text` are of the Arabic script, which Amiri draws smaller than others draw
    theirs.
    """
    if not _ARABIC.search(text):
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(map(bool, map(_ARABIC.match, letters))) > len(letters)


def _face(family: str, weight: int) -> Face:
    from fontTools.ttLib import TTFont

    path = folder() / f"{family}-{weight}.ttf"
    if not path.exists():
        _write_whole(path, _cut(family, weight))
    with TTFont(path, lazy=True) as font:
        scale = 1000 / font["head"].unitsPerEm
        widths = {code: font["hmtx"][glyph][0] * scale for code, glyph in font.getBestCmap().items()}
    return Face(family, weight, path, widths)


_LAYOUT = {"BASE", "GDEF", "GPOS", "GSUB", "JSTF"}
"""Tables of fonts that nothing reads here: a PDF places each letter itself. Reading them is half of the cutting."""


def _cut(family: str, weight: int) -> "TTFont":
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(_source(family, weight), recalcTimestamp=False)
    for name in _LAYOUT & set(font.keys()):
        del font[name]
    options = subset.Options(
        hinting=False,
        glyph_names=False,
        notdef_outline=True,
        layout_features=[],
        name_IDs=["*"],
        drop_tables=["MVAR", "STAT", "DSIG"],
    )
    cutter = subset.Subsetter(options)
    needed = _NEEDED.get(family)
    cutter.populate(unicodes=[code for code in font.getBestCmap() if needed is None or code in needed])
    cutter.subset(font)
    if "fvar" in font:
        font = instancer.instantiateVariableFont(font, {"wght": weight, "wdth": 100}, inplace=True)
    _rename(font, f"Mafunzo{family}-{'Bold' if weight == BOLD else 'Regular'}")
    return font


def _rename(font: "TTFont", name: str) -> None:
    """Give each instance a name of its own: a PDF tells its fonts apart by name."""
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = name


def _source(family: str, weight: int) -> str:
    if family == LATIN:
        return str(fontpkg.path("Noto Sans", weight=weight))
    if family == ARABIC:
        return str(fontpkg.path("Amiri", weight=weight))
    return str(files("justmytype_intl_africa") / "fonts/ofl/notosansethiopic/NotoSansEthiopic[wdth,wght].ttf")


def _write_whole(path: Path, font: "TTFont") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        font.save(file)
    Path(name).replace(path)
