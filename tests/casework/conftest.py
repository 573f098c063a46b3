"""The case that ships with Mafunzo, ready to play."""

import json

import pytest

from assessments.casework.definition.parsing import read_case
from assessments.casework.definition.texts import texts_of
from assessments.casework.script import Script, script
from assessments.casework.state import LIVE, TURNS

from .paths import GUESTHOUSE


@pytest.fixture(scope="session")
def file() -> dict:
    return json.loads(GUESTHOUSE.read_text())


@pytest.fixture(scope="session")
def case(file):
    return read_case(file)


@pytest.fixture(scope="session")
def texts(file):
    return texts_of(file)


@pytest.fixture(scope="session")
def live(case) -> Script:
    return script(case, 1, LIVE)


@pytest.fixture(scope="session")
def turns(case) -> Script:
    return script(case, 1, TURNS)
