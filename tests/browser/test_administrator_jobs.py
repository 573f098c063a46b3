"""An administrator's and a superuser's jobs, each in a real browser on a phone and on a desktop, at no more clicks than
they may cost. Typing and choosing from a list are not counted; every press is.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lms.people.administration.records.services import join
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort
from tests.conftest import make_person

from .conftest import DEVICES
from .test_learner_jobs import Clicks

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "Force No;Full name;Sex\n" + "".join(f"KE-9{one:03};Person {one};F\n" for one in range(200))


@pytest.fixture
def intake(academy, wanjiru, abdi) -> Cohort:
    cohort = Cohort.objects.create(institution=academy, name="Intake 2027 A")
    join(cohort=cohort, people=[wanjiru, abdi], now=timezone.now())
    return cohort


@DEVICES
class TestJobs:
    @pytest.fixture
    def clicks(self, device, academy, site, size) -> Clicks:
        return Clicks(
            device(make_person("KE-5000", "Amina Noor", academy, Role.ADMINISTRATOR), viewport=size), "/start/"
        )

    def test_a_list_of_200_looked_at_first(self, clicks):
        clicks.press("^Lists of people$")
        file = {"name": "intake.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
        clicks.page.locator("[name=file]").set_input_files(file)
        clicks.page.locator("[name=cohort]").fill("Intake 2027 B")
        clicks.press("Look at the list", "button")
        expect(clicks.page.locator("main")).to_contain_text("Person 1", timeout=30_000)
        clicks.press("^Apply", "button")
        expect(clicks.page.get_by_role("button", name=re.compile("Undo"))).to_be_visible(timeout=60_000)
        assert Cohort.objects.get(name="Intake 2027 B").members.count() == 200
        assert clicks.number <= 5

    def test_cards_for_an_intake(self, clicks, intake):
        for person in intake.people.all():
            person.set_unusable_password()
            person.save()
        clicks.press("^Cohorts$")
        clicks.press("^Activation cards : Intake 2027 A$")
        clicks.press("^Make the cards$", "button")
        expect(clicks.page.locator("h1")).to_have_text("Intake 2027 A")
        assert clicks.number <= 3

    def test_a_new_password_for_one_person(self, clicks, abdi):
        clicks.press("^Sign-in help$")
        clicks.page.locator("[name=q]").press_sequentially("abdi")
        clicks.press("Abdi Hassan")
        clicks.press("[Pp]assword", "button")
        expect(clicks.page.locator("h1")).to_have_text("New password")
        assert clicks.number <= 3

    def test_is_the_second_factor_asked_and_of_whom(self, clicks):
        clicks.press("^Second factor of staff$")
        expect(clicks.page.locator("main")).to_contain_text("Amina Noor")
        assert clicks.number <= 1


@DEVICES
def test_a_superuser_finds_the_people_of_an_academy(device, superuser, academy, abdi, site, size):
    clicks = Clicks(device(superuser, viewport=size), "/start/")
    clicks.press(clicks.page.locator("#desk-site-section a, .desk a", has_text=re.compile("^Institution$")))
    clicks.press(f"^People: {re.escape(academy.name)}$")
    expect(clicks.page.locator("tbody")).to_contain_text("Abdi Hassan")
    assert clicks.number <= 2
    clicks.page.locator(".bar").get_by_role("link", name="Admin").first.click()
    expect(clicks.page).to_have_url(re.compile("/admin/$"))


@DEVICES
def test_a_finished_intake_is_closed_and_opened_again(device, academy, intake, site, size):
    Cohort.objects.filter(pk=intake.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    amina = make_person("KE-5000", "Amina Noor", academy, Role.ADMINISTRATOR)
    clicks = Clicks(device(amina, viewport=size), "/start/")
    clicks.press("Cohorts past their last day")
    clicks.press(clicks.page.get_by_label("Choose: Intake 2027 A"))
    clicks.press("^Close the cohorts$", "button")
    expect(clicks.page.locator("main")).to_contain_text("1 cohort")
    clicks.press("^Close the cohorts$", "button")
    expect(clicks.page.get_by_role("button", name="Undo")).to_be_visible(timeout=30_000)
    assert Cohort.objects.get(pk=intake.pk).closed_at is not None
    assert clicks.number <= 4
    clicks.press("^Undo$", "button")
    expect(clicks.page.locator("main")).to_contain_text("Undone", timeout=30_000)
    assert Cohort.objects.get(pk=intake.pk).closed_at is None


@DEVICES
def test_everything_about_a_person_with_export(device, academy, abdi, enrolment, site, size):
    amina = make_person("KE-5000", "Amina Noor", academy, Role.ADMINISTRATOR)
    clicks = Clicks(device(amina, viewport=size), "/start/")
    clicks.page.locator("[name=q]").fill("abdi")
    clicks.page.keyboard.press("Enter")
    clicks.press("^Abdi Hassan$")
    main = clicks.page.locator("main")
    for heading in ("Training record", "Data about this person", "Roles", "History"):
        expect(main.get_by_role("heading", name=heading)).to_be_visible()
    with clicks.page.expect_download() as begun:
        clicks.press("Download as JSON")
    assert begun.value.suggested_filename.endswith(".json")
    assert clicks.number <= 2


def test_a_scanned_card_fills_in_number_and_code_and_leaves_nothing_in_the_address(device, site):
    page = device()
    page.goto("/activate/#n=KE-7%2F1&c=ABCD-EFGH-JKMN")
    expect(page.locator("[name=username]")).to_have_value("KE-7/1")
    expect(page.locator("[name=code]")).to_have_value("ABCD-EFGH-JKMN")
    assert page.evaluate("location.href").endswith("/activate/")
