"""Folders import each other in one direction, and none holds more files than a reader takes in."""

from . import folders

PAIRS: set[str] = set()
"""Pairs that are left. The list may only become shorter."""
FULL: dict[str, int] = {}
"""Folders that are still too full, with the number that may only become smaller."""


def test_no_two_folders_import_each_other_but_those_that_are_left():
    assert folders.pairs() == PAIRS


def test_no_folder_holds_more_files_than_before():
    assert folders.full_folders() == FULL


def test_a_pair_of_folders_that_import_each_other_is_found(tmp_path):
    for room in ("lms", "courses", "assessments", "certificates", "home"):
        (tmp_path / room).mkdir()
    for name, text in {
        "lms/one/a.py": "from ..two import b",
        "lms/two/b.py": "def later():\n    from lms.one.a import c",
        "lms/three/apps.py": "from .parts import d",
        "lms/three/parts/d.py": "from .. import apps",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    assert folders.pairs(tmp_path) == {"lms/one <-> lms/two"}


def test_a_full_folder_is_found(tmp_path):
    for room in ("lms", "courses", "assessments", "certificates", "home"):
        (tmp_path / room).mkdir()
    for number in range(folders.MOST_FILES + 1):
        (tmp_path / f"lms/m{number}.py").touch()

    assert folders.full_folders(tmp_path) == {"lms": 26}
