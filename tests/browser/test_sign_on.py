"""A provider that runs on this machine is set up, tried and used, in a real browser that goes there and comes back."""

import pytest
from playwright.sync_api import expect

from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.identity.providers.models import SignOn
from tests.conftest import make_person
from tests.people.sso.conftest import provider, server  # noqa: F401  # fixtures
from tests.people.sso.provider import CLIENT, SECRET

from .conftest import PHONE, too_wide

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ministry(provider, live_server):
    """The provider, which knows where Mafunzo is."""
    provider.site = live_server.url
    return provider


def test_an_administrator_sets_a_provider_up_and_a_cadet_signs_in_through_it(
    device, ministry, academy, wanjiru, neighbour, contexts, faults_of
):
    amina = make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)
    office = device(amina)
    office.goto("/academy/institution/sign-on/")
    office.get_by_role("link", name="Mlima Police Academy").click()
    office.get_by_label("Issuer").fill(ministry.issuer)
    office.locator("[name=client]").fill(CLIENT)
    office.locator("[name=secret]").fill(SECRET)
    office.locator("[name=number_from]").fill("preferred_username")
    office.get_by_role("button", name="Save").click()
    office.get_by_role("button", name="Does it answer?").click()
    expect(office.locator("main")).to_contain_text("The provider answers, and its keys are there.")
    assert faults_of(office, "sign-on-set-up", sizes=(PHONE,)) == []
    ministry.person["preferred_username"] = amina.service_number
    office.get_by_role("link", name="Sign in there").click()
    office.get_by_role("button", name="Sign in as KE-9").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Answer of the provider")
    expect(office.locator("main")).to_contain_text("Amina Noor")
    office.goto(f"/academy/institution/sign-on/{academy.pk}/")
    office.locator("[name=on]").check()
    office.get_by_role("button", name="Save").click()
    expect(office.locator(".message")).to_contain_text("Saved.")
    assert SignOn.objects.get().on

    phone = contexts(viewport=PHONE).new_page()
    phone.goto("/sign-in/?next=/account/sessions/")
    assert faults_of(phone, "sign-in-with-provider", sizes=(PHONE,)) == []
    for number in (neighbour.service_number, wanjiru.service_number):
        ministry.person["preferred_username"] = number
        phone.goto("/sign-in/?next=/account/sessions/")
        phone.get_by_role("link", name="Mlima Police Academy").click()
        assert phone.url.startswith(f"{ministry.issuer}/authorize?")
        phone.get_by_role("button", name=f"Sign in as {number}").click()
        assert not too_wide(phone)
        if number == neighbour.service_number:
            expect(phone.locator("main")).to_contain_text("No account here can be opened with this sign-in.")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Where you are signed in")
    assert AuditEntry.objects.get(action="signed_on").person_id == wanjiru.pk
