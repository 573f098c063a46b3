"""An instructor has lost the phone with the second factor, and comes to the administrator's desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.identity.factors import policy, services
from lms.people.identity.factors.totp import new_secret
from lms.people.identity.sessions.models import Session
from tests.conftest import make_person
from tests.people.factors.phone import Phone

from .conftest import PHONE, too_wide

pytestmark = pytest.mark.django_db(transaction=True)


def add_app(person) -> Phone:
    phone, now = Phone(new_secret()), timezone.now()
    services.add_app(person=person, secret=phone.secret, code=phone.code(now, later=-1), now=now)
    return phone


def test_the_factor_is_reset_in_person_and_set_up_anew(academy, omar, contexts, sign_in_on_the_page, faults_of):
    amina = make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)
    lost, at_the_desk = add_app(omar), add_app(amina)
    policy.set_policy(institution=academy, days=0, by=None, now=timezone.now() - timedelta(days=1))

    own = contexts(viewport=PHONE).new_page()
    sign_in_on_the_page(own, omar)
    expect(own.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    assert own.goto("/teach/").url.endswith("/sign-in/?next=/teach/")

    desk = contexts(viewport=PHONE).new_page()
    sign_in_on_the_page(desk, amina)
    desk.get_by_label("Code", exact=True).fill(at_the_desk.code())
    desk.get_by_role("button", name="Sign in").click()
    desk.get_by_role("link", name="People", exact=True).first.click()
    desk.locator("[name=q]").press_sequentially("otieno")
    desk.get_by_role("link", name="Omar Otieno").click()
    desk.get_by_role("link", name="Second factor").click()
    expect(desk.locator("main")).to_contain_text("look at their service card first")
    assert faults_of(desk, "reset-factor", sizes=(PHONE,)) == []
    desk.get_by_role("button", name="Remove the second factor").click()
    expect(desk.locator(".message")).to_contain_text("The second factor is removed")

    sign_in_on_the_page(own, omar)
    expect(own.get_by_role("heading", level=1)).to_have_text("Second factor")
    assert own.goto("/teach/").url.endswith("/account/factors/?next=%2Fteach%2F")
    assert not too_wide(own)
    own.get_by_role("link", name="Set up an app").click()
    found = Phone("".join(own.locator("code[translate=no]").inner_text().split()))
    assert found.secret != lost.secret
    own.get_by_label("Code", exact=True).fill(found.code(later=-1))
    own.get_by_role("button", name="Set up").click()
    expect(own.get_by_role("heading", level=1)).to_have_text("Your recovery codes")

    later = contexts(viewport=PHONE).new_page()
    sign_in_on_the_page(later, omar)
    later.get_by_label("Code", exact=True).fill(lost.code())
    later.get_by_role("button", name="Sign in").click()
    expect(later.locator(".error-summary")).to_contain_text("This code does not fit")
    later.get_by_label("Code", exact=True).fill(found.code())
    later.get_by_role("button", name="Sign in").click()
    later.wait_for_url("**/teach/**")
    assert AuditEntry.objects.get(action="factor_reset", person_id=omar.pk).by_id == amina.pk
    assert Session.objects.filter(user=omar).count() == 2
