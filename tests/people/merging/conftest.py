"""Somebody with two accounts, and administrators."""

import pytest

from tests.conftest import make_person


@pytest.fixture
def other(academy):
    """Wanjirũ's second account."""
    return make_person("KE/٢٠٣٧٧", "KAMAU Wanjiru wa", academy, birth_year=1998)
