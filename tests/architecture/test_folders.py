"""Folders import each other in one direction, none is too full, and small modules join their only reader."""

import pytest

from . import folders

pytestmark = pytest.mark.once

PAIRS: set[str] = set()
"""Pairs that are left. The list may only become shorter."""
FULL: dict[str, int] = {}
"""Folders that are still too full, with the number that may only become smaller."""
LONE = {
    "lms/people/identity/factors/adapter.py",  # a setting names it
    "lms/people/identity/shared_devices/pin_setup.py",  # of the floor below its reader
    "lms/desks/notices/preview.py",  # its reader is a command
    "certificates/paper/signatures.py",  # the one user of its library
    "lms/desks/reporting/tables/html.py",
    "lms/desks/reporting/filters/options_html.py",
    "assessments/questions/admin/category_form.py",
    "assessments/formats/qti/read/v1/file.py",  # of the floor below its reader
}
"""Modules of one definition that do not join their only reader. The list may only become shorter."""


def test_no_two_folders_import_each_other_but_those_that_are_left():
    assert folders.pairs() == PAIRS


def test_no_folder_holds_more_files_than_before():
    assert folders.full_folders() == FULL


def test_a_short_module_of_one_definition_with_one_reader_stands_in_it():
    assert set(folders.lone_definitions()) == LONE


def test_a_module_of_one_definition_is_found(tmp_path):
    for room in ("lms", "courses", "assessments", "certificates", "home"):
        (tmp_path / room).mkdir()
    for name, text in {
        "courses/pages/area.py": "def area(): ...",
        "courses/pages/sums.py": "def add(): ...\ndef subtract(): ...",
        "courses/pages/later.py": "def later(): ...",
        "courses/pages/reader.py": "from . import sums\nfrom .area import area\ndef f():\n    from . import later",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    assert folders.lone_definitions(tmp_path) == {"courses/pages/area.py": "courses/pages/reader.py"}


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
