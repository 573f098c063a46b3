"""Package of a course that is a variant of a skeleton: what all countries share, and behind it the country's own."""

import tomllib

import pytest

from home.curriculum import files, package

pytestmark = pytest.mark.once

FOLDER = files.FOLDER / "core-4"


def _text(name: str):
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def test_a_variant_has_the_guide_of_its_skeleton_and_its_own_answers_and_review():
    shared, own = _text("package.toml"), _text("DJ/package.toml")
    found = package.packages(package.folder_of(files.FOLDER, "core-4-dj"))[files.SOURCE]
    assert found["guide"]["sessions"] == shared["guide"]["sessions"]
    assert found["guide"]["answers"] == shared["guide"]["answers"] + own["guide"]["answers"]
    assert found["reading"] == shared["reading"] + own["reading"]
    assert {one["term"] for one in found["terms"]} == {one["term"] for one in shared["terms"] + own["terms"]}
    assert found["review"] == own["review"]


def test_it_is_there_in_the_languages_that_both_have():
    assert list(package.packages(package.folder_of(files.FOLDER, "core-4-ke"))) == ["en"]
    assert set(package.packages(package.folder_of(files.FOLDER, "core-4-dj"))) == {"en", "fr", "ar"}
