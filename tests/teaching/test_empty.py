"""Pages of staff that have nothing to show say what will be there, and lead on to what can be done now."""

import re

import pytest
from django.urls import reverse

from lms.people.administration.records.services import appoint
from lms.people.directory.choices import Role


def way_on(response) -> list[str]:
    """Where the buttons of the empty page lead."""
    page = response.content.decode()
    [empty] = re.findall(r'<div class="empty">(.*?)</div>', page, re.DOTALL)
    return re.findall(r'<a class="button" href="([^"]+)"', empty)


@pytest.mark.parametrize(
    ("address", "onward"),
    [
        ("/x/quiz/marking/", "/teach/"),
        ("/x/quiz/marking/?cohort=1", "/x/quiz/marking/"),
        ("/x/quiz/marking/contests/", "/x/quiz/marking/"),
        ("/x/quiz/exams/", "/teach/"),
        ("/teach/late/", "/teach/"),
        ("/teach/assignments/", "/teach/assign/"),
    ],
)
def test_an_empty_page_leads_on(as_, omar, cohort, address, onward):
    assert way_on(as_(omar).get(address)) == [onward]


def test_a_person_who_learns_nothing_leads_those_who_teach_to_assigning(as_, omar, halima, joined, wanjiru):
    page = reverse("teach:person", args=[wanjiru.pk])
    assert way_on(as_(omar).get(page)) == [reverse("teach:assign")]
    assert way_on(as_(halima).get(page)) == []


@pytest.mark.parametrize("address", ["/teach/", "/teach/assign/"])
def test_people_who_may_open_a_cohort_are_led_there(as_, omar, academy, address):
    assert way_on(as_(omar).get(address)) == []
    appoint(user=omar, institution=academy, role=Role.ADMINISTRATOR)
    assert way_on(as_(omar).get(address)) == [reverse("academy:cohort-add")]
