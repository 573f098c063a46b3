"""Simulations: nobody sees or does what is another seat’s, too early, too late, twice, or as one who runs it."""

from contextlib import contextmanager
from unittest import mock

import pytest
import time_machine

from assessments.casework import State
from assessments.simulation.runs import access, entries, lifecycle, logbook, services, statements
from assessments.simulation.runs.models import LogEntry, Run, SeatQuerySet
from assessments.simulation.seat import entry_data, polling_views
from lms.foundation.database.statements import Statement
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from lms.people.directory.rules import OwnCase
from tests.conftest import make_person

from ..mutation import all_rows, browser, held_by, instead
from .simulated import DAY, console, page_of, seat_of, sends, shown

DECIDED = {"verb": "decide", "decision": "money", "option": "open", "reason": "Fourteen families"}


def test_a_proxy_that_repeats_a_request_enters_it_once(run, players):
    data = {"verb": "say", "to": ["labour"], "text": "Good morning", "entry_id": str(uuid7())}

    def repeated() -> bool:
        for _time in range(3):
            browser(players["fiu"]).post(page_of(run, "fiu"), data)
        return LogEntry.objects.count() > 1

    held_by(instead(entry_data, "uuid7_of", lambda text: uuid7()), attack=repeated)


def test_a_request_that_was_held_back_until_the_turn_was_over_decides_nothing(run, players, now):
    """Nothing swept meanwhile: the turns that are past are closed before the entry is looked at."""

    def late() -> bool:
        with time_machine.travel(now + 5 * DAY, tick=False):
            sends(players["fiu"], page_of(run, "fiu"), **DECIDED)
        return LogEntry.objects.filter(verb="decide").exists()

    @contextmanager
    def no_turn_is_closed():
        with mock.patch.object(logbook, "Mode", mock.Mock(LIVE="turns")):
            yield

    held_by(no_turn_is_closed(), attack=late)


def test_the_seat_of_somebody_else_is_neither_seen_nor_played(run, players):
    where, other = page_of(run, "fiu"), players["labour"]
    attacks = (
        lambda: "Report of unusual payments" in shown(other, where),
        lambda: sends(other, where, **DECIDED) == 302,
        lambda: browser(other).get(f"{where}pulse/").status_code == 200,
    )
    for attack in attacks:
        held_by(
            all_rows(SeatQuerySet, "of"),
            instead(entries, "OWN", Statement(statements.OWN.asks)),  # written anew, by that phrase
            instead(polling_views, "VIEW", Statement(statements.VIEW.asks)),
            attack=attack,
        )


def test_a_card_that_has_not_come_yet_is_neither_read_nor_passed_on_nor_relied_on(run, players, file):
    early = next(one["card"] for one in file["injects"] if one.get("card"))
    where = page_of(run, "fiu")
    attacks = (
        lambda: sends(players["fiu"], where, verb="opened", card=early) == 302,
        lambda: sends(players["fiu"], where, verb="share", card=early, to=["labour"]) == 302,
        lambda: sends(players["fiu"], where, **DECIDED, relies=[early]) == 302,
    )
    for attack in attacks:
        held_by(instead(State, "knows", lambda state, seat, card: seat == "fiu"), attack=attack)


@pytest.mark.parametrize(
    "data",
    [
        {"verb": "fire", "inject": "j13"},
        {"verb": "tick"},
        {"verb": "finish"},
        {"verb": "judge", "form": "request", "field": "facts", "marks": "1"},
        {"verb": "close"},
    ],
)
def test_a_player_enters_nothing_of_those_who_run_it(run, players, data):
    """Two controls, one behind the other: the page takes no such verb, and the engine knows none of a seat."""
    assert sends(players["fiu"], page_of(run, "fiu"), **data) == 400
    takes = mock.patch.dict(entry_data._READ, {data["verb"]: lambda post: {**data}})
    with mock.patch.object(entry_data, "VERBS", (*entry_data.VERBS, data["verb"])), takes:
        assert sends(players["fiu"], page_of(run, "fiu"), **data) == 422
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"decision": "border", "option": "share"},  # another seat's
        {"decision": "charge", "option": "tip"},  # not open yet
        {"decision": "made-up", "option": "open"},
        {"decision": "money", "option": "share"},  # of another decision
        {"decision": "money", "option": ""},
        {"decision": "", "option": "open"},
        {"decision": "money", "option": "open", "reason": ""},
        {"decision": "money", "option": "open", "reason": "x" * 4001},
        {"decision": "money", "option": "open", "relies": ["c_passport", "../etc"]},
    ],
)
def test_fields_that_were_taken_out_or_forged_decide_nothing(run, players, data):
    before = Run.objects.get().state
    status = sends(players["fiu"], page_of(run, "fiu"), **{"verb": "decide", "reason": "Because", **data})
    assert status == 422 and Run.objects.get().state == before and not LogEntry.objects.exists()


