"""What never works is put aside, says so, and is taken up again; nobody can have put aside what works for others."""

import io
import json

import pytest
from django.core.management import call_command

from lms.foundation.plugins.runtime import faults, guard
from lms.foundation.plugins.runtime.errors import Faulty
from lms.switchboard import circuit_breaker, deliveries, jobs
from lms.switchboard.circuit_breaker import MOST, CircuitBreaker, breaker
from lms.switchboard.plugin_status import problems_finding

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
    breaker.records()  # what a process remembers for seconds is not for the tests after these


@pytest.fixture
def another():
    """The circuit breaker of another process."""
    return CircuitBreaker()


def break_down(clock, call=SLOT, *, times=MOST, people=("1", "2", "3"), seconds=90):
    """So many faults, one after the other, met by these people in turn."""
    for number in range(times):
        clock[0] += seconds / times
        token = circuit_breaker.met_by.set(lambda number=number: people[number % len(people)] if people else "")
        breaker.broke(call)
        circuit_breaker.met_by.reset(token)


class TestTheRule:
    def test_faults_of_three_people_without_a_success_suspend_a_call(self, clock, caplog):
        break_down(clock, times=MOST - 1)
        assert not breaker.is_aside(SLOT)
        break_down(clock, times=1)
        assert breaker.is_aside(SLOT)
        assert "the plugin “quiz” is put aside in: slot cohort quiz.panels" in caplog.text

    @pytest.mark.parametrize(
        "faults",
        [
            {"times": 5 * MOST, "people": ("1", "2"), "seconds": 600},
            {"times": 5 * MOST, "people": (), "seconds": 600},
            {"times": 3 * MOST, "seconds": 30},
            {"times": 2 * MOST, "seconds": 40 * 3600},
        ],
        ids=["of two people", "of nobody", "at the same moment", "hours apart"],
    )
    def test_faults_of_few_people_of_one_moment_or_hours_apart_suspend_nothing(self, clock, faults):
        break_down(clock, **faults)
        assert not breaker.is_aside(SLOT)

    def test_a_success_in_any_process_prevents_the_suspension(self, clock, another):
        break_down(clock, times=MOST - 1)
        another.records()
        assert SLOT in another.failing
        another.worked(SLOT)
        break_down(clock, times=1)
        assert not breaker.is_aside(SLOT)

    def test_background_work_is_suspended_though_no_person_met_its_faults(self, clock):
        break_down(clock, JOB, people=())
        assert breaker.is_aside(JOB)

    def test_slow_calls_are_suspended_sooner(self, clock):
        for person in ("1", "2", "3", "1"):
            assert not breaker.is_aside(SLOT)
            clock[0] += 30
            token = circuit_breaker.met_by.set(lambda person=person: person)
            breaker.overran(SLOT)
            circuit_breaker.met_by.reset(token)
        assert breaker.is_aside(SLOT)

    def test_one_call_is_suspended_and_no_other(self, clock):
        break_down(clock)
        assert not breaker.is_aside(guard.Call("quiz", faults.LINK, "person quiz.panels"))


class TestWhatIsAside:
    def test_a_suspended_call_is_made_by_no_process_and_tried_again_after_a_day(self, clock, another):
        break_down(clock)
        assert another.is_aside(SLOT)
        with pytest.raises(Faulty):
            guard.answer(SLOT, lambda: pytest.fail("It was called."))
        clock[0] += 86_401
        breaker.records()
        assert not breaker.is_aside(SLOT)

    def test_a_suspended_call_is_tried_again_with_another_version(self, clock, monkeypatch):
        break_down(clock)
        from django.apps import apps

        config = apps.get_app_config("quiz")
        monkeypatch.setattr(type(config), "manifest", type("Newer", (), {"version": "99.0"}))
        breaker.records()
        assert not breaker.is_aside(SLOT)

    def test_the_health_page_and_the_command_name_suspended_calls(self, clock, db, now):
        break_down(clock)
        finding = problems_finding(now)
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

    def test_the_command_resumes_a_suspended_call(self, clock):
        break_down(clock)
        printed = io.StringIO()
        call_command("plugins", "--take-up", "quiz", stdout=printed)
        assert printed.getvalue() == "1 parts of the plugin are used again.\n"
        assert not breaker.is_aside(SLOT)

    def test_a_superuser_resumes_a_suspended_call(self, clock, as_, superuser, site):
        break_down(clock)
        client = as_(superuser)
        page = client.get(PAGE).content.decode()
        assert "slot cohort quiz.panels" in page
        assert client.get(f"{PAGE}take-up/").status_code == 405
        assert client.post(f"{PAGE}take-up/").status_code == 302
        assert not breaker.is_aside(SLOT)
        assert "never worked in between" not in client.get(PAGE).content.decode()

    def test_no_other_user_resumes_a_suspended_call(self, clock, as_, wanjiru, site):
        break_down(clock)
        assert as_(wanjiru).post(f"{PAGE}take-up/").status_code in (302, 403, 404)
        assert breaker.is_aside(SLOT)


def test_a_fault_is_handled_while_the_cache_is_away(clock, caplog, monkeypatch):
    def away():
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(circuit_breaker, "shared", away)
        break_down(clock)
        assert not breaker.is_aside(SLOT)
    assert "cannot be counted" in caplog.text


def test_a_suspended_job_does_not_run(orchard, on, now, clock):

    break_down(clock, guard.Call("orchard", faults.JOB, "orchard_pruning"), people=())
    assert not jobs.run("orchard_pruning", now=now)
    assert orchard.worked == []
    breaker.take_up("orchard")
    assert jobs.run("orchard_pruning", now=now)
    assert orchard.worked


def test_events_wait_for_a_suspended_receiver(orchard, on, now, clock):
    from lms.foundation.plugins import events
    from lms.switchboard.models import Delivery

    where = events.address(orchard.listen)
    event = events.Enrolled(institution=on.pk, at=now, course="0" * 32, enrolments=())
    deliveries.store_event(event, [where])
    row = Delivery.objects.get()
    break_down(clock, guard.Call("orchard", faults.EVENT, where), people=())
    assert not deliveries.deliver_event(row.pk, now=now)
    row.refresh_from_db()
    assert (row.tries, orchard.heard) == (0, [])
    assert row.next_at > now
