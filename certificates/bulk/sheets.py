"""Sheets of the register of a ceremony on paper: name, number, and a line on which each person signs."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.template.loader import render_to_string

from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset

ON_A_SHEET = 24
AT_ONCE = 10
"""Sheets that are typeset together."""
LONGEST = 90


class Line(NamedTuple):
    """Line of the register."""

    number: int
    name: str
    serial: str
    course: str


def pdfs(title: str, lines: Sequence[Line]) -> Iterator[bytes]:
    """Yield the sheets as PDFs, some in each. Characters that no font has are left out: the number tells whose line it
    is.
    """
    pages = [lines[start : start + ON_A_SHEET] for start in range(0, len(lines), ON_A_SHEET)]
    for start in range(0, len(pages), AT_ONCE):
        some = [[_drawable(line) for line in page] for page in pages[start : start + AT_ONCE]]
        context = {"faces": fonts.faces(), "title": fonts.drawable(title), "pages": some}
        yield typeset(render_to_string("certificates/register_paper.html", context))


def _drawable(line: Line) -> Line:
    name, course = (fonts.drawable(text) for text in (line.name, line.course))
    return Line(line.number, name[:LONGEST], line.serial, course[:LONGEST])
