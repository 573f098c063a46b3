"""Administrators of two academies that lie side by side, and of the country above both."""

import pytest

from lms.people.directory.choices import Role
from tests.conftest import make_person


@pytest.fixture
def amina(academy):
    """The administrator of the academy."""
    return make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)


@pytest.fixture
def beside(neighbour_academy):
    """The administrator of the academy beside."""
    return make_person("KE-7", "Baraka Juma", neighbour_academy, Role.ADMINISTRATOR)


@pytest.fixture
def above(kenya):
    """The administrator of the country."""
    return make_person("KE-5", "Chebet Korir", kenya, Role.ADMINISTRATOR)
