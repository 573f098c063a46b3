"""People are assigned a course by their numbers, which stand in no address, and what was typed comes back."""

import re
from html import unescape

import pytest

from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from tests.conftest import make_person

from .test_assigning import ASSIGN, chosen

__all__ = ["chosen"]
pytestmark = pytest.mark.usefixtures("clock")

FORM = re.compile(r'<form method="(\w+)" action="/teach/assign/"')


@pytest.fixture
def sent(chosen, joined, academy, now):
    people = [make_person(f"KE-7{number:04}", f"Cadet {number}", academy) for number in range(3)]
    people_services.join(cohort=joined, people=people, now=now)
    numbers = "\n".join(person.service_number for person in people * 10)
    return {**chosen, "cohort": "", "numbers": numbers, "late_days": "9"}


def test_the_forms_send_numbers_in_no_address(as_, omar, sent):
    client = as_(omar)
    assert FORM.findall(client.get(ASSIGN).content.decode()) == ["post"]
    response = client.post(ASSIGN, {**sent, "check": "1"})
    page = response.content.decode()
    assert response.status_code == 200 and "There will be 3 new enrolments" in page
    assert FORM.findall(page) == ["post", "post"] and not re.search(r'href="[^"]*numbers', page)
    assert not Assignment.objects.exists()
    assert client.post(ASSIGN, sent).status_code == 302 and Enrolment.objects.count() == 3


def test_the_choice_comes_back_to_be_changed(as_, omar, sent, course):
    response = as_(omar).post(ASSIGN, {**sent, "change": "1"})
    page = unescape(response.content.decode())
    assert response.status_code == 200 and page.count("KE-70001") == 10
    assert re.search(rf'value="{course.pk}"[^>]* checked', page) and 'value="2026-12-24"' in page
    assert 'value="9"' in page and "error-summary" not in page and not Assignment.objects.exists()


def test_too_many_numbers_for_an_address_are_refused_with_advice(as_, omar, sent):
    response = as_(omar).post(ASSIGN, {**sent, "numbers": sent["numbers"] * 30, "check": "1"})
    assert response.status_code == 422 and "or make a cohort of them." in response.content.decode()
