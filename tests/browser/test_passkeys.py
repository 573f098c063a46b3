"""A passkey in a real browser, with an authenticator of its own (CDP's WebAuthn)."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from lms.people.audit.models import AuditEntry

from .conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(tab):
    session = tab.context.new_cdp_session(tab)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session


def test_an_instructor_sets_one_up_and_signs_in_with_it(contexts, sign_in_on_the_page, omar, faults_of):
    tab = contexts(viewport=PHONE).new_page()
    with_authenticator(tab)
    sign_in_on_the_page(tab, omar)
    tab.goto("/account/factors/passkey/")
    tab.get_by_role("button", name="Make a passkey").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    assert tab.locator("main li code").count() == 10
    assert faults_of(tab, "recovery-codes", sizes=(PHONE,)) == []
    tab.get_by_role("link", name="I have kept them").click()
    assert faults_of(tab, "factors", sizes=(PHONE,)) == []
    tab.context.clear_cookies()

    sign_in_on_the_page(tab, omar)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    assert faults_of(tab, "second-step", sizes=(PHONE,)) == []
    tab.get_by_role("button", name="Use a passkey").click()
    tab.wait_for_url("**/teach/**")

    assert Authenticator.objects.get(type="webauthn").last_used_at is not None
    assert AuditEntry.objects.filter(action="factor_added", person=omar.pk).count() == 1


def test_another_device_has_no_passkey_and_does_not_get_in(contexts, sign_in_on_the_page, omar):
    own, other = contexts(viewport=PHONE).new_page(), contexts(viewport=PHONE).new_page()
    with_authenticator(own)
    sign_in_on_the_page(own, omar)
    own.goto("/account/factors/passkey/")
    own.get_by_role("button", name="Make a passkey").click()
    expect(own.get_by_role("heading", level=1)).to_have_text("Your recovery codes")

    with_authenticator(other)
    sign_in_on_the_page(other, omar)
    other.get_by_role("button", name="Use a passkey").click()

    expect(other.get_by_text("The browser showed no passkey")).to_be_visible()
    assert other.goto("/teach/").url.endswith("/sign-in/?next=/teach/")
