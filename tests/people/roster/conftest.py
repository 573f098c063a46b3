"""An administrator, a list that they bring, and the buttons of its page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lms.people.administration.roster.models import Roster
from lms.people.directory.choices import Role
from tests.conftest import make_person


@pytest.fixture
def amina(academy):
    return make_person("KE-9000", "Amina Juma", academy, Role.ADMINISTRATOR)


@pytest.fixture
def bring(academy, amina, as_, django_capture_on_commit_callbacks):
    """Bring a file by the page and have the work done; gives the list."""

    def send(text: str | bytes, name: str = "intake.csv", by=None, **fields) -> Roster:
        data = text.encode() if isinstance(text, str) else text
        given = {"file": SimpleUploadedFile(name, data), "institution": academy.pk, **fields}
        with django_capture_on_commit_callbacks(execute=True):
            response = as_(by or amina).post("/academy/people/lists/", given)
        assert response.status_code == 302, response.content.decode()
        return Roster.objects.get(pk=int(response.url.strip("/").rpartition("/")[2]))

    return send


@pytest.fixture
def press(as_, amina, django_capture_on_commit_callbacks):
    """Press a button of the page of a list, and have the work done; gives the list as it is then."""

    def post(roster: Roster, button: str, by=None, **fields) -> Roster:
        with django_capture_on_commit_callbacks(execute=True):
            response = as_(by or amina).post(reverse(f"academy:list-{button}", args=[roster.pk]), fields)
        assert response.status_code == 302, response.content.decode()
        roster.refresh_from_db()
        return roster

    return post
