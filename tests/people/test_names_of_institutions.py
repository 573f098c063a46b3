"""Whoever reads in another language meets institutions by the name that they have in it, on every page."""

import pytest
from django.urls import reverse

from lms.people.administration.records.services import open_cohort
from lms.people.directory.choices import Role
from tests.conftest import make_person

PLAIN, ARABIC = "Mlima Police Academy", "أكاديمية مليما للشرطة"
pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(academy):
    return open_cohort(institution=academy, name="Intake 2026 B")


@pytest.fixture
def named(academy):
    academy.names = {"ar": ARABIC}
    academy.save(update_fields=["names"])
    return academy


def read(client, address: str, language: str = "ar") -> str:
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def pages(cohort) -> list[str]:
    return [
        reverse("teach:cohorts"),
        reverse("teach:people", args=[cohort.pk]),
        reverse("teach:assign"),
        reverse("teach:attention", args=[cohort.pk]),
        reverse("academy:devices"),
        reverse("academy:people"),
        f"/academy/institution/{cohort.institution_id}/plugins/",
        reverse("reports:more", args=["quiz_gain"]),
    ]


@pytest.mark.parametrize("number", range(8))
def test_pages_name_them_in_the_readers_language(as_, named, cohort, number):
    person = make_person("KE-9", "Salma Ali", named, Role.ADMINISTRATOR)
    text = read(as_(person), pages(cohort)[number])
    assert ARABIC in text and PLAIN not in text
    assert PLAIN in read(as_(person), pages(cohort)[number], language="fr")
