"""Administrators of two academies that lie side by side."""

import pytest

from lms.people.directory.choices import Kind, Role
from tests.conftest import create_institution, make_person


@pytest.fixture
def amina(academy):
    """The administrator of the academy."""
    return make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)


@pytest.fixture
def beside(neighbour_academy):
    """The administrator of the academy beside."""
    return make_person("KE-7", "Baraka Juma", neighbour_academy, Role.ADMINISTRATOR)


@pytest.fixture
def unit(academy):
    return create_institution(name="Unit 3", kind=Kind.UNIT, parent=academy)
