"""Pages of the book “Use it” as HTML, read from Markdown once for each process."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

INDEX = "index"
USE, RUN = "use", "run"
"""The books in the product: for everybody, and for superusers."""
# An installed package has the books in this room, a checkout among the documents.
FOLDERS = (Path(__file__).parent / "books", Path(__file__).parents[2] / "docs")


@dataclass(frozen=True)
class Chapter:
    """A page of the book: its title, and its body as safe HTML, both in English."""

    title: str
    body: SafeString


@cache
def chapters(book: str = USE) -> dict[str, Chapter]:
    """Return every page of the book by its name; none where the book is not there."""
    folder = next((folder / book for folder in FOLDERS if (folder / book / f"{INDEX}.md").exists()), None)
    files = sorted(folder.glob("*.md")) if folder else []
    names = {file.stem for file in files}
    return {file.stem: render_chapter(file.read_text(encoding="utf-8"), names, book) for file in files}


def render_chapter(text: str, names: set[str], book: str = USE) -> Chapter:
    """Render Markdown whose links lead to pages of `book` called `names`; HTML in it is escaped, other links are plain
    text.
    """
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = [token for token in markdown.parse(text) if not token.info.startswith("{toctree}")]
    # The first three tokens are the title, which the page shows as its heading.
    title, tokens = tokens[1].content, tokens[3:]
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _anchor(tokens[place + 1].content))
        elif token.type == "table_open":
            token.attrSet("class", "table")
        if token.children:
            token.children = _with_links(token.children, names, book)
    return Chapter(title, mark_safe(markdown.renderer.render(list(_scrolling(title, tokens)), markdown.options, {})))


def _scrolling(title: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens with each table and block of text in a region that scrolls on a phone, by keyboard too. The heading
    above it names the region; above the first heading `title` does.
    """
    heading, regions = title, Counter[str]()
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = "".join(part.content for part in tokens[place + 1].children or ())
        elif token.type in ("table_open", "fence"):
            regions[heading] += 1
            again = f" ({regions[heading]})" if regions[heading] > 1 else ""
            label = f"Table or text: {heading}{again}"
            region = {"class": "scroll", "role": "region", "aria-label": label, "tabindex": "0"}
            yield Token("region_open", "div", 1, attrs=dict(region), block=True)
        yield token
        if token.type in ("table_close", "fence"):
            yield Token("region_close", "div", -1, block=True)


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _with_links(tokens: Sequence[Token], names: set[str], book: str) -> list[Token]:
    """Return inline tokens whose links lead to pages of the book or of other sites; the text of others stays."""
    kept, is_open = [], False
    for token in tokens:
        if token.type == "link_open":
            address = _address(str(token.attrGet("href")), names, book)
            is_open = bool(address)
            if not address:
                continue
            token.attrSet("href", address)
        elif token.type == "link_close" and not is_open:
            continue
        kept.append(token)
    return kept


def _address(link: str, names: set[str], book: str) -> str:
    """Return the address of a link on a page of the book; empty where it leads to another book."""
    if link.startswith(("https://", "#")):
        return link
    file, _hash, anchor = link.partition("#")
    name = file.removesuffix(".md")
    if name not in names:
        return ""
    return f"{address_of(name, book)}{f'#{anchor}' if anchor else ''}"


def address_of(name: str, book: str = USE) -> str:
    """Return the address at which the page of this name is shown."""
    if book == RUN:
        return reverse("operation-book", args=[name])
    return reverse("help") if name == INDEX else reverse("help-page", args=[name])
