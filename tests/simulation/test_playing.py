"""The five played paths of *The guesthouse*, entered seat by seat, come to the scores of the case in the attempts."""

from datetime import timedelta

import pytest

from assessments.casework import Refused, State, score
from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run, Seat
from assessments.simulation.runs.replay import differences
from assessments.simulation.runs.scripts import script_of
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.casework.known import GUESTHOUSE
from tests.casework.paths import MISTAKES, path


def moment(now, minute: int):
    """An hour of the case is a minute."""
    return now + timedelta(seconds=minute)


def played(run: Run, log: list[dict], now) -> int:
    """How many entries were refused."""
    seats = {seat.role: seat for seat in Seat.objects.filter(run=run)}
    refused = 0
    for line in log:
        try:
            services.record(
                seat=seats[line["seat"]],
                verb=line["verb"],
                data=line["data"],
                entry_id=uuid7(),
                now=moment(now, line["at"]),
            )
        except Refused:
            refused += 1
    return refused


def closed(run: Run, omar, now) -> Run:
    end = moment(now, 14400)
    run.refresh_from_db()
    assert services.record_clock(run=run, verb="note", now=end) is not None or run.status == "debrief"
    run.refresh_from_db()
    assert run.status == "debrief"
    services.close_run(run=run, by=omar, now=end)
    run.refresh_from_db()
    return run


@pytest.mark.parametrize(
    ("number", "name"),
    [pytest.param(*one, marks=[pytest.mark.sweep] * (one[0] > 0), id=one[1]) for one in enumerate(MISTAKES)],
)
def test_a_played_path_gives_the_attempts_their_scores(number, name, run, players, omar, now):
    refused = played(run, path(name), now)
    closed(run, omar, now)
    attempts = {
        seat.role: seat.attempt
        for seat in Seat.objects.filter(run=run, attempt__isnull=False).select_related("attempt")
    }
    assert {role: round(one.score * 100) for role, one in attempts.items()} == {
        role: shares[number] for role, shares in GUESTHOUSE.seats
    }
    assert {role for role, one in attempts.items() if not one.passed} == GUESTHOUSE.failed[number]
    assert all(one.completed_at and one.closed_at for one in attempts.values())
    assert LogEntry.objects.filter(run=run).count() == run.seq
    assert Event.objects.filter(verb="entered").count() == len(path(name)) - refused
    assert not list(differences())
    assert list(rebuild(write=False)) == []


def test_an_entry_is_a_line_and_an_event_under_one_id(run, sits, now):
    key = uuid7()
    data = {"decision": "assess", "option": "joint", "reason": "We know too little.", "relies": ["c_call1"]}
    line = services.record(seat=sits("investigator"), verb="decide", data=data, entry_id=key, now=moment(now, 60))
    event = Event.objects.get(pk=key)
    assert (line.pk, line.seq, line.at, line.role, line.data) == (key, 1, 60, "investigator", data)
    assert event.data == {"run": str(run.pk), "seq": 1, "by": sits("investigator").person_id}
    assert sits("investigator").attempt.state["entries"] == 1


def test_the_same_entry_again_is_the_first(run, sits, now):
    key, data = uuid7(), {"decision": "assess", "option": "joint", "reason": "x"}
    lines = [
        services.record(seat=sits("investigator"), verb="decide", data=data, entry_id=key, now=moment(now, 60 + again))
        for again in range(3)
    ]
    assert {(line.pk, line.seq, line.at) for line in lines} == {(key, 1, 60)}
    said = uuid7()
    for _again in range(2):
        services.record(
            seat=sits("fiu"), verb="say", data={"to": ["labour"], "text": "Hello"}, entry_id=said, now=moment(now, 70)
        )
    run.refresh_from_db()
    assert run.seq == 2 and Event.objects.filter(verb="entered").count() == 2


def test_what_is_refused_changes_nothing(run, sits, now):
    before = list(Run.objects.values()), list(Seat.objects.values()), list(Event.objects.values())
    for verb, data in (
        ("decide", {"decision": "border", "option": "share", "reason": "x"}),
        ("decide", {"decision": "assess", "option": "joint", "reason": " "}),
        ("decide", {"decision": "assess", "option": "joint", "reason": "x", "relies": ["c_wallet"]}),
        ("fire", {"inject": "j01"}),
        ("say", {"to": ["labour"], "text": "x" * 4001}),
    ):
        with pytest.raises(Refused):
            services.record(seat=sits("investigator"), verb=verb, data=data, entry_id=uuid7(), now=moment(now, 60))
    assert before == (list(Run.objects.values()), list(Seat.objects.values()), list(Event.objects.values()))


def test_only_those_who_see_something_new_have_another_name_for_it(run, sits, now):
    before = dict(Seat.objects.values_list("role", "view"))
    data = {"decision": "money", "option": "open", "reason": "x"}
    services.record(seat=sits("fiu"), verb="decide", data=data, entry_id=uuid7(), now=moment(now, 60))
    after = dict(Seat.objects.values_list("role", "view"))
    assert {role for role, view in after.items() if view != before[role]} == {"fiu", "investigator"}


def test_marks_are_ours_and_no_senders(run, sits, now):
    data = {"form": "request", "values": {"offence": "none", "made_up": "x"}, "marks": {"offence": 1}}
    line = services.record(seat=sits("investigator"), verb="send", data=data, entry_id=uuid7(), now=moment(now, 60))
    assert line.data["values"] == {"offence": "none"} and line.data["marks"]["offence"] == 0


def test_whoever_did_nothing_has_no_result(run, players, sits, omar, now):
    data = {"decision": "money", "option": "open", "reason": "x"}
    services.record(seat=sits("fiu"), verb="decide", data=data, entry_id=uuid7(), now=moment(now, 60))
    services.finish(run=run, by=omar, now=moment(now, 120))
    services.close_run(run=run, by=omar, now=moment(now, 180))
    completed = Attempt.objects.filter(kind="simulation", completed_at__isnull=False)
    assert [one.enrolment.learner for one in completed] == [players["fiu"]]
    assert not Attempt.objects.filter(kind="simulation", closed_at=None).exists()
    again = services.close_run(run=run, by=omar, now=moment(now, 999))
    assert again.closed_at == moment(now, 180)
    assert Enrolment.objects.filter(scores__isnull=False).exists()


def test_two_roles_of_one_person_are_one_attempt_with_the_mean(make_run, players, omar, now):
    run = make_run(seated=("fiu",), opened=False)
    services.seat(run=run, role="service", person=players["fiu"], by=omar, now=now)
    services.open_run(run=run, by=omar, now=now)
    for role, data in (
        ("fiu", {"decision": "money", "option": "open", "reason": "x"}),
        ("service", {"to": ["labour"], "text": "Good morning"}),
    ):
        seat = Seat.objects.get(run=run, role=role)
        verb = "decide" if "decision" in data else "say"
        services.record(seat=seat, verb=verb, data=data, entry_id=uuid7(), now=moment(now, 60))
    services.finish(run=run, by=omar, now=moment(now, 120))
    services.close_run(run=run, by=omar, now=moment(now, 120))
    attempt = Attempt.objects.get(kind="simulation")
    run.refresh_from_db()
    shares = [score(script_of(run), State.read(run.state), role).share for role in ("fiu", "service")]
    assert attempt.score == pytest.approx(sum(shares) / 2)
