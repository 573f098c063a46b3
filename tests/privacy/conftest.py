"""Somebody of whom something is held."""

import pytest

from tests.builders import complete


@pytest.fixture
def completed_enrolment(enrolment, now):
    return complete(enrolment, now=now)
