"""The compiled HTML of a lesson and what stands in it apart: checks, which are shown anew for each learner, and blocks
of plugins. Pure.

Here, too, the cells of its tables get the names of their columns, which a phone shows where there is no room for
columns. It is done as a lesson is read and not as it is compiled, so that released lessons have it and stay, byte for
byte, what was released.
"""

import re
from functools import lru_cache
from itertools import count
from typing import NamedTuple

_PART = re.compile(r"<!--check:([0-9a-f-]{36})-->|<!--block:([\w-]+):([\w-]*)-->(.*?)<!--/block-->", re.S)

SOURCES = "sources"
"""The id of what a lesson cites, at its foot."""
_HEAD = re.compile(r"<(h[23])>")
_TABLE = re.compile(r'<table class="table">(<caption>[^<]*</caption>\s*<thead>.*?</thead>)(.*?)</table>', re.S)
_HEADING = re.compile(r'<th scope="col">([^<]*)</th>|<td></td>')


class Part(NamedTuple):
    """A piece of a lesson.

    `check` is the id of a check; `block` the slug of the plugin's lesson block that the HTML comes from.
    """

    html: str = ""
    check: str = ""
    block: str = ""


def check_mark(check: str) -> str:
    """Return the comment that marks the place of a check. The rest of the HTML has no comments."""
    return f"<!--check:{check}-->"


def block_mark(slug: str, block: str, html: str) -> str:
    """Return `html`, which the lesson block `slug` made of the block with the id `block`, between two marks."""
    return f"<!--block:{_name(slug)}:{_name(block)}-->{html}<!--/block-->"


def _name(text: str) -> str:
    return re.sub(r"\W+", "-", text)


def anchored(html: str) -> str:
    """Return the lesson with an id on each heading, so that a page can lead there; the same for the same lesson."""
    numbers = count(1)
    return _HEAD.sub(lambda found: f'<{found[1]} id="part-{next(numbers)}">', html)


@lru_cache(maxsize=512)
def parts(digest: str, html: str) -> tuple[Part, ...]:
    """Return the lesson in the order in which it is read."""
    html = anchored(html)
    pieces, end = [], 0
    for match in _PART.finditer(html):
        pieces += [
            Part(_labelled(html[end : match.start()])),
            Part(match[4] or "", check=match[1] or "", block=match[2] or ""),
        ]
        end = match.end()
    pieces.append(Part(_labelled(html[end:])))
    return tuple(part for part in pieces if part.check or part.block or part.html.strip())


def block_results(html: str) -> dict[str, str]:
    """Return the HTML made by the blocks of plugins, by the block’s id."""
    return {match[3]: match[4] for match in _PART.finditer(html) if match[3]}


def _labelled(html: str) -> str:
    """Return the HTML with `data-label`, the heading of its column, on each cell of the tables that
    `courses/blocks/table.html` made.
    """
    return _TABLE.sub(lambda table: f'<table class="table rows">{table[1]}{_rows(table[1], table[2])}</table>', html)


def _rows(head: str, body: str) -> str:
    """Render rows. Headings are escaped text, which stands in an attribute as it does in an element.

    The first cell of a row is its own heading.
    """
    labels = [heading[1] or "" for heading in _HEADING.finditer(head)][1:]
    return "<tr>".join(_cells(row, labels) for row in body.split("<tr>"))


def _cells(row: str, labels: list[str]) -> str:
    first, *cells = row.split("<td>")
    names = [f'<td data-label="{label}">' if label else "<td>" for label in labels] + ["<td>"] * len(cells)
    return first + "".join(name + cell for name, cell in zip(names, cells, strict=False))
