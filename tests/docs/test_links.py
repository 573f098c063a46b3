"""What the documentation leads to is there."""

import re

import pytest

from .pages import CODE, ROOT

pytestmark = pytest.mark.once
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(text: str) -> set[str]:
    """The headings of a page, as addresses name them."""
    return {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", CODE.sub("", text), re.M)
    }


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(source):
    dead = []
    for link in LINK.findall(CODE.sub("", source.read_text())):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        file, _hash, anchor = link.partition("#")
        target = (source.parent / file) if file else source
        if not target.exists() or (anchor and anchor not in anchors(target.read_text())):
            dead.append(link)
    assert dead == []
