"""Many hands at once: each entry is one, numbered without a gap, and the state is the fold of the log."""

from datetime import timedelta

import pytest

from assessments.casework import Refused
from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run, Seat
from assessments.simulation.runs.replay import differences
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Event
from lms.people.directory.models import User
from tests.conftest import make_person
from tests.progress.test_races import at_once

from .test_playing import moment

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = {
    "investigator": ("assess", "joint"),
    "labour": ("inspect", "joint"),
    "immigration": ("border", "share"),
    "fiu": ("money", "open"),
    "prosecutor": ("advice", "early"),
    "coordinator": ("ready", "hold"),
}


def deciding(seat, decision, option, when, key=None):
    data = {"decision": decision, "option": option, "reason": "At once"}

    def work():
        about = {"key": seat.pk, "person": User.objects.get(pk=seat.person_id)}
        return services.record_own(**about, verb="decide", data=data, entry_id=key or uuid7(), now=when)

    return work


def whole(run) -> Run:
    run.refresh_from_db()
    assert list(LogEntry.objects.filter(run=run).order_by("seq").values_list("seq", flat=True)) == list(
        range(1, run.seq + 1)
    )
    assert not list(differences())
    return run


def test_six_seats_decide_at_once(run, sits, now):
    found = at_once(*(deciding(sits(role), *what, moment(now, 60)) for role, what in FIRST.items()))
    assert not [one for one in found if isinstance(one, Exception)]
    assert whole(run).seq == 6 and len(run.state["made"]) == 6
    assert Event.objects.filter(verb="entered").count() == 6


def test_the_same_entry_many_times_at_once_is_one(run, sits, now):
    key = uuid7()
    found = at_once(*[deciding(sits("fiu"), "money", "open", moment(now, 60), key)] * 6)
    assert {one.pk for one in found} == {key} and whole(run).seq == 1
    assert Event.objects.filter(pk=key).count() == 1


def test_of_two_in_one_role_one_decides_and_the_other_is_told(run, sits, course, academy, omar, now):
    second = make_person("KE-888", "Second analyst", academy)
    progress.enrol(people=[second], course=course, now=now)
    other = services.seat(run=run, role="fiu", person=second, by=omar, now=now)
    works = [
        deciding(seat, "money", option, moment(now, 60))
        for seat, option in ((sits_of(run, "fiu", second), "wait"), (other, "open"))
    ]
    found = at_once(*works)
    refused = [one for one in found if isinstance(one, Refused)]
    assert [one.why for one in refused] == ["made"] and whole(run).seq == 1


def sits_of(run, role, but):
    return Seat.objects.filter(run=run, role=role).exclude(person=but).get()


def test_a_turn_is_closed_while_seats_decide(make_run, omar, now):
    run = make_run(mode="turns", deadlines=[now + timedelta(days=day) for day in range(1, 7)])
    seats = {seat.role: seat for seat in Seat.objects.filter(run=run)}

    def closing():
        data = {"seat": Seat.objects.get(pk=seats["excon"].pk), "verb": "tick", "data": {}}
        return services.record(**data, entry_id=uuid7(), now=now)

    works = [deciding(seats[role], *what, now) for role, what in FIRST.items()]
    found = at_once(closing, *works)
    refused = [one for one in found if isinstance(one, Exception)]
    assert all(isinstance(one, Refused) for one in refused)
    assert whole(run).state["turn"] == 1
    assert whole(run).seq == 7 - len(refused)


def test_a_deadline_that_two_sweeps_meet_closes_one_turn(make_run, now):
    run = make_run(mode="turns", deadlines=[now + timedelta(days=day) for day in range(1, 7)])

    def sweeping():
        return services.record_clock(run=Run.objects.get(pk=run.pk), verb="tick", now=now + timedelta(days=1))

    found = at_once(sweeping, sweeping, sweeping)
    assert sum(one is not None for one in found) == 1 and whole(run).state["turn"] == 1


def test_closed_twice_at_once_it_has_one_result(run, sits, omar, now):
    deciding(sits("fiu"), "money", "open", moment(now, 60))()
    services.finish(run=run, by=omar, now=moment(now, 90))

    def closing():
        return services.close_run(run=Run.objects.get(pk=run.pk), by=User.objects.get(pk=omar.pk), now=moment(now, 99))

    found = at_once(closing, closing)
    assert not [one for one in found if isinstance(one, Exception)]
    assert Event.objects.filter(verb="scored").count() == 1 and whole(run).status == "closed"
