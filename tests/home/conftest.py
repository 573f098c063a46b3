import shutil

import pytest

from home.curriculum import files

from .loaded import loaded_courses


@pytest.fixture
def folder(tmp_path):
    """A copy of the files of the curriculum, which a test may change."""
    return shutil.copytree(files.FOLDER, tmp_path / "curriculum", ignore=shutil.ignore_patterns("*.py", "__pycache__"))


@pytest.fixture
def loaded(db, now):
    """The first course of the curriculum, released."""
    return loaded_courses("tip-1", now=now)
