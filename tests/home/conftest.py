import io
import json
import logging
import shutil

import pytest

from home.curriculum import files
from lms.settings.logs import structured

from .loaded import loaded_courses


@pytest.fixture
def folder(tmp_path):
    """A copy of the files of the curriculum, which a test may change."""
    return shutil.copytree(files.FOLDER, tmp_path / "curriculum", ignore=shutil.ignore_patterns("*.py", "__pycache__"))


@pytest.fixture
def loaded(db, now):
    """The first course of the curriculum, released."""
    return loaded_courses("tip-1", now=now)


@pytest.fixture
def lines():
    """Lines that the handler of production would write, as JSON."""
    formatter = dict(structured(json=True, level="INFO")["formatters"]["structured"])
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter.pop("()")(**formatter))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)
