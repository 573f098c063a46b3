"""What the one stylesheet promises: both directions, both schemes, few bytes."""

import gzip
import re
from pathlib import Path

import pytest

from lms.foundation import interface

pytestmark = pytest.mark.once

FOLDER = Path(interface.__file__).parent
CSS = (FOLDER / "static/interface/mafunzo.css").read_text()
RULES = re.sub(r'/\*.*?\*/|url\("[^"]*"\)', "", CSS, flags=re.DOTALL)
DOCUMENTED = (Path(__file__).parents[2] / "docs" / "develop" / "pages.md").read_text().partition("## Classes")[2]
CLASSES = [line for line in DOCUMENTED.splitlines() if line.startswith("| ")][1:]
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#\w+);", part))
    for part in RULES.split("@media print")[0].split("prefers-color-scheme: dark", 1)
)
SPACES = {int(px) for px in re.findall(r"--s\d: (\d+)px", RULES)}

# Text on ground: ink and paper at 7:1, every other text at 4.5:1, what is drawn at 3:1 (WCAG 2.2, 1.4.3, 1.4.6,
# 1.4.11).
INK = [("ink", ground, 7) for ground in ("paper", "card", "tint", "amber-tint", "red-tint", "green-tint")]
WORDS = [
    *(("soft", ground, 4.5) for ground in ("paper", "card", "tint", "red-tint", "green-tint", "amber-tint")),
    *(("accent", ground, 4.5) for ground in ("paper", "card", "tint", "amber-tint", "red-tint")),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-strong", 4.5),
    ("accent-strong", "tint", 4.5),
    *((colour, ground, 4.5) for colour in ("amber", "red", "green") for ground in ("paper", "card", f"{colour}-tint")),
    ("ink", "track", 4.5),
]
DRAWN = [("edge", "card", 3), ("edge", "paper", 3), ("accent", "track", 3)]


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_can_be_told_apart_in_both_schemes():
    for scheme in (LIGHT, DARK):
        for colour, ground, least in INK + WORDS + DRAWN:
            assert contrast(scheme[colour], scheme[ground]) >= least, (colour, ground)
    assert contrast("#fff", "#0b5963") >= 7, "white on what is teal in both"
    assert set(LIGHT) - set(DARK) == {"gold"} and set(DARK) < set(LIGHT), "no words are in gold"


def test_there_is_one_scale_of_spaces_in_steps_of_four():
    """What is smaller than the largest step is taken from the scale; what is larger is a multiple of four."""
    declared = re.findall(r"(?<![\w-])(?:padding|margin|gap|inset)[\w-]*: ([^;}]+)", RULES)
    written = {
        int(px) for value in declared for px in re.findall(r"(?<![\w.])-?(\d+)px", re.sub(r"calc\(.*?\)", "", value))
    }
    assert len(declared) > 100 and {1, 4, 8} & SPACES == {4, 8}
    assert [px for px in sorted(SPACES | written) if px % 4] == []
    plain = {
        int(px) for value in declared for px in re.findall(r"(?<![\w.-])(\d+)px", re.sub(r"calc\(.*?\)", "", value))
    }
    assert not plain & SPACES, "say it with the name of the step"


def test_figures_stand_in_columns():
    [rule] = re.findall(r"([^}]*)\{ font-variant-numeric: tabular-nums; \}", RULES)
    assert {".table", ".num", ".time", ".figure", ".facts"} <= {name.strip() for name in rule.split(",")}


def test_knows_no_left_and_no_right():
    assert re.findall(r"\b(?:left|right)\b|(?<![\w-])(?:width|height|top|bottom)\s*:", RULES) == []


def test_weighs_less_than_eight_and_a_half_kilobytes_and_its_drawings_are_small():
    assert len(gzip.compress(CSS.encode())) < 8.5 * 1024
    for name in ("mark.svg", "band.svg"):
        assert len((FOLDER / "static/interface" / name).read_bytes()) < 400


def test_asks_nobody_for_anything():
    addresses = re.findall(r"url\(\"?([^)]{5})", CSS) + re.findall(r"@import|@font-face", CSS)
    assert set(addresses) == {"data:"}


def test_every_class_that_is_documented_exists():
    listed = re.sub(r"\(.*?\)|without.*", "", "".join(row.split("|")[2] + "\n" for row in CLASSES))
    known = set(re.findall(r"\.([a-z][\w-]*)", RULES))
    assert len(CLASSES) > 5
    assert set(re.findall(r"[a-z]+(?:-[a-z0-9]+)*", listed)) - known == set()


def test_every_class_in_a_template_exists():
    known = set(re.findall(r"\.([a-z][\w-]*)", RULES))
    used = {
        name
        for path in (FOLDER / "templates").rglob("*.html")
        for names in re.findall(r'class="([^"]*)"', path.read_text())
        for name in re.sub(r"[\w-]*\{[{%].*?[}%]\}", "", names).split()
    }
    assert used - known == set()
