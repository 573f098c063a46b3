"""Administrators of two academies that lie side by side."""

import pytest

from lms.people.directory.choices import Kind
from tests.conftest import create_institution


@pytest.fixture
def unit(academy):
    return create_institution(name="Unit 3", kind=Kind.UNIT, parent=academy)
