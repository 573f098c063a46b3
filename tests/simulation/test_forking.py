"""Playing on from a moment of a run: the page, the new run, and that neither changes the other."""

import json

import pytest

from assessments.casework import Refused
from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run, Seat
from assessments.simulation.runs.replay import differences, entries_of, fold_log
from lms.foundation.plugins.identifiers import uuid7
from tests.casework.paths import path
from tests.progress.counting import statements

from .test_console import at
from .test_playing import closed, moment, played


@pytest.fixture
def halfway(run, now) -> Run:
    played(run, path("good")[:12], now)
    run.refresh_from_db()
    return run


class TestPage:
    def test_shows_the_moments_and_makes_one_run_of_a_form_sent_twice(self, halfway, as_, omar):
        client, where = as_(omar), at("fork", halfway)
        assert where in client.get(at("console", halfway)).content.decode()
        page = client.get(f"{where}?entry=3").content.decode()
        assert '<option value="3" selected>' in page and "0 · The beginning" in page and "Investigator" in page
        sent = {"upto": "3", "name": "Second try", "key": str(uuid7())}
        urls = {client.post(where, sent).url for _time in range(2)}
        other = Run.objects.get(forked_from=halfway)
        assert urls == {at("seats", other)}
        assert (other.seq, other.fork_seq, other.name, other.status) == (3, 3, "Second try", "planned")
        assert "Second try" in client.get(at("seats", other)).content.decode()

    def test_begins_with_the_moment_before_what_changed_nothing(self, halfway, as_, omar, now):
        seat = Seat.objects.get(run=halfway, role="excon")
        services.record(seat=seat, verb="note", data={"text": "Well asked"}, entry_id=uuid7(), now=moment(now, 900))
        for entry in (halfway.seq + 1, halfway.seq):
            page = as_(omar).get(f"{at('fork', halfway)}?entry={entry}").content.decode()
            assert f'<option value="{halfway.seq}" selected>' in page
        for entry in ("x", "-1", "9" * 40, ""):
            assert as_(omar).get(f"{at('fork', halfway)}?entry={entry}").status_code == 200

    @pytest.mark.parametrize("upto", ["", "99", "-1", "many", "1e3"])
    def test_refuses_a_moment_that_there_is_not(self, halfway, as_, omar, upto):
        response = as_(omar).post(at("fork", halfway), {"upto": upto, "key": str(uuid7())})
        assert response.status_code == 422 and "Choose the entry after which it goes on." in response.content.decode()
        assert Run.objects.count() == 1

    def test_says_in_the_new_console_where_it_comes_from(self, halfway, as_, omar, now):
        other = services.fork(run=halfway, upto=3, by=omar, now=now)
        services.open_run(run=other, by=omar, now=now)
        page = as_(omar).get(at("console", other)).content.decode()
        assert "This run began from another one, after its entry 3." in page and at("console", halfway) in page

    def test_costs_the_same_whatever_was_entered(self, halfway, as_, omar):
        client = as_(omar)
        client.get(at("fork", halfway))
        with statements() as asked:
            client.get(at("fork", halfway))
        assert len(asked) <= 10, asked

    def test_of_a_run_that_is_planned_there_is_none(self, make_run, as_, omar):
        assert as_(omar).get(at("fork", make_run(opened=False))).status_code == 404


def test_at_each_entry_it_is_what_the_run_was_then_and_neither_changes_the_other(halfway, omar, now):
    lines, whole = entries_of(halfway), halfway.state
    for upto in range(halfway.seq + 1):
        other = services.fork(run=halfway, upto=upto, by=omar, now=now)
        assert other.state == fold_log(halfway, lines[:upto]).as_json()
        assert [(one.seq, one.verb, one.data) for one in entries_of(other)] == [
            (one.seq, one.verb, one.data) for one in lines[:upto]
        ]
    halfway.refresh_from_db()
    assert halfway.state == whole and not list(differences())


def test_after_the_end_there_is_nothing_to_play(halfway, omar, now):
    services.finish(run=halfway, by=omar, now=moment(now, 14000))
    halfway.refresh_from_db()
    with pytest.raises(Refused, match="over"):
        services.fork(run=halfway, upto=halfway.seq, by=omar, now=now)
    assert services.fork(run=halfway, upto=halfway.seq - 1, by=omar, now=now).state["status"] == "open"


def test_the_same_people_play_on_once_the_first_is_closed(halfway, players, omar, now):
    other = services.fork(run=halfway, upto=3, by=omar, now=now)
    with pytest.raises(services.NotSeated, match="another run"):
        services.seat(run=other, role="fiu", person=players["fiu"], by=omar, now=now)
    before = closed(halfway, omar, now).state
    end = moment(now, 14401)
    services.seat(run=other, role="coordinator", person=players["coordinator"], by=omar, now=end)
    services.open_run(run=other, by=omar, now=end)
    seat = Seat.objects.get(run=other, role="coordinator")
    services.record(seat=seat, verb="say", data={"to": ["fiu"], "text": "Again"}, entry_id=uuid7(), now=end)
    halfway.refresh_from_db()
    assert halfway.state == before and not list(differences())


def test_its_copies_are_events_of_nobody(halfway, omar, now):
    other = services.fork(run=halfway, upto=5, by=omar, now=now)
    assert set(LogEntry.objects.filter(run=other).values_list("seat", flat=True)) == {None}
    assert "Officer" not in json.dumps(list(LogEntry.objects.filter(run=other).values("data", "device")))
