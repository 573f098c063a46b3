"""HTML as bare text. Pure."""

import re
from html import unescape

_PICTURE = re.compile(r"<(?:embed|img)\b[^>]*>", re.I)
_TAG = re.compile(r"<[^>]*>")


def words(html: str) -> str:
    """Return HTML as bare words in one line, each picture as a sign."""
    return " ".join(unescape(without_tags(html, picture="▣")).split())


def without_tags(html: str, *, picture: str = " ") -> str:
    """Return `html` with a blank for each tag, and `picture` for each picture. Takes time in proportion to its length.

    Behind the last ">" no tag ends, so nothing is looked for there: else each "<" would be followed to the end of the
    text.
    """
    end = html.rfind(">") + 1
    return _TAG.sub(" ", _PICTURE.sub(picture, html[:end])) + html[end:]
