"""A course whose second lesson says something in English and in Arabic, with another word for Kenya."""

import pytest

from lms.desks.search import indexing


@pytest.fixture
def read(enrolment):
    """What is released is read, as a worker does within minutes."""
    indexing.index_waiting()
    return enrolment
