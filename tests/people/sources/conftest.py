"""A registry that runs, set up as the source of the academy."""

import pytest

from lms.foundation.plugins.people_sources.source import people_sources
from lms.people.administration.roster.models import Roster
from lms.people.administration.sources import services
from lms.people.directory.choices import Role
from tests.conftest import make_person

from .registry import running


@pytest.fixture
def registry(settings):
    settings.PEOPLE_SOURCE_INTERNAL_HOSTS = ["127.0.0.1"]
    with running() as registry:
        yield registry


@pytest.fixture
def amina(academy):
    return make_person("KE-9000", "Amina Juma", academy, Role.ADMINISTRATOR)


@pytest.fixture
def set_up(academy, amina, registry, now):
    """Set the source up as the page does; the registry of the tests is asked over http, which the page refuses."""

    def save(source: str = "json", at_night: bool = False, cohort: str = "", **given):
        given = {"address": registry.address, "token": "s3cret", **given}
        return services.set_up(
            institution=academy,
            source=people_sources.get(source),
            given=given,
            cohort_name=cohort,
            at_night=at_night,
            by=amina,
            now=now,
        )

    return save


@pytest.fixture
def read(as_, amina, academy, django_capture_on_commit_callbacks):
    """Press “Read now” and have the work done; gives the list."""

    def press(source: str = "json") -> Roster:
        with django_capture_on_commit_callbacks(execute=True):
            response = as_(amina).post(f"/academy/people/sources/{academy.pk}/{source}/read/")
        assert response.status_code == 302, response.content.decode()
        return Roster.objects.get(pk=int(response.url.strip("/").rpartition("/")[2]))

    return press
