"""The changelog says what a person notices, in at most ten lines a release."""

import re

import pytest

from .pages import ROOT

pytestmark = pytest.mark.once
MOST = 10


def long_releases(text: str) -> list[str]:
    """Releases of a changelog with more than `MOST` lines, each with their number."""
    releases = re.split(r"^## ", text, flags=re.M)[1:]
    lines = {release.splitlines()[0]: [line for line in release.splitlines()[1:] if line] for release in releases}
    return [f"{name}: {len(own)}" for name, own in lines.items() if len(own) > MOST]


def test_no_release_has_more_than_ten_lines():
    assert long_releases((ROOT / "CHANGELOG.md").read_text()) == []


def test_an_eleventh_line_is_caught():
    assert long_releases("# Changelog\n\n## 1.0\n\n" + "- a\n" * 11 + "\n## 0.9\n\n- a\n") == ["1.0: 11"]
