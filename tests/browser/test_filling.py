"""An administrator on a phone finds people as they type, and fills a cohort with them."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort
from tests.conftest import make_person

from .conftest import too_wide

pytestmark = pytest.mark.django_db(transaction=True)


def test_people_are_found_as_one_types_and_fill_a_cohort_on_a_phone(academy, site, wanjiru, abdi, device):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2027 A")
    page = device(make_person("KE-5000", "Achieng Odhiambo", academy, Role.ADMINISTRATOR))
    page.goto(reverse("academy:people"))
    places = page.locator("nav.filters")
    expect(places).to_be_hidden()
    page.locator("summary", has_text="Administration").click()
    expect(places.get_by_role("link", name="Lists of people")).to_be_visible()
    page.locator("[name=q]").press_sequentially("wanjiru")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("Wanjirũ wa Kamau")
    assert not too_wide(page)
    page.locator("nav.destinations").get_by_role("link", name="Cohorts").click()
    page.get_by_role("link", name="Intake 2027 A").click()
    page.locator("[name=q]").press_sequentially("abd")
    page.get_by_label("Abdi Hassan").check()
    page.get_by_role("button", name="Add to cohort").first.click()
    expect(page.locator(".message")).to_contain_text("1 person added")
    assert not too_wide(page)
    assert cohort.people.get() == abdi
