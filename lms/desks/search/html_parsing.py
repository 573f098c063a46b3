"""Parser of a lesson's HTML into passages: what stands below each heading, as plain text. Pure."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

HEADINGS = ("h2", "h3", "h4")
BREAKS = frozenset(
    {"p", "li", "br", "td", "th", "tr", "div", "section", "aside", "summary", "caption", "figcaption", "dt", "dd"}
)
MOST = 500_000
"""Characters of HTML that are read."""


@dataclass
class TextPart:
    """Part of an HTML text below one heading. `anchor` is the id of the heading."""

    anchor: str = ""
    heading: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def parts_of(html: str) -> list[tuple[str, str, str]]:
    """Anchor, heading and text of each part that says anything, in order; the first may have no heading."""
    reader = _Reader()
    reader.feed(html[:MOST])
    reader.close()
    plain = [(part.anchor, _plain(part.heading), _plain(part.text)) for part in reader.parts]
    return [(anchor, heading, text) for anchor, heading, text in plain if heading or text]


def _plain(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())


class _Reader(HTMLParser):
    """Reader of the texts in HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts = [TextPart()]
        self.in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HEADINGS:
            self.parts.append(TextPart(dict(attrs).get("id") or ""))
            self.in_heading = True
        elif tag in BREAKS:
            self._add(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self.in_heading = False
        elif tag in BREAKS:
            self._add(" ")

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, text: str) -> None:
        (self.parts[-1].heading if self.in_heading else self.parts[-1].text).append(text)
