"""V15 and V16: what hangs in a plugin holds a few threads and not all; whoever asks next is answered without it."""

import threading
from contextlib import contextmanager

import pytest

from lms.foundation.plugins.runtime import calls, faults, guard
from lms.people.administration.records import services as people
from lms.switchboard.circuit_breaker import REST, CircuitBreaker, breaker
from lms.switchboard.plugin_status import problems_finding
from tests.switchboard.conftest import orchard
from tests.switchboard.test_circuit_breaker import clock

from .mutation import browser, held_by, instead

__all__ = ["clock", "orchard"]

CALL = guard.Call("orchard", faults.LINK, "learner orchard.panels")
FEW = calls.MOST_OF_ONE
NO_LIMIT = instead(calls, "is_crowded", lambda call: False)
LADDER = "/x/orchard/ladder/"


@contextmanager
def waiting(*, call=CALL, threads=FEW):
    """So many threads wait for `call`."""
    inside, let_go = threading.Barrier(threads + 1), threading.Event()

    def hang():
        inside.wait()
        let_go.wait()

    tasks = [
        threading.Thread(target=guard.answer_or, args=(call, hang), kwargs={"instead": list}) for _ in range(threads)
    ]
    for task in tasks:
        task.start()
    inside.wait()
    try:
        yield
    finally:
        let_go.set()
        for task in tasks:
            task.join()


@pytest.fixture(autouse=True)
def every_call_under_way_is_slow(monkeypatch, clock):
    monkeypatch.setattr(calls, "SLOW", -1.0)


def gets_in(call=CALL) -> bool:
    """Does a further thread go in, where those before it wait?"""
    return guard.answer_or(call, lambda: True, instead=bool)


def test_no_further_thread_waits_for_what_hangs(db):
    def go_in() -> bool:
        breaker.take_up("orchard")
        return gets_in()

    with waiting():
        held_by(NO_LIMIT, attack=go_in)


def test_many_things_of_one_plugin_that_hang_hold_no_more(db):
    others = [guard.Call("orchard", faults.LINK, f"place {number}") for number in range(calls.MOST_OF_PLUGIN)]

    def go_in() -> bool:
        breaker.take_up("orchard")
        return gets_in()

    with waiting(call=others[0], threads=1), waiting(call=others[1], threads=1):
        with waiting(call=others[2], threads=1), waiting(call=others[3], threads=1):
            held_by(NO_LIMIT, attack=go_in)
        assert go_in()


@pytest.mark.urls("tests.switchboard.urls")
def test_no_further_request_waits_for_a_view_that_hangs(orchard, academy, wanjiru, now):
    people.switch(plugin="orchard", institution=academy, on=True, by=None, now=now)
    call = guard.Call("orchard", faults.ADDRESS, "orchard:ladder")

    def ask() -> bool:
        breaker.take_up("orchard")
        return browser(wanjiru).get(LADDER).status_code == 200

    with waiting(call=call):
        held_by(NO_LIMIT, attack=ask)


class TestWhatIsLeftOut:
    def test_is_left_out_in_other_processes_for_a_minute_and_is_on_the_health_page(self, clock, db, now):
        another = CircuitBreaker()
        with waiting():
            assert not gets_in()
        assert another.is_aside(CALL)
        assert "is left out for a minute at a time in: slot learner orchard.panels" in told_of_orchard(now)
        clock[0] += REST + 1
        another.records()
        assert not another.is_aside(CALL)

    def test_is_then_tried_by_one_at_a_time_until_it_works(self, clock, db, now, monkeypatch):
        with waiting():
            assert not gets_in()
        clock[0] += REST + 1
        monkeypatch.setattr(calls, "SLOW", 60.0)
        with waiting(threads=1):
            assert not gets_in()
        assert gets_in()
        with waiting(threads=FEW):
            assert gets_in()
        assert told_of_orchard(now) == ""

    def test_is_not_what_ends_in_time(self, monkeypatch):
        monkeypatch.setattr(calls, "SLOW", 60.0)
        with waiting(threads=8):
            assert gets_in()

    def test_is_not_what_else_the_plugin_does(self):
        with waiting():
            assert gets_in(guard.Call("orchard", faults.ACTIVITY, "orchard.answer"))

    def test_is_nothing_of_the_house(self):
        quiz = guard.Call("quiz", faults.ACTIVITY, "quiz.answer")
        with waiting(call=quiz, threads=8):
            assert gets_in(quiz)

    def test_is_not_work_that_grows_until_it_takes_long(self, monkeypatch):
        report = guard.Call("orchard", faults.REPORT, "trees")
        with waiting(call=report):
            assert gets_in(report)
            monkeypatch.setattr(calls, "SLOW_AT_LEISURE", -1.0)
            assert not gets_in(report)


def told_of_orchard(now) -> str:
    return (problems_finding(now).figures or {}).get("orchard", "")
