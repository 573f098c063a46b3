"""Whoever reads in another language meets institutions by the name that they have in it, on every page."""

import pytest
from django.urls import reverse

from lms.people.administration.records.services import open_cohort

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


def test_pages_name_them_in_the_readers_language(as_, named, cohort, amina):
    pages = [
        reverse("teach:cohorts"),
        reverse("teach:people", args=[cohort.pk]),
        reverse("teach:assign"),
        reverse("teach:attention", args=[cohort.pk]),
        reverse("academy:devices"),
        reverse("academy:people"),
        f"/academy/institution/{cohort.institution_id}/plugins/",
        reverse("reports:more", args=["quiz_gain"]),
    ]

    browser = as_(amina)
    for page in pages:
        text = read(browser, page)
        assert ARABIC in text and PLAIN not in text, page
        assert PLAIN in read(browser, page, language="fr"), page
