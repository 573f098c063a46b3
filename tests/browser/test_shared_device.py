"""A tablet that a class shares: made one by the administrator, used by two cadets one after the other."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lms.people.directory.choices import Role
from lms.people.identity.sessions.models import Session
from lms.people.identity.shared_devices.models import DevicePin
from tests.conftest import PASSWORD, make_person

from .conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
PIN = "7305"


def leave_alone() -> None:
    """Eleven minutes pass in which nobody uses the device."""
    Session.objects.update(last_used_at=timezone.now() - timedelta(minutes=11))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_cadet_sets_a_pin_and_unlocks_the_tablet_with_it(
    academy, enrolment, wanjiru, abdi, contexts, sign_in_on_the_page, faults_of, scripts
):
    amina = make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)
    tablet = contexts(viewport=PHONE, java_script_enabled=scripts).new_page()
    sign_in_on_the_page(tablet, amina)
    tablet.goto("/academy/devices/")
    tablet.get_by_role("button", name="Switch on: Mlima Police Academy").click()
    tablet.get_by_label("Name of the device").fill("Room 3, tablet 2")
    if scripts:
        assert faults_of(tablet, "shared-devices") == []
    tablet.get_by_role("button", name="Share this device").click()
    expect(tablet.locator(".message")).to_contain_text("is a shared device now, and you are signed out")
    if scripts:
        assert faults_of(tablet, "sign-in-on-shared-device") == []

    sign_in_on_the_page(tablet, wanjiru)
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Set a PIN for this device")
    tablet.get_by_label("New PIN", exact=True).fill("1234")
    tablet.get_by_label("New PIN again").fill("1234")
    tablet.get_by_role("button", name="Set the PIN").click()
    expect(tablet.locator(".error-summary")).to_contain_text("Others guess this PIN early")
    if scripts:
        assert faults_of(tablet, "set-pin") == []
    tablet.get_by_label("New PIN", exact=True).fill(PIN)
    tablet.get_by_label("New PIN again").fill(PIN)
    tablet.get_by_role("button", name="Set the PIN").click()
    tablet.wait_for_url("**/learn/")

    tablet.goto("/learn/trafficking/trafficking-lesson-1/")
    leave_alone()
    tablet.locator("fieldset.check input[type=radio]").first.check()
    tablet.get_by_role("button", name="Check answer").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("This device is locked")
    if scripts:
        assert faults_of(tablet, "locked") == []
    tablet.get_by_label("PIN").fill("8261")
    tablet.get_by_role("button", name="Unlock").click()
    expect(tablet.locator(".message")).to_contain_text("After five wrong PINs")
    tablet.get_by_label("PIN").fill(PIN)
    tablet.get_by_role("button", name="Unlock").click()
    if not scripts:
        expect(tablet.get_by_role("heading", level=1)).to_have_text("Send what you had written")
        tablet.get_by_role("button", name="Send it").click()
    expect(tablet.locator("fieldset.check, .review").first).to_be_visible()
    tablet.wait_for_url("**/trafficking-lesson-1/**")
    assert enrolment.attempts.get().events > 0

    leave_alone()
    tablet.goto("/learn/")
    tablet.get_by_role("button", name="Next person").click()
    sign_in_on_the_page(tablet, abdi)
    tablet.get_by_role("link", name="Not now").click()
    expect(tablet.get_by_role("heading", level=1)).to_contain_text("Abdi")
    tablet.context.clear_cookies(name="sessionid")
    tablet.goto("/sign-in/")
    tablet.get_by_role("link", name="Sign in with your PIN").click()
    tablet.get_by_label("Service number").fill("KE-20377")
    tablet.get_by_label("PIN").fill(PIN)
    if scripts:
        assert faults_of(tablet, "pin-sign-in") == []
    tablet.get_by_role("button", name="Sign in").click()
    expect(tablet.get_by_role("heading", level=1)).to_contain_text("Wanjirũ")
    assert DevicePin.objects.get().failures == 0
    assert PASSWORD not in tablet.content()
