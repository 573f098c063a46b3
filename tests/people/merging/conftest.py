"""Somebody with two accounts, and administrators."""

import pytest

from lms.people.directory.choices import Role
from tests.conftest import make_person


@pytest.fixture
def amina(academy):
    """The administrator of the academy."""
    return make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)


@pytest.fixture
def above(kenya):
    """The administrator of the country."""
    return make_person("KE-5", "Chebet Korir", kenya, Role.ADMINISTRATOR)


@pytest.fixture
def other(academy):
    """Wanjirũ's second account."""
    return make_person("KE/٢٠٣٧٧", "KAMAU Wanjiru wa", academy, birth_year=1998)
