"""Refreshers are planned when a course is completed, chosen from what the learner had, answered once, counted apart."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from assessments.questions.models import Question
from assessments.refreshers import services
from assessments.refreshers.models import Answer, OptOut, Refresher, Schedule
from assessments.refreshers.pool import pool_of
from assessments.refreshers.selection import NUMBER, EarlierAnswer, choose
from lms.foundation.plugins.activity import InvalidAnswer
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.progress.counting import statements
from tests.releasing import release_waiting

from .conftest import DAY, answer_all, names_of, sent


class TestPlanning:
    def test_is_once_for_seven_thirty_and_ninety_days_where_nobody_says_otherwise(self, planned, completed, now):
        assert [(row.days, row.opens_at - now) for row in planned] == [(7, 7 * DAY), (30, 30 * DAY), (90, 90 * DAY)]
        services.plan(enrolment=completed)
        assert Refresher.objects.count() == 3

    def test_goes_by_what_the_course_says(self, completed, course, omar, now):
        services.schedule(course=course, days=[90, 3, 3], by=omar, now=now)
        services.plan(enrolment=completed)
        assert list(Refresher.objects.order_by("days").values_list("days", flat=True)) == [3, 90]

    @pytest.mark.parametrize("why", ["off", "not completed", "opted out"])
    def test_does_nothing_where_there_is_nothing_to_plan(self, why, completed, course, omar, wanjiru, now):
        if why == "off":
            services.schedule(course=course, days=[], by=omar, now=now)
        if why == "not completed":
            completed.completed_at = None
        if why == "opted out":
            services.switch(learner=wanjiru, on=False, now=now)
        assert services.plan(enrolment=completed) == []
        assert not Refresher.objects.exists()

    def test_another_schedule_takes_away_what_is_not_begun_of_other_days(self, begun, course, omar, now):
        services.schedule(course=course, days=[90], by=omar, now=now)
        assert list(Refresher.objects.order_by("days").values_list("days", flat=True)) == [7, 90]


class TestThePool:
    def test_has_the_questions_of_the_release_that_the_learner_completed(self, completed, academy):
        assert len(pool_of(completed.release_id, language="en", institution=academy)) == 6

    def test_leaves_out_what_was_archived_corrected_or_taken_out(self, completed, academy, course_page):
        archived, corrected = Question.objects.order_by("pk")[:2]
        archived.archived = True
        archived.save()
        corrected.stem = "<p>Another question?</p>"
        corrected.save()
        course_page.save_revision().publish()
        release_waiting()
        names = set(pool_of(completed.release_id, language="en", institution=academy))
        assert len(names) == 4 and not names & {str(archived.translation_key), str(corrected.translation_key)}

    @pytest.mark.parametrize("setting", [{"ticket": True}, {"review": {"later": ["marks"]}}])
    def test_has_no_question_of_an_exam_or_of_a_quiz_that_says_nothing(self, completed, academy, setting, monkeypatch):
        from assessments.refreshers import pool

        read = pool.content
        changed = lambda digest: SimpleNamespace(definition={**read(digest).definition, **setting})  # noqa: E731
        monkeypatch.setattr(pool, "content", changed)
        assert pool_of(completed.release_id, language="en", institution=academy) == {}

    def test_of_a_course_that_asks_nothing_any_more_is_told(self, planned, due_at):
        Question.objects.update(archived=True)
        with pytest.raises(services.NothingToAsk):
            services.begin(refresher=planned[0], language="en", now=due_at)
        assert Refresher.objects.filter(begun_at=None).count() == 3


class TestBeginning:
    def test_chooses_five_once(self, planned, due_at):
        first = services.begin(refresher=planned[0], language="en", now=due_at)
        again = services.begin(refresher=planned[0], language="fr", now=due_at + DAY)
        assert len(names_of(first)) == 5 and (again.form, again.begun_at) == (first.form, due_at)

    @pytest.mark.parametrize("days", [6, 28, 400])
    def test_is_not_before_it_is_due_nor_when_it_is_over(self, days, planned, now):
        with pytest.raises(services.NotOpen):
            services.begin(refresher=planned[0], language="en", now=now + days * DAY)

    def test_brings_what_was_missed_first(self, begun, planned, due_at, now):
        missed = [names_of(begun)[place] for place in (1, 3)]
        answer_all(begun, now=due_at, wrong=(1, 3))
        second = services.begin(refresher=planned[1], language="en", now=now + 30 * DAY)
        assert set(names_of(second)[:2]) == set(missed)
        assert names_of(second)[2] not in names_of(begun), "the one that never came"


class TestAnswering:
    def test_is_marked_by_the_type_of_the_question_and_kept_at_once(self, begun, due_at):
        name = names_of(begun)[0]
        row, answered = services.answer(refresher=begun, data=sent(begun, name, right=False), now=due_at)
        assert answered == name and Answer.objects.get().mark < 1
        assert row.state["checked"][name] == {"response": row.state["responses"][name], "right": False, "done": True}

    def test_the_same_or_another_answer_again_changes_nothing(self, begun, due_at):
        name = names_of(begun)[0]
        for right in (False, False, True):
            services.answer(refresher=begun, data=sent(begun, name, right=right), now=due_at)
        assert Answer.objects.get().mark < 1

    def test_the_last_one_ends_it_and_nothing_is_taken_any_more(self, begun, due_at):
        done = answer_all(begun, now=due_at, wrong=(0,))
        assert done.done_at == due_at and Answer.objects.count() == 5
        with pytest.raises(services.NotOpen):
            services.answer(refresher=done, data=sent(done, names_of(done)[0]), now=due_at)

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"check": ["x"]},
            {"check": "x"},
            {"q:x": ["a"], "check": ["x"]},
            {"submit": ["1"]},
            {"check": []},
            {"check": [["x"]]},
        ],
    )
    def test_what_is_no_answer_is_refused_and_nothing_is_written(self, data, begun, due_at):
        with pytest.raises(InvalidAnswer):
            services.answer(refresher=begun, data=data, now=due_at)
        assert not Answer.objects.exists()

    def test_what_is_empty_is_no_try(self, begun, due_at):
        name = names_of(begun)[0]
        row, _name = services.answer(refresher=begun, data={f"q:{name}": [""], "check": [name]}, now=due_at)
        assert not Answer.objects.exists() and not row.state.get("checked")

    def test_before_it_is_begun_there_is_nothing_to_answer(self, planned, due_at):
        with pytest.raises(services.NotOpen):
            services.answer(refresher=planned[0], data={"check": ["x"]}, now=due_at)

    def test_costs_the_same_for_every_question(self, begun, due_at):
        counts = []
        for name in names_of(begun)[:3]:
            with statements() as found:
                services.answer(refresher=begun, data=sent(begun, name), now=due_at)
            counts.append(len(found))
        assert counts == [3, 3, 3], "lock, answer, state"


def test_nothing_of_it_is_in_the_journal_or_in_what_is_counted(begun, due_at, completed):
    before = Event.objects.count(), Attempt.objects.count(), Enrolment.objects.values().get()
    answer_all(begun, now=due_at)
    assert (Event.objects.count(), Attempt.objects.count(), Enrolment.objects.values().get()) == before


def test_can_be_skipped_and_switched_off_and_on(planned, wanjiru, due_at):
    services.skip(refresher=planned[0], now=due_at)
    with pytest.raises(services.NotOpen):
        services.begin(refresher=planned[0], language="en", now=due_at)
    assert not Refresher.objects.open(due_at).exists()
    services.switch(learner=wanjiru, on=False, now=due_at)
    services.switch(learner=wanjiru, on=False, now=due_at)
    assert OptOut.objects.count() == 1 and not Refresher.objects.open(due_at + 23 * DAY).exists()
    services.switch(learner=wanjiru, on=True, now=due_at)
    assert Refresher.objects.open(due_at + 23 * DAY).get().days == 30


@pytest.mark.parametrize(
    "wrong",
    [
        {"begun_at": True},
        {"form": {}},
        {"done_at": True},
        {"begun_at": True, "form": {}, "state": {}, "done_at": True, "skipped_at": True},
        {"days": 30},
    ],
)
def test_the_database_refuses_what_makes_no_sense(wrong, planned, now):
    values = {name: now if value is True else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Refresher.objects.filter(days=7).update(**values)


def test_a_question_that_people_mark_never_comes_back(completed, academy, monkeypatch):
    from assessments.questions.types.single.type import SingleChoice

    monkeypatch.setattr(SingleChoice, "by_people", True)
    assert len(pool_of(completed.release_id, language="en", institution=academy)) == 4


def test_a_schedule_is_kept_once(course, omar, now):
    services.schedule(course=course, days=[7], by=omar, now=now)
    services.schedule(course=course, days=[7, 30], by=omar, now=now)
    assert Schedule.objects.get().days == [7, 30]


T = datetime(2026, 11, 24, tzinfo=UTC)


def test_missed_ones_come_first_then_new_ones_then_those_of_long_ago():
    asked = {
        "a": EarlierAnswer(True, T),
        "b": EarlierAnswer(True, T - timedelta(days=9)),
        "c": EarlierAnswer(False, T - timedelta(days=9)),
        "d": EarlierAnswer(False, T),
    }
    chosen = choose(list("abcdxy"), asked, seed=1)
    assert chosen[:2] == ["d", "c"] and set(chosen[2:4]) == {"x", "y"} and chosen[4] == "b"


@given(st.sets(st.text("abcdefgh", min_size=1, max_size=3)), st.integers(0, 99))
def test_gives_each_at_most_once_and_the_same_for_the_same_seed(pool, seed):
    chosen = choose(pool, {}, seed=seed)
    assert len(chosen) == len(set(chosen)) == min(NUMBER, len(pool)) and set(chosen) <= pool
    assert choose(sorted(pool, reverse=True), {}, seed=seed) == chosen
