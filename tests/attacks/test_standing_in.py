"""V8: a role for some days, given by one's own word, beyond one's reach, or to whom it judges."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.people.administration.records.models import StandIn
from lms.people.administration.records.services import appoint, create_institution, join, transfer
from lms.people.administration.stand_ins import conditions, services
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, Membership, User
from tests.conftest import make_person

from .mutation import browser, held_by, instead

OWN = "/account/stand-ins/"


def asked(holder: User, colleague: User, *, first: int = 0) -> dict:
    days = {"starts_on": timezone.localdate() + timedelta(days=first)}
    days["ends_on"] = days["starts_on"] + timedelta(days=7)
    return {"source": holder.memberships.get().pk, "number": colleague.service_number} | days


def confirmed_by(administrator: User) -> None:
    """An administrator confirms whatever waits."""
    for row in StandIn.objects.filter(confirmed_at=None):
        browser(administrator).post(reverse("academy:stand-in-confirm", args=[row.pk]))


def holds(person: User, role: str) -> bool:
    return Membership.objects.filter(user=person, role=role).exists()


def test_nobody_gives_their_role_alone(amina, omar):
    coordinator = make_person("KE-40", "Colleague", omar.institution, Role.COORDINATOR)

    def alone() -> bool:
        browser(omar).post(OWN, asked(omar, coordinator))
        row = StandIn.objects.get()
        browser(omar).post(reverse("academy:stand-in-confirm", args=[row.pk]))
        services.apply_due_stand_ins(today=timezone.localdate(), now=timezone.now())
        return holds(coordinator, "instructor")

    held_by(instead(services, "_note", at_once), attack=alone)


def at_once(action: str, stand_in: StandIn, *, by: User | None, now) -> None:
    """In place of waiting for an administrator: whoever gives it confirms it."""
    if action == "stand_in_asked":
        services._confirm(stand_in, by=by, today=timezone.localdate(), now=now)


def test_a_cadet_becomes_no_instructor_though_an_administrator_says_yes(amina, omar, wanjiru):
    def given() -> bool:
        browser(omar).post(OWN, asked(omar, wanjiru))
        confirmed_by(amina)
        return holds(wanjiru, "instructor")

    held_by(instead(conditions, "serves_as_staff", lambda *_about: True), attack=given)


def test_staff_of_a_unit_do_not_come_to_the_reach_of_the_academy(amina, omar, academy, now):
    unit = create_institution(name="Unit", kind="unit", parent=academy)
    below = make_person("KE-41", "Below", unit, Role.COORDINATOR)

    def given() -> bool:
        browser(omar).post(OWN, asked(omar, below))
        confirmed_by(amina)
        return holds(below, "instructor")

    held_by(instead(conditions, "serves_as_staff", lambda *_about: True), attack=given)


def test_staff_who_learn_there_do_not_teach_their_own_cohort(amina, omar, wanjiru, cohort, academy):
    appoint(user=wanjiru, institution=academy, role=Role.COORDINATOR)

    def given() -> bool:
        browser(omar).post(OWN, asked(omar, wanjiru))
        confirmed_by(amina)
        return holds(wanjiru, "instructor")

    held_by(instead(conditions, "learns_within", lambda *_about, **_today: False), attack=given)


@pytest.mark.parametrize("change", ["no longer staff", "learns there", "elsewhere", "closed", "holder closed"])
def test_what_waits_for_its_day_is_judged_again_on_it(amina, omar, academy, neighbour_academy, now, change):
    colleague = make_person("KE-42", "Colleague", academy, Role.COORDINATOR)
    browser(omar).post(OWN, asked(omar, colleague, first=1))
    confirmed_by(amina)
    changed(change, colleague, omar, academy, neighbour_academy, now)

    def on_the_day() -> bool:
        services.apply_due_stand_ins(today=timezone.localdate() + timedelta(days=1), now=timezone.now())
        return holds(colleague, "instructor")

    held_by(instead(services, "check", lambda *_about, **_today: None), attack=on_the_day)


@pytest.mark.parametrize("change", ["no longer staff", "learns there", "holder closed"])
def test_what_holds_ends_with_its_conditions(amina, omar, academy, neighbour_academy, now, change):
    colleague = make_person("KE-42", "Colleague", academy, Role.COORDINATOR)
    browser(omar).post(OWN, asked(omar, colleague))
    confirmed_by(amina)
    assert holds(colleague, "instructor")
    changed(change, colleague, omar, academy, neighbour_academy, now)

    def later() -> bool:
        services.apply_due_stand_ins(today=timezone.localdate(), now=timezone.now())
        return holds(colleague, "instructor")

    held_by(instead(services, "check", lambda *_about, **_today: None), attack=later)


def changed(what: str, colleague: User, holder: User, academy, elsewhere, now) -> None:
    if what == "no longer staff":
        Membership.objects.filter(user=colleague, role=Role.COORDINATOR).delete()
    elif what == "learns there":
        join(cohort=Cohort.objects.create(institution=academy, name="In service"), people=[colleague], now=now)
    elif what == "elsewhere":
        transfer(person=colleague, to=elsewhere, now=timezone.now())
    else:
        User.objects.filter(pk=(colleague if what == "closed" else holder).pk).update(is_active=False)


def test_an_administrator_confirms_neither_their_own_role_nor_one_for_themselves(amina, omar, academy):
    colleague = make_person("KE-43", "Second administrator", academy, Role.INSTRUCTOR)
    browser(amina).post(OWN, asked(amina, colleague))
    browser(omar).post(OWN, asked(omar, amina))

    def by_themselves() -> bool:
        confirmed_by(amina)
        return holds(colleague, "administrator") or holds(amina, "instructor")

    def nobody_excluded(by: User, *, today) -> object:
        return StandIn.objects.filter(confirmed_at=None)

    held_by(instead(services, "waiting_for", nobody_excluded), attack=by_themselves)
