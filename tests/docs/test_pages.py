"""Each page of the four books is short, and a table of contents leads to it."""

import re
from pathlib import Path

import pytest

from .pages import ROOT

pytestmark = pytest.mark.once
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
MOST = 1200
EXEMPT = {
    "run/personal-data.md": "one row for each table that holds personal data, written by manage.py personal_data",
    "run/performance.md": "written by make bench",
    "run/security-asvs.md": "one row for each requirement of the standard",
}
"""Pages that may be longer, each with the reason. The reference is written by make reference."""
FENCED = re.compile(r"^```.*?^```", re.S | re.M)
PROOF = re.compile(r"`[\w/]+\.py(?:::\w+)*`")


def count_words(text: str) -> int:
    """Words of prose and tables, without blocks of code and names of tests."""
    prose = PROOF.sub("", FENCED.sub("", text))
    return sum(any(letter.isalnum() for letter in word) for word in prose.split())


def names_in_contents(text: str, folder: Path) -> set[Path]:
    """Pages that the tables of contents of a page in `folder` name."""
    found: set[Path] = set()
    for block in re.findall(r"^```\{toctree\}\n(.*?)^```", text, re.S | re.M):
        names = [line for line in block.splitlines() if line and not line.startswith(":")]
        found.update(page for name in names for page in folder.glob(f"{name}.md"))
    return found


def test_every_page_is_short():
    lengths = {page.relative_to(DOCS).as_posix(): count_words(page.read_text()) for page in PAGES}
    long = {name for name, words in lengths.items() if words > MOST and not name.startswith("extend/reference/")}
    assert long - set(EXEMPT) == set()


def test_a_table_of_contents_leads_to_every_page():
    named = set().union(*(names_in_contents(page.read_text(), page.parent) for page in PAGES))
    assert sorted(set(PAGES) - named) == [DOCS / "index.md"]


def test_words_are_counted_without_code_and_proofs():
    assert count_words("Two words: `people/test_x.py::test_y`, |\n\n```sh\nmake docs\n```\n") == 2
