"""A superuser adds a fifth country, in a real browser on a phone and on a desktop, in at most five clicks."""

import pytest
from playwright.sync_api import expect

from lms.people.directory import countries
from lms.people.directory.institutions import Institution

from .conftest import DEVICES
from .test_learner_jobs import Clicks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _the_countries_of_other_tests_stay():
    before = countries._kept[:]
    yield
    countries._kept[:] = before


@DEVICES
def test_a_fifth_country(device, superuser, region, size, faults_of):
    clicks = Clicks(device(superuser, viewport=size), "/academy/institution/")
    clicks.press("^Countries$")
    assert faults_of(clicks.page, "countries", sizes=(size,)) == []
    clicks.press("Add a country")
    clicks.page.get_by_label("Code").fill("so")
    clicks.page.get_by_label("Name in English").fill("Somalia")
    clicks.page.get_by_label("Belongs to").select_option(label="East Africa")
    clicks.page.get_by_label("Time zone").select_option("Africa/Mogadishu")
    clicks.page.get_by_label("Ranks: Corporals and sergeants").fill("Xiddigle\nAlifle")
    assert faults_of(clicks.page, "a new country", sizes=(size,)) == []
    clicks.press("Save", "button")
    expect(clicks.page.get_by_text("Somalia is added.")).to_be_visible()
    assert Institution.objects.get(country="SO").parent == region
    assert clicks.number <= 4
