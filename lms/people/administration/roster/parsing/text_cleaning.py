"""Text of cells without what nobody sees and what spreadsheets add. Pure."""

import re
import unicodedata

_KEPT_WITHIN = "\u200c\u200d"
"""Joiners, which some scripts need between letters; at the ends they are nothing."""
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_AS_TEXT = re.compile(r'^="([^"]*)"$')
"""How a CSV file tells a spreadsheet that 00123 is a text."""
_APOSTROPHE = re.compile(r"^['’](?=[\s]*[=+\-@＝＋－＠0-9])")
"""What a spreadsheet hides and a file defused against formulas begins with."""


def tidy(cell: str) -> str:
    """Return the cell as one line, composed (NFC), without blanks around it or twice between words, without signs that
    control direction, width or devices.
    """
    text = unicodedata.normalize("NFC", _AS_TEXT.sub(r"\1", cell.strip()))
    shown = text if text.isascii() and text.isprintable() else "".join(map(_shown, text))
    return _APOSTROPHE.sub("", " ".join(shown.split()).strip(_KEPT_WITHIN))


def _shown(sign: str) -> str:
    if sign in _KEPT_WITHIN or unicodedata.category(sign) not in _UNSEEN:
        return sign
    return " " if sign.isspace() else ""
