"""An academy from nothing on a phone: founded, its cohort filled, its people found as one types."""

import pytest
from playwright.sync_api import expect

from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort
from tests.conftest import make_person

from .conftest import PHONE, too_wide

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_runs_the_country_founds_an_academy_whose_administrator_fills_a_cohort(
    kenya, site, contexts, sign_in, live_server
):
    ruler = make_person("KE-3", "Mwende Kilonzo", kenya, Role.ADMINISTRATOR)
    page = sign_in(contexts(viewport=PHONE, java_script_enabled=True).new_page(), ruler)
    page.goto("/academy/institution/")
    page.get_by_role("link", name="Found an academy").click()
    page.get_by_label("Belongs to").select_option(str(kenya.pk))
    page.get_by_label("Name", exact=True).fill("Bonde Police Academy")
    page.get_by_label("Units").fill("Unit 1\nUnit 2")
    page.get_by_label("Service number of the first administrator").fill("KE-5000")
    page.get_by_label("Name of the first administrator").fill("Achieng Odhiambo")
    page.get_by_label("First cohort").fill("Intake 2027 A")
    page.get_by_role("button", name="Save").click()
    password = page.locator("b.written").inner_text()
    assert not too_wide(page)

    academy = Institution.objects.get(name="Bonde Police Academy")
    make_person("KE-5001", "Wanjirũ wa Kamau", academy)
    make_person("KE-5002", "Abdi Hassan", academy)
    page = contexts(viewport=PHONE, java_script_enabled=True).new_page()
    page.goto("/sign-in/")
    page.get_by_label("Service number").fill("KE-5000")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    chosen = "seven green lanterns drift"
    page.locator("[name=old_password]").fill(password)
    page.locator("[name=new_password1]").fill(chosen)
    page.locator("[name=new_password2]").fill(chosen)
    page.locator("main button[type=submit]").click()
    expect(page.locator("h1")).to_have_text("People")
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
    assert Cohort.objects.get(name="Intake 2027 A").people.get().service_number == "KE-5002"
