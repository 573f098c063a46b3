"""Simulations: nobody sees or does what is another seat’s, too early, too late, twice, or as one who runs it."""

from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from unittest import mock

import pytest
import time_machine
from django.urls import reverse

from assessments.casework import State
from assessments.simulation import (
    access,
    elsewhere,
    entering,
    logbook,
    pulse_views,
    recording,
    room_views,
    running,
    services,
    statements,
)
from assessments.simulation.models import LogEntry, Run, RunQuerySet, Seat, SeatQuerySet
from lms.people import services as people_services
from lms.people.choices import Role
from lms.people.oneself import OwnCase
from lms.plugins.identifiers import uuid7
from lms.progress import services as progress
from lms.statements import Statement
from tests.conftest import make_person
from tests.simulation.conftest import (  # noqa: F401  fixtures
    case_page,
    cohort,
    course,
    enrolled,
    entry,
    file,
    make_run,
    players,
)

from .mutation import all_rows, browser, held_by, instead

DAY = timedelta(days=1)
DECIDED = {"verb": "decide", "decision": "money", "option": "open", "reason": "Fourteen families"}


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def run(make_run, now) -> Run:
    return make_run(mode="turns", deadlines=[now + DAY * day for day in range(1, 7)])


def seat_of(run, role: str) -> Seat:
    return Seat.objects.get(run=run, role=role, left_at=None)


def page_of(run, role: str) -> str:
    return reverse("simulation:seat", args=[seat_of(run, role).pk])


def console(run, name: str = "console", *more) -> str:
    return reverse(f"simulation:{name}", args=[run.pk, *more])


def sends(person, where: str, **data) -> int:
    return browser(person).post(where, {"entry_id": str(uuid7()), **data}).status_code


def shown(person, where: str) -> str:
    return unescape(browser(person).get(where).content.decode())


def test_a_proxy_that_repeats_a_request_enters_it_once(run, players):
    data = {"verb": "say", "to": ["labour"], "text": "Good morning", "entry_id": str(uuid7())}

    def repeated() -> bool:
        for _time in range(3):
            browser(players["fiu"]).post(page_of(run, "fiu"), data)
        return LogEntry.objects.count() > 1

    held_by(instead(entering, "uuid7_of", lambda text: uuid7()), attack=repeated)


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
            instead(recording, "OWN", Statement(statements.OWN.asks)),  # written anew, by that phrase
            instead(pulse_views, "VERSION", Statement(statements.VERSION.asks)),
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
    takes = mock.patch.dict(entering._READ, {data["verb"]: lambda post: {**data}})
    with mock.patch.object(entering, "VERBS", (*entering.VERBS, data["verb"])), takes:
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
        instead(running, "refuse_own_case", lambda by, people: None),
        attack=lambda: done(lambda: services.finish(run=run, by=me, now=now)),
    )
    held_by(
        instead(running, "refuse_own_case", lambda by, people: None),
        attack=lambda: done(lambda: services.fork(run=run, upto=0, by=me, now=now)),
    )
    data = {"decision": "inspect", "option": "joint", "reason": "x"}
    about = {"verb": "decide", "data": data, "entry_id": uuid7(), "now": now, "by": me}
    held_by(
        instead(recording, "refuse_own_case", lambda by, people: None),
        attack=lambda: done(lambda: services.record(seat=seat_of(run, "labour"), **about)),
    )


def test_a_neighbours_instructor_sees_no_console(run, neighbour):
    def seen() -> bool:
        return "The boy’s hand" in shown(neighbour, console(run))

    held_by(all_rows(RunQuerySet), attack=seen)


@pytest.fixture
def invited(run, neighbour, neighbour_academy, enrolled, omar, now):
    """The neighbours' instructor, evaluator where one of their own plays."""
    guest = make_person("KE-990", "Guest Of Honour", neighbour_academy)
    progress.enrol(people=[guest], course=enrolled, now=now)
    services.seat(run=run, role="coordinator", person=guest, by=omar, now=now)
    services.seat(run=run, role="evaluator", person=neighbour, by=omar, now=now)
    return neighbour


def test_a_neighbours_evaluator_knows_their_own_people_alone(run, invited):
    def named() -> bool:
        return "Officer investigator" in shown(invited, console(run))

    watched = elsewhere.Watched

    def by_name(run, name, is_host):
        return watched(run, lambda seat: seat.person.name, is_host)

    held_by(instead(elsewhere, "Watched", by_name), attack=named)


def test_a_neighbours_evaluator_whose_people_do_not_play_has_nothing(run, neighbour, omar, now):
    services.seat(run=run, role="evaluator", person=neighbour, by=omar, now=now)

    def seen() -> bool:
        return "The boy’s hand" in shown(neighbour, console(run))

    held_by(
        instead(
            elsewhere, "steered_elsewhere", lambda person, own: Run.objects.select_related("institution", "activity")
        ),
        attack=seen,
    )


def test_a_neighbours_observer_marks_nothing(run, invited, neighbour_academy, omar, now):
    observer = make_person("KE-992", "Observer", neighbour_academy, Role.INSTRUCTOR)
    services.seat(run=run, role="observer", person=observer, by=omar, now=now)
    services.finish(run=run, by=omar, now=now)

    def read() -> bool:
        return "Turning points" in shown(observer, console(run, "debrief"))

    held_by(instead(elsewhere, "may_debrief", lambda seen, person: True), attack=read)


def test_an_evaluator_does_not_end_the_play(run, invited):
    def ended() -> bool:
        sent = {"verb": "finish", "entry": str(uuid7())}
        return browser(invited).post(console(run, "enter"), sent).status_code == 302

    held_by(instead(recording, "EVALUATOR", "nobody"), attack=ended)


def test_a_colleague_does_not_look_behind_the_curtain(make_run, academy):
    room = make_run(mode="plenary")
    colleague = make_person("KE-650", "Colleague", academy, Role.INSTRUCTOR)

    def seen() -> bool:
        where = console(room, "behind", "fiu") + "?open=1"
        return "Report of unusual payments" in shown(colleague, where)

    held_by(instead(room_views, "hand_of", lambda run, person: seat_of(run, "excon")), attack=seen)
