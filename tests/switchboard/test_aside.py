"""What never works is put aside, says so, and is taken up again; nobody can have put aside what works for others."""

import io
import json

import pytest
from django.core.management import call_command

from lms.foundation.plugins.runtime import faults, guard
from lms.foundation.plugins.runtime.errors import Faulty
from lms.switchboard import circuit_breaker, deliveries, jobs
from lms.switchboard.circuit_breaker import MOST, Docket, docket
from lms.switchboard.plugin_status import refused

SLOT = guard.Call("quiz", faults.LINK, "cohort quiz.panels")
JOB = guard.Call("quiz", faults.JOB, "quiz_sweep")
PAGE = "/admin/plugins/quiz/"


@pytest.fixture
def clock(monkeypatch):
    """A clock that tests set, in seconds."""
    moment = [1000.0]
    with monkeypatch.context() as patch:
        patch.setattr(circuit_breaker.time, "time", lambda: moment[0])
        yield moment
    circuit_breaker.shared().clear()
    docket.records()  # what a process remembers for seconds is not for the tests after these


@pytest.fixture
def another():
    """The docket of another process."""
    return Docket()


def break_down(clock, call=SLOT, *, times=MOST, people=("1", "2", "3"), seconds=90):
    """So many faults, one after the other, met by these people in turn."""
    for number in range(times):
        clock[0] += seconds / times
        token = circuit_breaker.met_by.set(lambda number=number: people[number % len(people)] if people else "")
        docket.broke(call)
        circuit_breaker.met_by.reset(token)


class TestTheRule:
    def test_faults_of_three_people_without_its_working_once(self, clock, caplog):
        break_down(clock, times=MOST - 1)
        assert not docket.is_aside(SLOT)
        break_down(clock, times=1)
        assert docket.is_aside(SLOT)
        assert "the plugin “quiz” is put aside in: slot cohort quiz.panels" in caplog.text

    def test_not_for_what_one_or_two_people_meet_however_often(self, clock):
        break_down(clock, times=5 * MOST, people=("1", "2"), seconds=600)
        break_down(clock, times=5 * MOST, people=(), seconds=600)
        assert not docket.is_aside(SLOT)

    def test_not_where_it_works_in_between_in_any_process(self, clock, another):
        break_down(clock, times=MOST - 1)
        another.records()
        assert SLOT in another.failing
        another.worked(SLOT)
        break_down(clock, times=1)
        assert not docket.is_aside(SLOT)

    def test_not_for_many_at_the_same_moment(self, clock):
        break_down(clock, times=3 * MOST, seconds=30)
        assert not docket.is_aside(SLOT)

    def test_not_for_faults_that_are_hours_apart(self, clock):
        break_down(clock, times=2 * MOST, seconds=40 * 3600)
        assert not docket.is_aside(SLOT)

    def test_what_works_in_the_background_needs_nobody_to_meet_it(self, clock):
        break_down(clock, JOB, people=())
        assert docket.is_aside(JOB)

    def test_what_takes_too_long_sooner(self, clock):
        for person in ("1", "2", "3", "1"):
            assert not docket.is_aside(SLOT)
            clock[0] += 30
            token = circuit_breaker.met_by.set(lambda person=person: person)
            docket.overran(SLOT)
            circuit_breaker.met_by.reset(token)
        assert docket.is_aside(SLOT)

    def test_one_call_and_no_other(self, clock):
        break_down(clock)
        assert not docket.is_aside(guard.Call("quiz", faults.LINK, "person quiz.panels"))


class TestWhatIsAside:
    def test_is_known_in_the_other_processes(self, clock, another):
        break_down(clock)
        assert another.is_aside(SLOT)

    def test_is_not_called(self, clock):
        break_down(clock)
        with pytest.raises(Faulty):
            guard.answer(SLOT, lambda: pytest.fail("It was called."))

    def test_is_tried_again_after_a_day(self, clock):
        break_down(clock)
        clock[0] += 86_401
        docket.records()
        assert not docket.is_aside(SLOT)

    def test_is_tried_again_with_another_version(self, clock, monkeypatch):
        break_down(clock)
        from django.apps import apps

        config = apps.get_app_config("quiz")
        monkeypatch.setattr(type(config), "manifest", type("Newer", (), {"version": "99.0"}))
        docket.records()
        assert not docket.is_aside(SLOT)

    def test_stands_on_the_health_page_and_in_the_command(self, clock, db, now):
        break_down(clock)
        finding = refused(now)
        assert finding.status == "warning"
        assert "is put aside in: slot cohort quiz.panels" in finding.figures["quiz"]
        printed = io.StringIO()
        call_command("plugins", stdout=printed)
        assert "put aside: slot cohort quiz.panels" in printed.getvalue()
        printed = io.StringIO()
        call_command("plugins", "--json", stdout=printed)
        found = {plugin["slug"]: plugin for plugin in json.loads(printed.getvalue())}
        assert found["quiz"]["put_aside"] == ["slot cohort quiz.panels"]
        assert found["questions"]["put_aside"] == []

    def test_is_taken_up_again_by_the_command(self, clock):
        break_down(clock)
        printed = io.StringIO()
        call_command("plugins", "--take-up", "quiz", stdout=printed)
        assert printed.getvalue() == "1 parts of the plugin are used again.\n"
        assert not docket.is_aside(SLOT)

    def test_is_taken_up_again_by_whoever_runs_the_site(self, clock, as_, superuser, site):
        break_down(clock)
        client = as_(superuser)
        page = client.get(PAGE).content.decode()
        assert "slot cohort quiz.panels" in page
        assert client.get(f"{PAGE}take-up/").status_code == 405
        assert client.post(f"{PAGE}take-up/").status_code == 302
        assert not docket.is_aside(SLOT)
        assert "never worked in between" not in client.get(PAGE).content.decode()

    def test_is_nobody_elses_business(self, clock, as_, wanjiru, site):
        break_down(clock)
        assert as_(wanjiru).post(f"{PAGE}take-up/").status_code in (302, 403, 404)
        assert docket.is_aside(SLOT)


def test_a_cache_that_cannot_be_asked_makes_no_fault_worse(clock, caplog, monkeypatch):
    def away():
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(circuit_breaker, "shared", away)
        break_down(clock)
        assert not docket.is_aside(SLOT)
    assert "cannot be counted" in caplog.text


def test_a_job_that_is_aside_does_not_run(orchard, academy, now, clock):
    from lms.people.administration.records.services import switch

    switch(plugin="orchard", institution=academy, on=True, by=None, now=now)
    break_down(clock, guard.Call("orchard", faults.JOB, "orchard_pruning"), people=())
    assert not jobs.run("orchard_pruning", now=now)
    assert orchard.worked == []
    docket.take_up("orchard")
    assert jobs.run("orchard_pruning", now=now)
    assert orchard.worked


def test_events_wait_for_a_receiver_that_is_aside(orchard, academy, now, clock):
    from lms.foundation.plugins import events
    from lms.people.administration.records.services import switch
    from lms.switchboard.models import Delivery

    switch(plugin="orchard", institution=academy, on=True, by=None, now=now)
    where = events.address(orchard.listen)
    event = events.Enrolled(institution=academy.pk, at=now, course="0" * 32, enrolments=())
    deliveries.keep(event, [where])
    row = Delivery.objects.get()
    break_down(clock, guard.Call("orchard", faults.EVENT, where), people=())
    assert not deliveries.hand_over(row.pk, now=now)
    row.refresh_from_db()
    assert (row.tries, orchard.heard) == (0, [])
    assert row.next_at > now