@pytest.mark.parametrize("to", [[], ["fiu"], ["excon"], ["mayor"], ["labour", "mayor"]])
def test_nothing_is_written_or_passed_on_to_whom_there_is_not(run, players, to):
    for data in ({"verb": "say", "text": "Hello"}, {"verb": "share", "card": "c_wallet"}):
        assert sends(players["fiu"], page_of(run, "fiu"), **data, to=to) == 422
    assert not LogEntry.objects.exists()


def test_a_form_takes_no_field_and_no_marks_of_its_senders_making(run, players):
    fields = {f"field-made-up-{number}": "x" for number in range(300)}
    sent = {"verb": "send", "form": "request", "field-facts": "Little", "marks": "9", "field-marks": "9", **fields}
    assert sends(players["investigator"], page_of(run, "investigator"), **sent) == 302
    assert LogEntry.objects.get().data["values"] == {"facts": "Little"}
    assert sends(players["fiu"], page_of(run, "fiu"), verb="send", form="request", **{"field-facts": "x"}) == 422
    assert sends(players["labour"], page_of(run, "labour"), verb="receive", form="request", answer="accept") == 422


def test_ids_of_another_run_mean_nothing_here(run, make_run, players, academy, course, omar, now):
    late = make_person("KE-888", "Elsewhere", academy)
    progress.enrol(people=[late], course=course, now=now)
    other = make_run(mode="turns", seated=())
    seat = services.seat(run=other, role="fiu", person=late, by=omar, now=now)
    key = str(uuid7())
    assert sends(late, page_of(other, "fiu"), verb="say", to=["labour"], text="Here", entry_id=key) == 302
    assert sends(players["fiu"], page_of(run, "fiu"), verb="say", to=["labour"], text="Here", entry_id=key) == 422
    assert browser(omar).post(console(run, "leave", seat.pk)).status_code == 404
    assert browser(omar).post(console(run, "join"), {"number": "KE-888", "place": f"seat {seat.pk}"}).status_code == 404
    assert LogEntry.objects.count() == 1


def test_whoever_plays_sees_no_console_of_that_run(run, players, academy):
    people_services.appoint(user=players["fiu"], institution=academy, role=Role.INSTRUCTOR)

    def seen() -> bool:
        return "The boy’s hand" in shown(players["fiu"], console(run))

    held_by(instead(access, "plays_in", lambda run, person: False), attack=seen)


def test_whoever_plays_does_not_finish_fork_or_type_for_others(run, players, academy, omar, now):
    people_services.appoint(user=players["fiu"], institution=academy, role=Role.INSTRUCTOR)
    me = players["fiu"]

    def done(act) -> bool:
        try:
            act()
        except OwnCase:
            return False
        return True

    held_by(
        instead(lifecycle, "refuse_own_case", lambda by, people: None),
        attack=lambda: done(lambda: services.finish(run=run, by=me, now=now)),
    )
    held_by(
        instead(lifecycle, "refuse_own_case", lambda by, people: None),
        attack=lambda: done(lambda: services.fork(run=run, upto=0, by=me, now=now)),
    )
    data = {"decision": "inspect", "option": "joint", "reason": "x"}
    about = {"verb": "decide", "data": data, "entry_id": uuid7(), "now": now, "by": me}
    held_by(
        instead(entries, "refuse_own_case", lambda by, people: None),
        attack=lambda: done(lambda: services.record(seat=seat_of(run, "labour"), **about)),
    )
