"""A completed course whose certificate waits for its PDF."""

import pytest

from certificates.models import Certificate
from tests.builders import complete
from tests.trial.fixtures import switch, trial  # noqa: F401  fixtures


@pytest.fixture(autouse=True)
def _nobody_has_verified_yet():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def completed(enrolment, now):
    return complete(enrolment, now=now)


@pytest.fixture
def certificate(completed):
    """Wanjirũ's certificate, issued, its PDF not yet made."""
    return Certificate.objects.get(enrolment=completed)


@pytest.fixture
def rendered(certificate, now):
    from certificates.paper.services import render

    return render(certificate=certificate, now=now)
