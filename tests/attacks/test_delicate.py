"""A browser that an administrator or an instructor left open changes no account and gives nothing away."""

from collections.abc import Callable

import pytest
from django.db.models import Q
from django.test import Client

from certificates.models import Certificate
from lms.people.administration.records.services import create_institution
from lms.people.administration.roster.models import Roster, RosterRow
from lms.people.directory.choices import Kind, Role
from lms.people.directory.models import User
from lms.people.identity.factors import stepup
from tests.asked import long_ago
from tests.builders import complete
from tests.conftest import make_person
from tests.made_files import ask, fetch, make

from .mutation import browser, held_by, instead, text_of


@pytest.fixture
def left_open(academy) -> Client:
    """The browser of an administrator who went away a while ago."""
    return long_ago(browser(make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)))


def held_by_asking(attack: Callable[[], bool]) -> None:
    held_by(instead(stepup, "is_confirmed", lambda request, now: True), attack=attack)


def holds(person: User, **fields: object) -> bool:
    return User.objects.filter(pk=person.pk, **fields).exists()


def test_another_s_address_leads_nobody_into_their_account(left_open, wanjiru):
    sent = {"service_number": wanjiru.service_number, "name": wanjiru.name, "role_family": wanjiru.role_family}
    sent["email"] = "mine@elsewhere.example"

    def changes_it() -> bool:
        left_open.post(f"/academy/people/{wanjiru.pk}/correct/", sent)
        return holds(wanjiru, email=sent["email"])

    held_by_asking(changes_it)


def test_nobody_is_locked_out(left_open, wanjiru):
    def closes() -> bool:
        left_open.post(f"/academy/people/{wanjiru.pk}/account/", {"may": "no"})
        return holds(wanjiru, is_active=False)

    held_by_asking(closes)


def test_nobody_is_sent_elsewhere(left_open, wanjiru, academy):
    unit = create_institution(name="Unit 3", kind=Kind.UNIT, parent=academy)

    def moves() -> bool:
        left_open.post(f"/academy/people/{wanjiru.pk}/transfer/", {"institution": unit.pk})
        return holds(wanjiru, institution=unit)

    held_by_asking(moves)


def test_no_certificate_is_revoked(left_open, enrolment, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        complete(enrolment, now=now)
    serial = Certificate.objects.get().serial

    def revokes() -> bool:
        left_open.post(f"/certificates/{serial}/revoke/", {"why": "It was a mistake."})
        return Certificate.objects.filter(serial=serial, revoked_at__isnull=False).exists()

    held_by_asking(revokes)


@pytest.fixture
def listed(academy, now) -> Roster:
    """A list that may be applied, with a row that is refused."""
    roster = Roster.objects.create(
        institution=academy,
        name="list.csv",
        digest="1" * 64,
        titles=["Number", "Name"],
        made_at=now,
        touched_at=now,
        status="ready",
    )
    cells = ["KE-7", "Nafula Were"]
    RosterRow.objects.create(roster=roster, row=2, cells=cells, number="KE-7", key="ke-7", state="refused")
    return roster


def test_no_list_of_people_is_applied(left_open, listed):
    def applies() -> bool:
        left_open.post(f"/academy/people/lists/{listed.pk}/apply/")
        return Roster.objects.filter(~Q(status="ready"), pk=listed.pk).exists()

    held_by_asking(applies)


def test_refused_rows_of_a_list_are_not_taken_away(left_open, listed):
    held_by_asking(lambda: "Nafula" in text_of(left_open.get(f"/academy/people/lists/{listed.pk}/refused.csv")))


def test_what_is_held_about_oneself_is_not_taken_away(wanjiru):
    left_open = long_ago(browser(wanjiru))
    held_by_asking(lambda: left_open.get("/privacy/personal-data.json").status_code == 200)


def test_a_file_that_was_made_is_not_taken_away(wanjiru):
    client = browser(wanjiru)
    made = make(ask(client, "/privacy/personal-data.pdf"))
    left_open = long_ago(client)
    held_by_asking(lambda: fetch(left_open, made).status_code == 200)
