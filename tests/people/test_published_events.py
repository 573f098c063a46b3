"""Plugins hear what happens to people, cohorts, roles and transfers: by ids, where they are on, after the commit."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.utils import timezone

from lms.desks.privacy import services as privacy
from lms.foundation.plugins import events
from lms.people.administration.merging import services as merging
from lms.people.administration.records import people_services, services
from lms.people.administration.transfers import decisions
from lms.people.administration.transfers.services import ask
from lms.people.administration.workspace import cohort_services
from lms.people.audit import actions, published_events
from lms.people.audit import services as services_of_log
from lms.people.audit.models import AuditEntry
from lms.people.identity.mail.mails import Mail
from tests.conftest import make_person
from tests.trial.fixtures import switch, trial  # noqa: F401  fixtures

ROLE = {"role": "instructor", "starts_on": None, "ends_on": None}


@pytest.fixture(autouse=True)
def hears(trial, switch, academy, amina, beside, wanjiru, abdi):
    """Let the trial plugin hear all of it at the academy alone."""
    for kind in set(published_events.KINDS.values()):
        events.subscribe(kind, trial.note)
    switch("trial", academy, True)
    trial.kept.clear()
    return trial.kept


def kept(trial):
    """Return what was heard, as the names of the kinds and what they say besides place and time."""
    shared = {"institution", "at"}
    return [
        (event.name, {name: value for name, value in vars(event).items() if name not in shared}) for event in trial.kept
    ]


def test_every_action_that_is_published_is_registered_with_the_log():
    known = {action.slug for action in actions.actions.all()}
    assert set(published_events.KINDS) <= known


def test_of_people(trial, academy, amina, now):
    about = {"service_number": "KE-7001", "name": "Neema", "sex": "F"}
    person = people_services.add(institution=academy, about=about, by=amina, now=now)
    people_services.correct(person=person, about={"rank": "Sergeant"}, by=amina, now=now)
    people_services.correct(person=person, about={"rank": "Sergeant"}, by=amina, now=now)
    people_services.let_sign_in(person=person, may=False, by=amina)
    pk = person.pk
    people_services.remove(person=person, by=amina, now=now)
    assert kept(trial) == [
        ("people_created.1", {"people": (pk,)}),
        ("people_changed.1", {"people": (pk,)}),
        ("people_changed.1", {"people": (pk,)}),
        ("people_deleted.1", {"people": (pk,)}),
    ]


def test_of_a_merge_and_of_what_takes_it_back(trial, academy, amina, wanjiru, abdi, now):
    merge = merging.merge(person=abdi, into=wanjiru, by=amina, now=now)
    about = {"people": (abdi.pk, wanjiru.pk), "merged": abdi.pk, "into": wanjiru.pk}
    assert kept(trial) == [("people_merged.1", about)]
    trial.kept.clear()
    merging.undo(merge=merge, by=amina, now=now)
    [(name, about)] = kept(trial)
    assert (name, set(about["people"])) == ("people_changed.1", {wanjiru.pk, abdi.pk})


def test_of_an_erasure(trial, amina, wanjiru, now):
    privacy.ask(person=wanjiru, reason="They asked.", by=amina, now=now)
    assert kept(trial) == []
    privacy.carry_out_due(now=now + timedelta(days=400))
    assert ("people_erased.1", {"people": (wanjiru.pk,)}) in kept(trial)


def test_of_roles(trial, academy, amina, wanjiru):
    given = people_services.give_role(person=wanjiru, institution=academy, by=amina, **ROLE)
    people_services.take_role(membership=given, by=amina)
    about = {"people": (wanjiru.pk,), "role": "instructor"}
    assert kept(trial) == [("role_given.1", about), ("role_taken.1", about)]


def test_of_cohorts(trial, academy, amina, wanjiru, abdi, now):
    cohort = cohort_services.make(institution=academy, name="Intake", starts_on=None, ends_on=None, by=amina)
    services.join(cohort=cohort, people=[wanjiru, abdi], now=now, by=amina)
    services.join(cohort=cohort, people=[wanjiru], now=now, by=amina)
    services.leave(cohort=cohort, person=abdi, now=now, by=amina)
    services.close_cohort(cohort=cohort, now=now, by=amina)
    services.reopen_cohort(cohort=cohort, now=now, by=amina)
    assert kept(trial) == [
        ("cohort_created.1", {"cohort": cohort.pk}),
        ("cohort_joined.1", {"cohort": cohort.pk, "people": (wanjiru.pk, abdi.pk)}),
        ("cohort_left.1", {"cohort": cohort.pk, "people": (abdi.pk,)}),
        ("cohort_closed.1", {"cohort": cohort.pk}),
        ("cohort_reopened.1", {"cohort": cohort.pk}),
    ]


class TestOfTransfers:
    def test_the_place_that_is_asked_and_decides(self, trial, academy, neighbour_academy, amina, beside, wanjiru):
        now, about = timezone.now(), {"people": (wanjiru.pk,)}
        row = ask(number=wanjiru.service_number, to=neighbour_academy, by=beside, now=now)
        decisions.refuse(requests=[row.pk], reason="In the middle of an exam.", by=amina, now=now)
        row, today = ask(number=wanjiru.service_number, to=neighbour_academy, by=beside, now=now), timezone.localdate()
        decisions.confirm(requests=[row.pk], starts_on=today, today=today, by=amina, now=now)
        assert kept(trial) == [
            ("transfer_asked.1", about),
            ("transfer_decided.1", {**about, "accepted": False}),
            ("transfer_asked.1", about),
            ("transfer_decided.1", {**about, "accepted": True}),
            ("people_transferred.1", {**about, "source": academy.pk, "to": neighbour_academy.pk}),
        ]

    def test_the_one_that_asks_hears_of_nobody_before_they_come(
        self, trial, switch, academy, neighbour_academy, amina, beside, wanjiru
    ):
        switch("trial", academy, False)
        switch("trial", neighbour_academy, True)
        row = ask(number=wanjiru.service_number, to=neighbour_academy, by=beside, now=timezone.now())
        assert kept(trial) == []
        services.transfer(person=row.person, to=neighbour_academy, now=timezone.now())
        here = {"source": academy.pk, "to": neighbour_academy.pk}
        assert kept(trial) == [("people_transferred.1", {"people": (wanjiru.pk,), **here})]

    def test_from_nowhere_and_to_nowhere(self, trial, academy, wanjiru, now):
        services.transfer(person=wanjiru, to=None, now=now)
        services.transfer(person=wanjiru, to=academy, now=now)
        assert kept(trial) == [
            ("people_transferred.1", {"people": (wanjiru.pk,), "source": academy.pk, "to": None}),
            ("people_transferred.1", {"people": (wanjiru.pk,), "source": None, "to": academy.pk}),
        ]

    def test_are_told_to_the_person_once_by_mail(
        self, wanjiru, neighbour_academy, now, django_capture_on_commit_callbacks
    ):
        wanjiru.email = "w@example.org"
        wanjiru.save()
        with django_capture_on_commit_callbacks(execute=True):
            services.transfer(person=wanjiru, to=neighbour_academy, now=now)
        from lms.people.administration.transfers.receivers import tell_by_mail

        tell_by_mail(events.PeopleTransferred(neighbour_academy.pk, now, (wanjiru.pk,), None, neighbour_academy.pk))
        assert Mail.objects.filter(person=wanjiru, kind="transfer").count() == 1


def test_where_it_is_off_it_hears_nothing(trial, neighbour_academy):
    make_person("KE-8001", "Otieno", neighbour_academy)
    assert kept(trial) == []


def test_deeds_that_the_log_leaves_out_as_too_many_are_told(trial, wanjiru, now):
    """Whoever changes their own data often fills no log, and their plugins still know."""
    for _time in range(25):
        services_of_log.note("person_changed", by=wanjiru, person=wanjiru, now=now, fields=["phone"])
    assert len(trial.kept) == 25 > AuditEntry.objects.filter(action="person_changed").count()


def test_names_nothing_of_a_person_but_ids(trial, academy, amina, wanjiru, now):
    for kind in set(published_events.KINDS.values()):
        own = {field.name for field in fields(kind)}
        ids = {"institution", "at", "people", "cohort", "merged", "into", "source", "to"}
        assert own <= ids | {"role", "accepted"}
