import pytest

from .parsing import forget


@pytest.fixture(scope="package", autouse=True)
def _parsed_once():
    """Two hundred megabytes, until the last test of this folder."""
    yield
    forget()
