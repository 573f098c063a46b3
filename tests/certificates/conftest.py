"""A completed course whose certificate waits for its PDF; the fonts are cut once for all runs."""

import pytest
from django.conf import settings

from certificates.models import Certificate
from tests.builders import complete
from tests.databases import CACHE


@pytest.fixture(scope="session", autouse=True)
def _fonts_are_kept_between_runs():
    kept, wanted = CACHE / "fonts", settings.DATA_DIR / "fonts"
    kept.mkdir(parents=True, exist_ok=True)
    if not wanted.exists():
        wanted.symlink_to(kept, target_is_directory=True)


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
    from certificates import services

    return services.render(certificate=certificate, now=now)
