"""Marks, contests and the answers to them: what is written, and that the journal makes the same of it."""

import pytest
from django.utils import timezone

from assessments.quiz.desk import services
from assessments.quiz.desk.services import GivenMark, OutOfDate
from assessments.quiz.models import Contest
from certificates.models import Certificate
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt, Event

from .conftest import same_when_rebuilt


def mark(attempt, question, by, fraction, token="first", now=None, **given):
    asked = {
        "attempt": attempt,
        "question": question,
        "by": by,
        "token": token,
        "event_id": uuid7(),
        "now": now or timezone.now(),
    }
    return services.mark(**asked, given=GivenMark(fraction, **given))


def contest(attempt, question, text="Debt is in it.", now=None):
    by = attempt.enrolment.learner
    return services.contest(
        attempt=attempt, question=question, text=text, by=by, event_id=uuid7(), now=now or timezone.now()
    )


def respond(attempt, question, by, token, given=None):
    asked = {
        "attempt": attempt,
        "question": question,
        "by": by,
        "token": token,
        "event_id": uuid7(),
        "now": timezone.now(),
    }
    return services.respond(**asked, text="You are right.", given=given)


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

    def test_of_a_form_that_is_out_of_date_changes_nothing(self, attempt, asked, omar, second):
        mark(attempt, asked["rubric"], omar, 0.2)
        with pytest.raises(OutOfDate):
            mark(attempt, asked["rubric"], second, 0.9)
        assert Event.objects.filter(verb="scored").count() == 1

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

    def test_are_answered_by_one_person(self, attempt, asked, omar, second):
        contest(attempt, asked["single"])
        respond(attempt, asked["single"], omar, "1.0")
        with pytest.raises(OutOfDate):
            respond(attempt, asked["single"], second, "1.0", GivenMark(0.0))
        assert Event.objects.filter(verb__in=["responded", "scored"]).count() == 1

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
