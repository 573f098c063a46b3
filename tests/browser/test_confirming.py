"""Showing again who it is in the middle of something: what was typed goes along, and a download begins."""

from importlib import import_module

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from lms.people.directory.choices import Role
from lms.people.directory.models import User
from lms.people.identity.factors.stepup import KEY
from tests.conftest import PASSWORD, make_person

from .conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def forget_that_it_was_shown(page: Page) -> None:
    key = next(one["value"] for one in page.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    session[KEY] = 0
    session.save()


@pytest.mark.parametrize("java_script", [True, False])
def test_nothing_that_was_typed_is_lost_and_a_download_leads_back(
    academy, wanjiru, contexts, sign_in_on_the_page, faults_of, java_script
):
    amina = make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)
    desk = contexts(viewport=PHONE, java_script_enabled=java_script, accept_downloads=True).new_page()
    sign_in_on_the_page(desk, amina)
    desk.goto(f"/academy/people/{wanjiru.pk}/correct/")
    desk.locator("[name=name]").fill("Wanjirũ “Kamau” <Njeri>")
    forget_that_it_was_shown(desk)
    desk.get_by_role("button", name="Save").click()

    expect(desk.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    expect(desk.locator("main")).to_contain_text("Your entries are kept")
    if java_script:
        assert faults_of(desk, "confirming-a-form", sizes=(PHONE, DESKTOP)) == []
    desk.get_by_label("Present password").fill(PASSWORD)
    desk.get_by_role("button", name="Go on").click()
    expect(desk.locator(".message")).to_contain_text("Saved.")
    assert User.objects.get(pk=wanjiru.pk).name == "Wanjirũ “Kamau” <Njeri>"

    desk.goto("/academy/log/")
    forget_that_it_was_shown(desk)
    desk.locator("a[href*='export.csv']").first.click()
    desk.get_by_label("Present password").fill(PASSWORD)
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Go on").click()
    assert download.value.suggested_filename == "log.csv"
    expect(desk.get_by_role("heading", level=1)).to_have_text("Your file")
    if java_script:
        assert faults_of(desk, "confirmed-file", sizes=(PHONE, DESKTOP)) == []
    desk.get_by_role("link", name="Back", exact=True).click()
    assert desk.url.endswith("/academy/log/")
