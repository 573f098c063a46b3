"""Every page of an academy’s administrator, and of one’s own account: axe finds nothing, nothing overflows a phone."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from lms.desks.privacy import privacy_notices
from lms.people.administration.cards import sheets
from lms.people.administration.records import services
from lms.people.administration.roster import runner
from lms.people.administration.roster import services as rosters
from lms.people.administration.transfers import services as transfer_services
from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User
from lms.people.identity.accounts import name_requests
from tests.conftest import make_person

from .conftest import LANGUAGES, too_wide

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "Force No;Full name;Sex;Date of birth\nKE-71;Atieno Odera;F;12/03/2005\nKE-72;Nekesa;F;31/02/2005\n;Mutiso;M;\n"
NOTICE = {"en": "We keep your name.", "ar": "نحتفظ باسمك."}


@pytest.fixture
def office(academy, neighbour_academy, wanjiru, abdi, omar):
    """Addresses by who opens them: something of everything lies on the administrator’s desk."""
    now = timezone.now()
    amina = make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)
    grace = make_person("UG-9", "Grace Namutebi", neighbour_academy, Role.ADMINISTRATOR)
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    User.objects.filter(pk=abdi.pk).update(birth_year=2001)
    twin = User.objects.create_user("KE-1-B", name="Hassan Abdi", institution=academy, birth_year=2001)
    roster = rosters.begin(
        data=LIST.encode(), name="Intake 2027 A, all wings.csv", institution=academy, by=amina, now=now, queued=False
    )
    runner.run(roster.pk)
    transfer_services.ask(number=wanjiru.service_number, to=neighbour_academy, by=grace, now=now)
    transfer_services.ask(number="UG-77", to=academy, by=amina, now=now)
    name_requests.ask(person=wanjiru, name="Wanjirũ wa Kamau Njoroge", now=now)
    sheet = sheets.begin(
        people=User.objects.filter(pk=twin.pk), whom=sheets.NEVER, title="Intake", language="en", by=amina, now=now
    )
    sheets.make(sheet.pk)
    notice = privacy_notices.publish(institution=academy, texts=NOTICE, by=amina, now=now)
    for person in (amina, omar, wanjiru):
        privacy_notices.accept(person=person, notice=notice, language="en", now=now)
    person, place = f"/academy/people/{abdi.pk}/", Institution.objects.get(pk=academy.pk).pk
    first, second = sorted((abdi.pk, twin.pk))
    people = ["", "../", "add/", f"{abdi.pk}/", f"{abdi.pk}/correct/", f"{abdi.pk}/transfer/", "names/", "lists/"]
    rest = [
        f"people/lists/{roster.pk}/",
        "cohorts/",
        "cohorts/add/",
        f"cohorts/{cohort.pk}/",
        f"cohorts/{cohort.pk}/correct/",
        "institution/",
        f"institution/{place}/",
        f"institution/{place}/steps/",
        f"institution/{place}/correct/",
        f"institution/{place}/certificates/",
        f"institution/{place}/unit/",
        "institution/sign-on/",
        f"institution/sign-on/{place}/",
        f"institution/sign-on/{place}/saml/",
        "sign-in/",
        f"sign-in/{abdi.pk}/",
        "sign-in/cards/",
        f"sign-in/cards/{sheet.pk}/",
        "second-factor/",
        f"second-factor/?institution={place}",
        "privacy/rules/",
        "devices/",
        "transfers/",
        "duplicates/",
        f"duplicates/{first}/{second}/",
        "stand-ins/",
        "privacy/",
        f"privacy/{abdi.pk}/",
        "privacy/notices/",
        "log/",
    ]
    own = ["/profile/", "/account/factors/", "/account/factors/app/", "/account/sessions/", "/account/confirm/"]
    return [
        (None, ["/activate/"]),
        (amina, [*(f"/academy/people/{one}" for one in people), *(f"/academy/{one}" for one in rest)]),
        (wanjiru, [*own, "/account/transfers/", "/privacy/"]),
        (abdi, ["/privacy/notice/"]),
        (omar, ["/account/stand-ins/"]),
    ]


@LANGUAGES
def test_each_page_of_an_administrator_is_accessible_and_fits(office, faults_on, language):
    assert faults_on(office, language) == []


def test_people_are_found_as_one_types_and_fill_a_cohort_on_a_phone(academy, site, wanjiru, abdi, device):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2027 A")
    page = device(make_person("KE-5000", "Achieng Odhiambo", academy, Role.ADMINISTRATOR))
    page.goto(reverse("academy:people"))
    places = page.get_by_role("navigation", name="Administration")
    expect(places).to_be_hidden()
    page.locator("summary", has_text="Administration").click()
    expect(places.get_by_role("link", name="Lists of people")).to_be_visible()
    page.locator("[name=q]").press_sequentially("wanjiru")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("Wanjirũ wa Kamau")
    assert not too_wide(page)
    page.locator("nav.destinations").get_by_role("link", name="Cohorts").click()
    page.get_by_role("link", name="Intake 2027 A", exact=True).click()
    page.locator("[name=q]").press_sequentially("abd")
    page.get_by_label("Abdi Hassan").check()
    page.get_by_role("button", name="Add to cohort").first.click()
    expect(page.locator(".message")).to_contain_text("1 person added")
    assert not too_wide(page)
    assert cohort.people.get() == abdi
