"""The editor of designs, the certificate as a page and behind a link: axe, phones, and a box that is moved by keys."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from certificates.models import Certificate
from certificates.sharing.services import share
from tests.builders import complete
from tests.certificates.designs import design_of

from .conftest import LANGUAGES, too_wide

pytestmark = pytest.mark.django_db(transaction=True)


@LANGUAGES
def test_axe_finds_nothing_and_nothing_overflows(faults_on, amina, wanjiru, academy, enrolment, language):
    design = design_of(academy, by=amina, now=timezone.now())
    complete(enrolment, now=timezone.now())
    certificate = Certificate.objects.get()
    serial, secret = certificate.serial, share(certificate=certificate, now=timezone.now())
    looks = [
        (None, [f"/certificates/shared/{secret}/", "/certificates/shared/none/"]),
        (amina, ["/certificates/designs/", f"/certificates/designs/{design.pk}/"]),
        (wanjiru, [f"/certificates/{serial}/page/"]),
    ]
    assert faults_on(looks, language) == []


def test_a_long_address_of_the_site_breaks_on_a_narrow_phone(device, wanjiru, enrolment, settings, live_server):
    settings.BASE_URL = "https://learning.national-police-academy.example.org"
    complete(enrolment, now=timezone.now())
    page = device(wanjiru)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/certificates/{Certificate.objects.get().serial}/page/")
    expect(page.get_by_text("national-police-academy")).to_be_visible()
    assert not too_wide(page)


def test_a_box_is_moved_by_keys_and_the_preview_follows(device, amina, academy, live_server):
    design = design_of(academy, by=amina, now=timezone.now())
    page = device(amina)
    page.goto(f"{live_server.url}/certificates/designs/{design.pk}/")
    box = page.locator(".design-page").first.locator('[data-element="1"]')
    box.focus()
    with page.expect_response(lambda response: response.url.endswith("/preview/") and response.ok):
        box.press("ArrowDown")
    assert page.locator("[name=e-1-y]").input_value() == "48"
    expect(page.locator(".design-page").first.locator('[data-element="1"]')).to_have_attribute("y", "48.0")
    expect(page.locator(".design-page").first.locator('[data-element="1"]')).to_be_focused()
    page.keyboard.press("Enter")  # opens its fields, and sends nothing
    expect(page.locator("[name=e-1-x]")).to_be_focused()
    assert design.versions.count() == 1
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert design.versions.order_by("-number")[0].sheet.elements[1].y == 48
