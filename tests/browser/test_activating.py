"""A cadet with a printed card and a phone: from the paper to being signed in."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from lms.people.administration.records.services import join
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, User
from tests.conftest import NOW, make_person

from .conftest import PHONE, too_wide

pytestmark = pytest.mark.django_db(transaction=True)
CHOSEN = "seven green lanterns drift"


def test_a_cadet_activates_from_a_printed_card_on_a_phone(academy, site, contexts, sign_in, faults_of):
    amina = make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)
    cadet = User.objects.create_user("KE-50", name="ሰላም በቀለ", institution=academy)
    cohort = Cohort.objects.create(institution=academy, name="Intake 2027 A")
    join(cohort=cohort, people=[cadet], now=NOW)
    office = sign_in(contexts(viewport=PHONE).new_page(), amina)
    office.goto(f"/academy/cohorts/{cohort.pk}/")
    office.get_by_role("link", name="Activation cards").click()
    assert not too_wide(office)
    office.get_by_role("button", name="Make the cards").click()
    with office.expect_download() as download:
        office.get_by_role("button", name="Fetch the sheet").click()
    paper = PdfReader(io.BytesIO(download.value.path().read_bytes())).pages[0].extract_text()
    code = re.search(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", paper)[0]

    phone = contexts(viewport=PHONE).new_page()
    phone.goto("/sign-in/")
    phone.get_by_role("link", name="Activate your account").click()
    phone.get_by_label("Service number").fill("ke-50")
    phone.get_by_label("Code").fill(code.upper().replace("-", " "))
    assert faults_of(phone, "activate", sizes=(PHONE,)) == []
    phone.get_by_role("button", name="Go on").click()
    expect(phone.locator("main")).to_contain_text("ሰላም በቀለ")
    phone.locator("[name=new_password1]").fill("police2027!")
    phone.locator("[name=new_password2]").fill("police2027!")
    phone.get_by_role("button", name="Keep it and sign in").click()
    expect(phone.locator(".error-summary")).to_contain_text("easy to guess")
    assert faults_of(phone, "choose-password", sizes=(PHONE,)) == []
    phone.locator("[name=new_password1]").fill(CHOSEN)
    phone.locator("[name=new_password2]").fill(CHOSEN)
    phone.get_by_role("button", name="Keep it and sign in").click()
    expect(phone.locator(".message")).to_contain_text("Your account is active")
    cadet.refresh_from_db()
    assert cadet.check_password(CHOSEN)
