"""Marks, rounds of markers, contests and the answers to them: what is written, and the journal makes the same of it."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessments.quiz.desk import services
from assessments.quiz.desk.services import GivenMark
from assessments.quiz.models import Contest
from assessments.quiz.sitting.marking import APART, by_people
from assessments.quiz.sitting.marking_rounds import counting, hides_others, marks_for_learner, turn_of
from assessments.quiz.sitting.state import PersonsMark
from certificates.models import Certificate
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt, Event
from tests.builders import same_when_rebuilt


def mark(attempt, question, by, fraction, token="first", now=None, **given):
    about = {"attempt": attempt, "question": question, "by": by, "token": token}
    return services.mark(**about, event_id=uuid7(), now=now or timezone.now(), given=GivenMark(fraction, **given))


def contest(attempt, question, text="Debt is in it.", now=None):
    by = attempt.enrolment.learner
    return services.contest(
        attempt=attempt, question=question, text=text, by=by, event_id=uuid7(), now=now or timezone.now()
    )


def respond(attempt, question, by, token, given=None):
    about = {"attempt": attempt, "question": question, "by": by, "token": token}
    return services.respond(**about, event_id=uuid7(), now=timezone.now(), text="You are right.", given=given)


class TestMarking:
    def test_completes_the_course_with_the_last_question(self, attempt, asked, omar, now):
        assert (attempt.waiting, attempt.completed_at, attempt.enrolment.remaining) == (True, None, 1)
        half = mark(attempt, asked["rubric"], omar, 0.8, now=now, rubric={"means": "some", "law": "both"})
        assert half.waiting and half.score is None and same_when_rebuilt()

        done = mark(half, asked["plain"], omar, 0.6, now=now, comment="Say whom you would call first.")

        assert (done.waiting, done.passed, round(done.score, 6), done.completed_at) == (False, True, 0.8, now)
        done.enrolment.refresh_from_db()
        assert (done.enrolment.status, done.enrolment.remaining) == ("completed", 0)
        assert Certificate.objects.filter(enrolment=done.enrolment).count() == 1
        assert same_when_rebuilt()

    def test_again_keeps_what_was_given_before(self, attempt, asked, omar, second, now):
        mark(attempt, asked["rubric"], omar, 0.2, now=now)
        mark(attempt, asked["rubric"], second, 0.9, "1.1", now=now)
        attempt.refresh_from_db()
        entries = attempt.state["people"][asked["rubric"]]
        assert [(entry["by"], entry["fraction"]) for entry in entries] == [(omar.pk, 0.2), (second.pk, 0.9)]
        assert Event.objects.filter(verb="scored").count() == 2 and attempt.state["marks"][asked["rubric"]] == 0.9
        assert same_when_rebuilt()

    def test_sent_twice_is_one_mark(self, attempt, asked, omar, now):
        event_id = uuid7()
        for _time in range(2):
            services.mark(
                attempt=attempt,
                question=asked["rubric"],
                given=GivenMark(0.5),
                token="first",
                by=omar,
                event_id=event_id,
                now=now,
            )
        assert Event.objects.filter(verb="scored").count() == 1

    def test_lower_than_before_lowers_the_result(self, attempt, asked, omar, now):
        for question in ("rubric", "plain"):
            mark(attempt, asked[question], omar, 1.0, now=now)
        lowered = mark(attempt, asked["plain"], omar, 0.0, "1.1", now=now)
        assert round(lowered.score, 6) == 0.666667 and lowered.passed is False
        lowered.enrolment.refresh_from_db()
        assert lowered.enrolment.status == "completed"
        assert same_when_rebuilt()


@pytest.mark.parametrize("settings_of_quiz", [{"markers": 2}])
class TestTwoMarkers:
    def test_count_by_their_mean_once_both_have_marked(self, attempt, asked, omar, second, now):
        mark(attempt, asked["rubric"], omar, 0.6, now=now)
        attempt.refresh_from_db()
        assert attempt.state["marks"][asked["rubric"]] is None and attempt.waiting
        mark(attempt, asked["rubric"], second, 0.8, now=now)
        attempt.refresh_from_db()
        assert round(attempt.state["marks"][asked["rubric"]], 6) == 0.7
        assert same_when_rebuilt()

    def test_who_differ_too_much_need_a_decision(self, attempt, asked, omar, second, third, now):
        for question in ("rubric", "plain"):
            mark(attempt, asked[question], omar, 0.2, now=now)
            mark(attempt, asked[question], second, 1.0, now=now)
        attempt.refresh_from_db()
        assert attempt.waiting and attempt.state["marks"][asked["rubric"]] is None

        for question in ("rubric", "plain"):
            mark(attempt, asked[question], third, 0.9, "3.0", now=now)

        attempt.refresh_from_db()
        assert not attempt.waiting and attempt.state["marks"][asked["rubric"]] == 0.9 and attempt.passed
        assert same_when_rebuilt()


class TestContests:
    def test_are_found_until_they_are_answered_and_stay_on_record(self, attempt, asked, omar, now):
        contest(attempt, asked["single"], now=now)
        assert list(Contest.objects.open().values_list("question", "contested_at")) == [(asked["single"], now)]

        respond(attempt, asked["single"], omar, "1.0")

        assert not Contest.objects.open().exists()
        attempt.refresh_from_db()
        assert [entry["what"] for entry in attempt.state["contests"][asked["single"]]] == ["contested", "responded"]
        assert Event.objects.filter(verb__in=["contested", "responded"]).count() == 2
        assert same_when_rebuilt()

    def test_can_change_a_mark_that_no_person_had_given(self, submitted, wanjiru, asked, omar, now):
        attempt = submitted(wanjiru, right=False)
        for question in ("rubric", "plain"):
            mark(attempt, asked[question], omar, 0.9, now=now)
        contest(attempt, asked["single"], now=now)

        respond(attempt, asked["single"], omar, "1.0", GivenMark(1.0))

        attempt.refresh_from_db()
        assert attempt.state["marks"][asked["single"]] == 1.0 and attempt.passed and round(attempt.score, 6) == 0.933333
        assert same_when_rebuilt()

    def test_can_be_opened_again_once_answered(self, attempt, asked, omar):
        contest(attempt, asked["single"])
        with pytest.raises(InvalidAnswer):
            contest(attempt, asked["single"], "And again.")
        respond(attempt, asked["single"], omar, "1.0")
        contest(attempt, asked["single"], "Still.")
        assert Contest.objects.open().count() == Contest.objects.count() == 1

    def test_without_a_word_are_refused_with_nothing_written(self, attempt, asked):
        with pytest.raises(InvalidAnswer):
            contest(attempt, asked["single"], "  ")
        assert not Contest.objects.exists() and Attempt.objects.get().state == attempt.state


A, B, C = 1, 2, 3


def entry(by, fraction, number=1, **more):
    return PersonsMark(fraction, number, by=by, at="2026-11-24T09:00:00+00:00", **more)


class TestWhatCounts:
    @pytest.mark.parametrize(
        ("entries", "markers", "mark"),
        [
            ([], 1, None),
            ([entry(A, 0.5)], 1, 0.5),
            ([entry(A, 0.5), entry(B, 0.75)], 1, 0.75),
            ([entry(A, 0.5)], 2, None),
            ([entry(A, 0.5), entry(B, 0.75, 2)], 2, 0.625),
            ([entry(A, 0.5), entry(B, 0.8, 2)], 2, None),
            ([entry(A, 0.5), entry(B, 0.8, 2), entry(A, 0.8)], 2, 0.8),
            ([entry(A, 0.0), entry(B, 1.0, 2), entry(C, 0.6, 3)], 2, 0.6),
            ([entry(A, 0.5), entry(C, 0.9, 3)], 1, 0.9),
        ],
    )
    def test_is_the_mean_or_the_decision(self, entries, markers, mark):
        assert by_people(entries, markers=markers) == mark

    @given(st.lists(st.floats(0, 1), min_size=2, max_size=2))
    def test_of_two_lies_between_them_or_waits(self, fractions):
        one, other = fractions
        found = by_people([entry(A, one), entry(B, other, 2)], markers=2)
        assert (
            found is None
            if abs(one - other) > APART + 1e-8
            else found is None or min(fractions) <= found <= max(fractions)
        )


class TestTurns:
    def test_of_one_notice_each_other_of_two_are_free_and_a_third_person_decides(self):
        assert turn_of([], A, markers=1).token == "first"
        after = turn_of([entry(A, 0.5)], B, markers=1)
        assert (after.number, after.given, after.own, after.token) == (1, 1, False, "1.1")

        assert turn_of([], B, markers=2).token == turn_of([entry(A, 0.5)], B, markers=2).token == "first"
        assert turn_of([entry(A, 0.5)], B, markers=2).number == 2
        assert turn_of([entry(A, 0.5)], A, markers=2).own

        both = [entry(A, 0.1), entry(B, 0.9, 2)]
        assert turn_of(both, C, markers=2).number == 3 and turn_of(both, C, markers=2).token == "3.0"
        assert [turn_of(both, who, markers=2).number for who in (A, B)] == [1, 2]
        assert turn_of([*both, entry(C, 0.5, 3)], A, markers=2).number == 3

    def test_hide_what_the_other_gave_until_one_has_marked(self):
        given = [entry(A, 0.5)]
        assert hides_others(turn_of(given, B, markers=2), markers=2)
        assert not hides_others(turn_of(given, A, markers=2), markers=2)
        assert not hides_others(turn_of(given, B, markers=1), markers=1)


def test_learners_are_told_what_counts_and_by_whom_not():
    rubric = [{"id": "means", "text": "Means", "levels": [{"id": "all", "text": "All", "points": 2.0}]}]
    entries = [entry(A, 0.0, comment="No."), entry(A, 1.0, comment="Yes.", rubric={"means": "all"}), entry(B, 0.9, 2)]

    assert marks_for_learner(entries, rubric, comments=True) == [
        {"comment": "Yes.", "levels": [{"criterion": "Means", "level": "All", "points": 2.0}]}
    ]
    assert marks_for_learner(entries, [], comments=False) == []
    assert [one.fraction for one in counting([*entries, entry(C, 0.4, 3)])] == [0.4]
