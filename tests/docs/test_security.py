"""The pages docs/run/security-*.md show what they claim: each paragraph of their chapters names a test, and soon
after what it says.
"""

import re

import pytest

from .pages import ROOT, Page

pytestmark = pytest.mark.once
TEST = re.compile(r"`[\w/]+/test_\w+\.py(?:::\w+)*`")
END = re.compile(r"[.](?= \S)")
MOST = 3
"""Sentences that stand before the test that shows them, or behind the last one."""
PAGES = sorted(f"run/{file.name}" for file in (ROOT / "docs" / "run").glob("security-*.md"))
PAGE = Page.of(*(name for name in PAGES if name != "run/security-asvs.md"))
CHAPTERS = re.findall(r"^## (V\d+ .+)$", PAGE.text, re.M)


def unshown(text: str) -> list[str]:
    """The paragraphs that name no test, and whatever is said at greater length than `MOST` without one."""
    found = []
    for paragraph in text.strip().split("\n\n"):
        claims = [claim.strip(" .,:;") for claim in TEST.split(" ".join(paragraph.split()))]
        found += [claim for claim in claims if len(claims) == 1 or len(END.findall(claim)) >= MOST]
    return found


def test_every_chapter_of_the_standard_is_there():
    assert {heading.split()[0] for heading in CHAPTERS} == {f"V{number}" for number in range(1, 18)}


def test_each_chapter_shows_what_it_claims():
    assert {heading: found for heading in CHAPTERS if (found := unshown(PAGE.section(heading)))} == {}


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("Held: `people/test_x.py`.\n\nNobody gets in", ["Nobody gets in"]),
        (
            "Held by `lms/people/directory/decorators.py`",
            ["Held by `lms/people/directory/decorators.py`"],
        ),
        ("One. Two. Three. Four: `people/test_x.py::test_y`.", ["One. Two. Three. Four"]),
        ("Held: `people/test_x.py::TestX::test_y`. One. Two.\nThree. Four.", ["One. Two. Three. Four"]),
        ("One. Two. Three: `people/test_x.py`, `people/test_y.py`.", []),
    ],
)
def test_a_claim_that_nothing_shows_is_caught(text, caught):
    assert unshown(text) == caught
