"""Runs and seats: what the database keeps, who is seated by whom, what others see, forks, and the proof by replay."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from assessments.casework import Refused
from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run, Seat
from lms.foundation.plugins.identifiers import own_uuid, uuid7
from lms.learning.progress.journal import services as progress
from lms.learning.progress.journal.services import EventConflict
from lms.learning.progress.models import Attempt
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from lms.people.directory.rules import OwnCase
from tests.conftest import make_person

from .test_playing import moment


def decided(seat, now, minute=60, decision="money", option="open", **said):
    data = {"decision": decision, "option": option, "reason": "As we were trained"}
    return services.record(
        **{"seat": seat, "verb": "decide", "data": data, "entry_id": uuid7(), "now": moment(now, minute), **said}
    )


class TestTheDatabase:
    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("run_under_way_was_opened", {"opened_at": None}),
            ("run_closed_says_when", {"status": "closed", "next_at": None}),
            ("run_due_is_open", {"status": "debrief"}),
            ("run_fork_is_whole", {"fork_seq": 3}),
        ],
    )
    def test_keeps_runs_whole(self, run, name, change):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Run.objects.filter(pk=run.pk).update(**change)

    def test_has_each_number_once(self, run, sits, now):
        line = decided(sits("fiu"), now)
        line.pk = own_uuid()
        with pytest.raises(IntegrityError), transaction.atomic():
            line.save(force_insert=True)

    def test_has_somebody_in_a_role_once(self, run, sits, now):
        seat = sits("fiu")
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.create(run=run, role="fiu", person=seat.person, attempt=sits("labour").attempt, joined_at=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.create(run=run, role="fiu", person=sits("labour").person, attempt=seat.attempt, joined_at=now)
        with pytest.raises(IntegrityError, match="seat_learner_has_attempt"), transaction.atomic():
            Seat.objects.create(run=run, role="fiu", person=sits("labour").person, joined_at=now)

    def test_never_changes_a_line(self, run, sits, now):
        line = decided(sits("fiu"), now)
        with pytest.raises(IntegrityError), transaction.atomic():
            LogEntry.objects.filter(pk=line.pk).update(verb="say")
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM simulation_logentry")


class TestSeats:
    def test_are_given_by_somebody_else(self, make_run, course, cohort, omar, now):
        run = make_run(opened=False)
        progress.enrol(people=[omar], course=course, now=now)
        with pytest.raises(OwnCase):
            services.seat(run=run, role="fiu", person=omar, by=omar, now=now)
        assert not Attempt.objects.filter(enrolment__learner=omar).exists()

    def test_nobody_plays_and_runs(self, make_run, course, academy, omar, now):
        run = make_run(seated=(), opened=False)
        colleague = make_person("KE-777", "Colleague", academy, Role.INSTRUCTOR)
        progress.enrol(people=[omar, colleague], course=course, now=now)
        with pytest.raises(OwnCase):
            services.seat(run=run, role="fiu", person=omar, by=colleague, now=now)
        services.seat(run=run, role="fiu", person=colleague, by=omar, now=now)
        with pytest.raises(OwnCase):
            services.seat(run=run, role="evaluator", person=colleague, by=omar, now=now)
        for act in (services.open_run, services.finish, services.close_run):
            with pytest.raises(OwnCase):
                act(run=run, by=colleague, now=now)
        with pytest.raises(OwnCase):
            services.fork(run=run, upto=0, by=colleague, now=now)

    def test_nobody_types_for_others_in_a_run_that_they_play(self, run, sits, players, now):
        with pytest.raises(OwnCase):
            decided(sits("fiu"), now, by=players["labour"])

    def test_need_an_enrolment_a_role_and_a_run_that_is_not_over(self, make_run, wanjiru, players, omar, now):
        run = make_run()
        with pytest.raises(services.NotSeated, match="not enrolled"):
            services.seat(run=run, role="fiu", person=wanjiru, by=omar, now=now)
        with pytest.raises(services.NotSeated, match="no such role"):
            services.seat(run=run, role="mayor", person=players["fiu"], by=omar, now=now)
        services.finish(run=run, by=omar, now=now)
        with pytest.raises(services.NotSeated, match="over"):
            services.seat(run=run, role="fiu", person=players["labour"], by=omar, now=now)

    def test_of_one_case_are_in_one_run_at_a_time(self, make_run, players, omar, now):
        make_run(seated=("fiu",))
        other = make_run(seated=(), opened=False)
        with pytest.raises(services.NotSeated, match="another run"):
            services.seat(run=other, role="fiu", person=players["fiu"], by=omar, now=now)

    def test_are_left_and_taken_by_another(self, run, sits, players, course, academy, omar, now):
        decided(sits("fiu"), now)
        left = services.unseat(seat=sits("fiu"), by=omar, now=now)
        with pytest.raises(Seat.DoesNotExist):
            decided(left, now, decision="trace", option="joined")
        late = make_person("KE-888", "Late joiner", academy)
        progress.enrol(people=[late], course=course, now=now)
        taken = services.seat(run=run, role="fiu", person=late, by=omar, now=now)
        with pytest.raises(Refused, match="made"):
            decided(taken, now)
        services.record(seat=taken, verb="say", data={"to": ["labour"], "text": "I am new."}, entry_id=uuid7(), now=now)
        services.finish(run=run, by=omar, now=now)
        services.close_run(run=run, by=omar, now=now)
        scores = Attempt.objects.filter(kind="simulation", completed_at__isnull=False)
        assert {one.enrolment.learner_id for one in scores} == {players["fiu"].pk}

    def test_left_before_anything_was_done_end_without_a_result_and_can_be_taken_again(
        self, run, sits, players, omar, now
    ):
        services.unseat(seat=sits("fiu"), by=omar, now=now)
        again = services.seat(run=run, role="fiu", person=players["fiu"], by=omar, now=now)
        attempts = Attempt.objects.filter(enrolment__learner=players["fiu"], kind="simulation").order_by("number")
        assert [(one.closed_at is None, one.completed_at) for one in attempts] == [(False, None), (True, None)]
        assert again.attempt == attempts[1] and Seat.objects.filter(run=run, role="fiu").count() == 1


class TestWhoSees:
    def test_runs_of_other_institutions_nobody(self, run, sits, omar, neighbour, stranger, halima, ugandan_coordinator):
        lines = (Run, Seat, LogEntry)
        for person in (neighbour, stranger, ugandan_coordinator, sits("fiu").person):
            assert not any(model.objects.visible_to(person).exists() for model in lines)
            assert not Run.objects.steered_by(person).exists()
        for person in (omar, halima):
            assert Run.objects.visible_to(person).get() == run
        assert Run.objects.steered_by(omar).get() == run
        assert [seat.role for seat in Seat.objects.of(sits("fiu").person)] == ["fiu"]
        assert not Seat.objects.of(omar).exists()

    def test_an_id_of_somebody_else_is_refused(self, run, sits, now):
        line = decided(sits("fiu"), now)
        said = {"verb": "say", "data": {"to": ["labour"], "text": "x"}}
        for key in (line.pk, own_uuid()):
            with pytest.raises(EventConflict):
                services.record(seat=sits("service"), entry_id=key, now=moment(now, 61), **said)


class TestTheProof:
    def test_a_state_that_was_changed_is_found_and_mended(self, run, sits, now, capsys):
        decided(sits("fiu"), now)
        call_command("replay_runs", "--check")
        assert "0 of 1 runs differ" in capsys.readouterr().out
        state = Run.objects.get().state
        Run.objects.update(state=state | {"facts": state["facts"] | {"risk": 4}})
        with pytest.raises(CommandError, match="1 of 1"):
            call_command("replay_runs", "--check")
        assert "facts" in capsys.readouterr().out
        call_command("replay_runs")
        assert Run.objects.get().state == state


class TestTheClock:
    def test_live_it_says_when_something_is_next_due(self, run, now):
        assert run.next_at == moment(now, 120)  # the second call

    def test_stands_in_a_pause_and_goes_on_as_much_later(self, run, omar, sits, now):
        control = Seat.objects.get(run=run, role="excon")
        for verb, minute in (("pause", 60), ("resume", 90)):
            services.record(seat=control, verb=verb, data={}, entry_id=uuid7(), now=moment(now, minute))
            run.refresh_from_db()
            assert (run.status, run.next_at) == (("paused", None) if verb == "pause" else ("open", moment(now, 150)))
        assert decided(sits("fiu"), now, 100).at == 70

    def test_in_turns_it_is_the_deadline_of_the_turn(self, make_run, players, now):
        deadlines = [now + timedelta(days=day) for day in (1, 2, 3, 4, 5, 6)]
        run = make_run(mode="turns", deadlines=deadlines)
        assert run.next_at == deadlines[0]
        assert services.record_clock(run=run, verb="tick", now=now) is None
        services.record_clock(run=run, verb="tick", now=deadlines[0])
        run.refresh_from_db()
        assert (run.next_at, run.state["turn"], run.state["at"]) == (deadlines[1], 1, 1440)
        seat = Seat.objects.get(run=run, role="fiu")
        assert decided(seat, now, 1440 + 60).at == 1440
        for deadline in deadlines[1:]:
            run.refresh_from_db()
            services.record_clock(run=run, verb="tick", now=deadline)
        run.refresh_from_db()
        assert (run.status, run.next_at) == ("debrief", None)


def test_evaluators_mark_and_observers_only_look(run, academy, omar, now):
    for role, allowed in (("evaluator", True), ("observer", False)):
        person = make_person(f"KE-99{role}", role, academy, Role.INSTRUCTOR)
        seat = services.seat(run=run, role=role, person=person, by=omar, now=now)
        note = {"verb": "note", "data": {"text": "Well asked"}}
        if allowed:
            assert services.record(seat=seat, entry_id=uuid7(), now=now, **note).data == {"text": "Well asked"}
        else:
            with pytest.raises(Refused):
                services.record(seat=seat, entry_id=uuid7(), now=now, **note)
        with pytest.raises(Refused):
            services.record(seat=seat, verb="finish", data={}, entry_id=uuid7(), now=now)


def test_while_simulations_are_off_nobody_is_seated(make_run, players, academy, omar, now):
    run = make_run(seated=(), opened=False)
    people_services.switch(plugin="simulation", institution=academy, on=False, by=None, now=now)
    players["fiu"].refresh_from_db()
    with pytest.raises(services.NotSeated):
        services.seat(run=run, role="fiu", person=players["fiu"], by=omar, now=now)
