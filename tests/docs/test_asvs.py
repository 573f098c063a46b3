"""docs/run/security-asvs.md has one line for each requirement of the standard, and what a line names is there."""

import re
from typing import NamedTuple

import pytest
from django.conf import settings

from courses.access.uploads import KINDS
from lms.foundation.plugins.people_sources.rows import MOST_BYTES, MOST_ROWS
from lms.people.administration.crests import png_conversion
from lms.people.identity.accounts.models import CardSheet

from .pages import ROOT, Page

pytestmark = pytest.mark.once
REQUIRED = (ROOT / "tests" / "docs" / "asvs-5.0.0.txt").read_text().split()
"""The requirements of levels 1 and 2 of OWASP ASVS 5.0.0, by their ids."""
OTHERWISE = re.compile(r"Otherwise: \[([\d.]+)\]\(security\.md#not-there\)")
TEST = re.compile(r"`[\w/]+\.py(?:::\w+)*`")
DOCUMENT = re.compile(r"\[[^]]+\]\((?:\.\./)*[\w/-]+\.md(?:#[\w-]+)?\)")
FILE = re.compile(r"`((?:lms|courses|assessments|certificates|home)/[\w/.]*)`")


class Line(NamedTuple):
    requirement: str
    asked: str
    here: str
    shown: str


def lines(text: str) -> list[Line]:
    rows = [line.strip().strip("|").split(" | ") for line in text.splitlines() if line.startswith("| v5.0.0-")]
    return [Line(*(cell.strip() for cell in row)) for row in rows]


def faults(line: Line) -> list[str]:
    """What a line lacks."""
    found = []
    applies = not line.here.startswith("Does not apply: ")
    proven = bool(TEST.search(line.shown) or DOCUMENT.search(line.shown))
    if not line.asked or not line.here:
        found.append("says nothing")
    if applies and not proven and not OTHERWISE.search(line.here):
        found.append("shows nothing")
    if not applies and line.shown != "–":
        found.append("does not apply and is shown")
    found += [f"{file} is not there" for file in FILE.findall(line.here) if not (ROOT / file).exists()]
    return found


PAGE = Page.at("run/security-asvs.md").text


def test_each_requirement_has_one_line():
    assert [line.requirement for line in lines(PAGE)] == REQUIRED
    assert len(set(REQUIRED)) == 253


def test_each_line_says_what_holds_and_shows_it():
    found = {line.requirement: faults(line) for line in lines(PAGE)}
    assert {requirement: faulty for requirement, faulty in found.items() if faulty} == {}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("| v5.0.0-1.1.1 | asked | Holds | – |", "shows nothing"),
        ("| v5.0.0-1.1.1 | asked | Does not apply: none | `people/test_x.py` |", "does not apply and is shown"),
        ("| v5.0.0-1.1.1 | asked | Held by `lms/nowhere.py` | `people/test_x.py` |", "lms/nowhere.py is not there"),
        ("| v5.0.0-1.1.1 |  | Holds | `people/test_x.py::test_y` |", "says nothing"),
    ],
)
def test_a_line_that_does_not_is_caught(row, fault):
    assert faults(lines(row)[0]) == [fault]


def test_what_is_met_otherwise_is_argued_and_nothing_else_is():
    argued = set(re.findall(r"^- \*\*([\d.]+),", Page.at("run/security.md").section("Not there"), re.M))
    assert {number for line in lines(PAGE) for number in OTHERWISE.findall(line.here)} == argued


def test_the_summary_counts_as_the_lines_do():
    counted = re.search(r"Of (\d+) requirements (\d+) hold, (\d+) do not apply", Page.at("run/security.md").text)
    apart = [line for line in lines(PAGE) if line.here.startswith("Does not apply: ")]
    otherwise = [line for line in lines(PAGE) if OTHERWISE.search(line.here)]
    held = len(REQUIRED) - len(apart) - len(otherwise)
    assert [int(number) for number in counted.groups()] == [len(REQUIRED), held, len(apart)]


def test_files_are_of_the_kinds_and_sizes_that_the_rules_say():
    table = Page.at("run/security-files.md").table("Files")
    sizes = {ending: most // 1024**2 for ending, (most, _test) in KINDS.items()}
    assert table["recordings (editors)"][:2] == ["mp3, ogg, opus, m4a; mp4, webm", "30 MB; 60 MB"]
    assert {sizes[ending] for ending in ("mp3", "ogg", "opus", "m4a")} == {30}
    assert {sizes[ending] for ending in ("mp4", "webm")} == {60}
    documents = table["documents (editors)"]
    assert documents[0].split(", ") == settings.WAGTAILDOCS_EXTENSIONS
    assert documents[1] == "20 MB"
    assert {sizes[ending] for ending in settings.WAGTAILDOCS_EXTENSIONS} == {20}
    assert table["pictures (editors)"][0].split(", ") == settings.WAGTAILIMAGES_EXTENSIONS
    assert settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS == 25_000_000
    largest, sides = (
        f"{png_conversion.MOST_BYTES // 1024**2} MB",
        f"{png_conversion.LEAST_SIDE} to {png_conversion.MOST_SIDE:,} pixels",
    )
    assert table["crests (administrators)"][1] == f"{largest}; {sides} a side"


def test_limits_are_those_that_the_rules_say():
    table = {
        what: most for what, (most, _for) in Page.at("run/security-rules.md").table("How much and how often").items()
    }
    assert table["cards of a sheet"] == f"{CardSheet.MOST:,}"
    assert table["rows of a list of people"] == f"{MOST_ROWS:,}, in {MOST_BYTES // 1024**2} MB"
    assert table["a body of a form"] == f"1 MB, {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} fields"
    assert table["wrong passwords and codes"].startswith(f"`SIGN_IN_FAILURES` ({settings.AXES_FAILURE_LIMIT})")


def test_the_proxy_speaks_present_versions_of_tls_alone():
    told = (ROOT / "deploy" / "nginx" / "mafunzo.conf").read_text()
    assert re.search(r"ssl_protocols ([^;]+);", told)[1] == "TLSv1.2 TLSv1.3"
    suites = re.search(r"ssl_ciphers ([^;]+);", told)[1].split(":")
    assert suites
    assert all(
        re.fullmatch(r"ECDHE-(ECDSA|RSA)-(AES(128|256)-GCM-SHA(256|384)|CHACHA20-POLY1305)", one) for one in suites
    )
