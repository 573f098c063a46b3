"""What is imported is asked for, and each library has its reason; each rule catches the breach it is there for."""

from importlib.metadata import packages_distributions

import pytest

from . import declared

pytestmark = pytest.mark.once


@pytest.fixture
def root(tmp_path):
    (tmp_path / "docs" / "develop" / "decisions").mkdir(parents=True)
    (tmp_path / "docs" / "develop" / "decisions" / "0005-libraries.md").write_text(
        "| library | for |\n|---|---|\n| nh3 | HTML |\n"
    )
    (tmp_path / "requirements.in").write_text("# What it runs on.\nnh3~=1.0\nPillow[extra]==1\n")
    (tmp_path / "requirements-contracts.in").write_text("nh3\n")
    (tmp_path / "requirements-dev.in").write_text("-r requirements.in\npytest\n")
    (tmp_path / "tests").mkdir()
    (tmp_path / "courses").mkdir()
    return tmp_path


def test_every_package_that_is_imported_is_asked_for():
    assert declared.undeclared(packages_distributions()) == []


def test_every_library_has_its_reason():
    assert declared.unexplained() == []


def test_a_package_that_another_one_brings_is_caught(root):
    (root / "courses" / "extra.py").write_text("import json, nh3\n\n\ndef late():\n    from fontTools import subset\n")
    packages = {"nh3": ["nh3"], "fontTools": ["fonttools"]}
    assert declared.undeclared(packages, root) == [
        "courses/extra.py imports fontTools, for which requirements.in does not ask"
    ]


def test_what_the_tests_alone_have_is_not_for_the_house(root):
    for room in ("courses", "tests"):
        (root / room / "extra.py").write_text("import pytest\nfrom PIL import Image\n")
    packages = {"pytest": ["pytest"], "PIL": ["pillow"]}
    assert declared.undeclared(packages, root) == [
        "courses/extra.py imports pytest, for which requirements.in does not ask"
    ]


def test_the_contract_may_import_its_extra_and_nothing_else_of_the_tests(root):
    folder = root.joinpath(*declared.CONTRACT)
    folder.mkdir(parents=True)
    (folder / "laws.py").write_text("import hypothesis, pytest\n")
    (root / "requirements-contracts.in").write_text("nh3\nhypothesis\n")
    assert declared.undeclared({name: [name] for name in ("hypothesis", "pytest")}, root) == [
        "lms/foundation/plugins/contract/laws.py imports pytest, for which requirements-contracts.in does not ask"
    ]


def test_a_library_without_its_reason_is_caught(root):
    assert declared.unexplained(root) == ["pillow"]
