"""A new academy as docs/use/academies.md leads to it, step by step: from an installation without anybody to a cadet who
is signed in and has a course to do. Nothing is made but by what people press.
"""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from lms.learning.progress.models import Enrolment
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from tests.conftest import PASSWORD
from tests.people.factors.phone import Phone

from .conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
CHOSEN = "seven green lanterns drift"
LIST = """Bonde Police Academy
Service number;Name;Sex
KE-5001;Wanjirũ wa Kamau;F
KE-5002;Abdi Hassan;M
"""


def sign_in(page: Page, number: str, password: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Service number").fill(number)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def choose_password(page: Page, button: str) -> None:
    page.locator("[name=new_password1]").fill(CHOSEN)
    page.locator("[name=new_password2]").fill(CHOSEN)
    page.get_by_role("button", name=button).click()


def found_academy(page: Page) -> str:
    """Step 1, by the superuser whom docs/run/installing.md makes: the first password of the administrator."""
    page.goto("/academy/institution/")
    page.get_by_role("link", name="Found an academy").first.click()
    page.get_by_label("Name", exact=True).fill("Bonde Police Academy")
    page.get_by_label("Country").select_option("KE")
    page.get_by_label("Units").fill("Unit 1\nUnit 2")
    page.get_by_label("Service number of the first administrator").fill("KE-5000")
    page.get_by_label("Name of the first administrator").fill("Achieng Odhiambo")
    page.get_by_label("First cohort").fill("Intake 2027 A")
    page.get_by_role("button", name="Save").click()
    return page.locator("b.written").inner_text()


def set_up_factor(page: Page) -> None:
    """Step 2: in the account menu, while there is time of grace."""
    page.goto("/account/factors/")
    page.get_by_role("link", name="Set up an app").click()
    phone = Phone("".join(page.locator("code[translate=no]").inner_text().split()))
    page.get_by_label("Code", exact=True).fill(phone.code())
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")


def bring_list(page: Page, file) -> None:
    """Steps 3 and 4."""
    page.goto("/academy/people/")
    page.get_by_role("link", name="Lists of people").first.click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_label("Cohort").fill("Intake 2027 A")
    page.get_by_role("button", name="Look at the list").click()
    page.get_by_role("button", name="Apply the list").click()
    expect(page.get_by_text("The list is applied (2).")).to_be_visible()


def print_cards(page: Page) -> dict[str, str]:
    """Step 5: the code of each card, by service number."""
    page.goto("/academy/sign-in/")
    page.get_by_role("link", name="Activation cards").first.click()
    page.get_by_label("Cohort").select_option(label="Intake 2027 A")
    page.get_by_role("button", name="Make the cards").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Fetch the sheet").click()
    paper = "".join(one.extract_text() for one in PdfReader(io.BytesIO(download.value.path().read_bytes())).pages)
    return dict(re.findall(r"(KE-500\d).*?([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})", paper, re.S))


def activate(page: Page, number: str, code: str, faults_of) -> None:
    """Step 6."""
    page.goto("/activate/")
    page.get_by_label("Service number").fill(number.lower())
    page.get_by_label("Code", exact=True).fill(code.upper().replace("-", " "))
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("main")).to_contain_text("Wanjirũ wa Kamau")
    assert faults_of(page, "choose-password") == []
    choose_password(page, "Save it and sign in")
    expect(page.locator(".message")).to_contain_text("Your account is active")


def appoint_instructor(page: Page) -> str:
    """Step 7, with somebody new: their first password."""
    page.goto("/academy/people/")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Service number").fill("KE-5100")
    page.locator("[name=name]").fill("Omar Otieno")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Give a role").click()
    page.get_by_label("Role", exact=True).select_option(label="Instructor")
    page.get_by_role("button", name="Give the role").click()
    page.get_by_role("link", name="Sign-in help").last.click()
    page.get_by_role("button", name="Make a password").click()
    return page.locator("b.written").inner_text()


def assign(page: Page) -> None:
    """Step 8."""
    page.goto("/teach/")
    page.get_by_role("link", name="Intake 2027 A").click()
    page.get_by_role("link", name="Assign course").click()
    page.locator("main form input[type=checkbox]").first.check()
    page.get_by_label("Due date", exact=True).fill(f"{timezone.now() + timedelta(days=60):%Y-%m-%d}")
    page.get_by_role("button", name="See what will happen").click()
    page.get_by_role("button", name="Assign").click()


def test_everybody_is_signed_in_at_the_end(site, course, contexts, faults_of, tmp_path, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", interactive=False, service_number="root", name="Root", verbosity=0)
    assert not Institution.objects.exists()
    file = tmp_path / "intake.csv"
    file.write_text(LIST, encoding="utf-8")

    ruler = contexts(viewport=DESKTOP).new_page()
    sign_in(ruler, "root", PASSWORD)
    first = found_academy(ruler)
    office = contexts(viewport=DESKTOP).new_page()
    sign_in(office, "KE-5000", first)
    office.locator("[name=old_password]").fill(first)
    choose_password(office, "Change password")
    set_up_factor(office)
    bring_list(office, file)
    codes = print_cards(office)
    assert sorted(codes) == ["KE-5001", "KE-5002"]

    cadet = contexts(viewport=PHONE).new_page()
    activate(cadet, "KE-5001", codes["KE-5001"], faults_of)
    given = appoint_instructor(office)
    desk = contexts(viewport=DESKTOP).new_page()
    sign_in(desk, "KE-5100", given)
    desk.locator("[name=old_password]").fill(given)
    choose_password(desk, "Change password")
    assign(desk)

    assert Enrolment.objects.filter(learner__service_number__in=codes).count() == 2
    cadet.goto("/learn/")
    expect(cadet.locator("main")).to_contain_text("What trafficking is")
    assert User.objects.filter(password_given=True).count() == 0
