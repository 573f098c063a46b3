"""The statements of entries and polls give and write what the ORM would, of one’s own seat alone."""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run, Seat
from assessments.simulation.runs.statements import ENTRY, OWN, RUN, VIEW, seats_with
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt, Event
from tests.progress.counting import statements
from tests.progress.test_statements import same, values

from .test_playing import moment

AROUND = ("run", "attempt", "attempt__enrolment", "attempt__enrolment__institution")


def test_ones_own_seat_comes_with_its_run_and_attempt(run, sits, players, django_assert_num_queries):
    seat = sits("fiu")
    with transaction.atomic(), django_assert_num_queries(1):
        row = OWN.first(person=players["fiu"].pk, seat=seat.pk)
    by_orm = Seat.objects.select_related("run", "attempt__enrolment__institution").get(pk=seat.pk)
    assert same(row, by_orm, *AROUND)
    if connection.vendor == "postgresql":
        with transaction.atomic(), statements() as asked:
            OWN.first(person=players["fiu"].pk, seat=seat.pk)
        locked = ('"simulation_run"', '"progress_attempt"', '"progress_enrolment"')
        assert [part.split(" OF ")[1] for part in asked[0].split(" FOR NO KEY UPDATE")[1:]] == [", ".join(locked)]


@pytest.mark.parametrize("pk", [None, 0, 2**63, 10**30])
def test_of_others_and_of_those_who_left_there_is_none(run, sits, players, now, omar, pk):
    def found(role: str) -> list:
        one = sits("fiu").pk if pk is None else pk
        asked = {"person": players[role].pk, "seat": one}
        return OWN.rows(**asked) + VIEW.rows(**asked, now=now)

    with transaction.atomic():
        assert found("labour") == []
        assert len(found("fiu")) == (2 if pk is None else 0)
        if pk is None:
            services.unseat(seat=sits("fiu"), by=omar, now=now)
            assert found("fiu") == []


def test_the_name_of_a_view_says_whether_something_is_due(run, sits, players, now):
    Seat.objects.filter(pk=sits("fiu").pk).update(view="abc")
    due = Run.objects.get().next_at
    pk = sits("fiu").pk

    def found(at) -> list:
        return [(one.pk, one.view, one.due) for one in VIEW.rows(person=players["fiu"].pk, seat=pk, now=at)]

    assert found(now) == [(pk, "abc", 0)]
    assert found(due) == [(pk, "abc", 1)]
    Run.objects.update(next_at=None)
    assert found(due) == [(pk, "abc", 0)]


def test_an_entry_is_written_once(run, sits, now):
    line = services.record(
        seat=sits("fiu"), verb="say", data={"to": ["labour"], "text": "é “x”"}, entry_id=uuid7(), now=moment(now, 1)
    )
    kept = values(LogEntry.objects.get())
    assert kept == values(line)
    other = LogEntry(pk=line.pk, run=run, seq=9, verb="note", at=0, occurred_at=now, received_at=now)
    assert ENTRY.insert(other) is False and values(LogEntry.objects.get()) == kept
    by_orm = LogEntry(**{**kept, "id": uuid7(), "seq": 2})
    by_orm.save(force_insert=True)
    again = LogEntry(**{**kept, "id": uuid7(), "seq": 3})
    assert ENTRY.insert(again) is True and not again._state.adding
    stored = [values(LogEntry.objects.get(pk=one.pk)) | {"id": 0, "seq": 0} for one in (by_orm, again)]
    assert stored[0] == stored[1]


def test_a_run_is_written_as_the_orm_writes_it(run, sits, now):
    run = Run.objects.get()
    for next_at in (now, None):
        run.state, run.seq, run.next_at = {**run.state, "turn": run.seq + 1}, run.seq + 1, next_at
        RUN.save(run)
        assert values(Run.objects.get()) == values(run)


@pytest.mark.parametrize("roles", [("fiu",), ("fiu", "labour", "service")])
def test_seats_of_these_roles_have_the_names_of_their_views(run, make_run, roles):
    other = make_run(mode="turns", seated=())
    before = dict(Seat.objects.filter(run=run).values_list("role", "view"))
    named = {f"role{place}": role for place, role in enumerate(roles)}
    views = {f"view{place}": f"the {role}" for place, role in enumerate(roles)}
    written = seats_with(len(roles)).write(run=run.pk, **named, **views)
    assert written == len(roles) and not other.seats.filter(role="fiu").exists()
    after = dict(Seat.objects.filter(run=run).values_list("role", "view"))
    assert after == before | {role: f"the {role}" for role in roles}


class TestOnesOwnEntry:
    @pytest.fixture
    def says(self, run, sits, players, now):
        pk = sits("fiu").pk

        def say(role: str = "fiu", key=None, text: str = "Good morning"):
            about = {"verb": "say", "data": {"to": ["labour"], "text": text}, "entry_id": key or uuid7()}
            return services.record_own(key=pk, person=players[role], **about, now=moment(now, 60))

        return say

    def test_is_a_line_and_an_event_as_one_that_is_entered_for_somebody(self, run, sits, says, players, now):
        line = says()
        data = {"to": ["labour"], "text": "Good morning"}
        other = services.record(seat=sits("fiu"), verb="say", data=data, entry_id=uuid7(), now=moment(now, 60))
        stored = [values(LogEntry.objects.get(pk=one.pk)) | {"id": 0, "seq": 0} for one in (line, other)]
        assert stored[0] == stored[1]
        events = [values(Event.objects.get(pk=one.pk)) for one in (line, other)]
        assert [event["data"] for event in events] == [
            {"run": str(run.pk), "seq": seq, "by": players["fiu"].pk} for seq in (1, 2)
        ]
        assert [event["position"] for event in events] == [1, 2]
        attempt = Attempt.objects.get(pk=sits("fiu").attempt_id)
        assert (attempt.events, attempt.state["entries"]) == (3, 2)

    def test_takes_six_statements(self, says):
        says()
        with statements() as asked:
            says()
        assert len(asked) == 6, asked


@pytest.mark.parametrize("name", ["seat", "pulse"])
def test_a_number_that_no_database_holds_is_no_seat(as_, players, run, name):
    client, where = as_(players["fiu"]), reverse(f"simulation:{name}", args=[10**30])
    sent = {"verb": "say", "to": ["labour"], "text": "x", "entry_id": str(uuid7())}
    assert client.get(where).status_code == 404
    if name == "seat":
        assert client.post(where, sent).status_code == 404
    assert not LogEntry.objects.exists()
