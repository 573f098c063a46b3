"""Due dates and late work: what a day costs, when nothing is taken any more, extensions, and drafts at the end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from assessments.assignment import groups
from assessments.assignment.activity import days_late
from assessments.quiz.exams import exception_services
from assessments.quiz.exams.allowances import Allowance
from courses.models import Activity
from lms.foundation.plugins.activity import NotNow, activities
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import deadlines
from lms.learning.progress.journal.late_answers import store_answer
from lms.learning.progress.journal.services import answer

from .building import LEVELS, RUBRIC, begun

DUE = datetime(2026, 11, 27, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
pytestmark = pytest.mark.django_db
LATE = pytest.mark.parametrize("course", [{"due_at": DUE, "late_days": 3, "late_penalty": 10}], indirect=True)
STRICT = pytest.mark.parametrize("course", [{"due_at": DUE}], indirect=True)
TOGETHER = pytest.mark.parametrize("course", [{"due_at": DUE, "in_groups": True}], indirect=True)


@pytest.fixture
def at(clock):
    """`at(moment)`: it is then."""

    def go(moment):
        clock.move_to(moment)
        return moment

    return go


@pytest.fixture
def extended(omar, now):
    def give(whom, enrolment, until):
        entry = enrolment.release.outline.by_slug("raid-report")
        allowed = Allowance(closes_at=until)
        exception_services.give(
            activity=Activity.objects.get(pk=entry.id), whom=whom, allowed=allowed, reason="Ill", by=omar, now=now
        )

    return give


def draft(enrolment, now, text="They took her papers."):
    attempt = begun(enrolment, now)
    answer(attempt=attempt, data={"q:work": [text]}, event_id=uuid7(), now=now)
    attempt.refresh_from_db()
    return attempt


def hand_in(attempt, now):
    groups.hand_in(attempt=attempt, by=attempt.enrolment.learner, now=now)
    attempt.refresh_from_db()
    return attempt


def mark(as_, omar, attempt):
    """Full marks."""
    given = {f"rubric:{RUBRIC[0]['id']}": LEVELS[2], "turn": "first", "event_id": str(uuid7())}
    as_(omar).post(reverse("quiz:mark", args=[attempt.pk, "work"]), given)
    attempt.refresh_from_db()
    return attempt.score


@LATE
class TestLateWork:
    @pytest.mark.parametrize(
        ("late", "days", "score"),
        [
            (-SECOND, 0, 1.0),
            (timedelta(0), 0, 1.0),
            (SECOND, 1, 0.9),
            (DAY, 1, 0.9),
            (DAY + SECOND, 2, 0.8),
            (3 * DAY - SECOND, 3, 0.7),
        ],
    )
    def test_costs_each_day_that_has_begun(self, as_, omar, enrolment, now, at, late, days, score):
        attempt = hand_in(draft(enrolment, now), at(DUE + late))
        assert days_late(attempt.form, attempt.state) == days
        assert mark(as_, omar, attempt) == pytest.approx(score)

    def test_is_said_to_the_learner_and_at_the_desk(self, as_, wanjiru, omar, enrolment, now, at):
        page = reverse("learn:activity", args=[enrolment.course.slug, "raid-report"])
        rules = as_(wanjiru).get(page).content.decode()
        assert "accepted until" in rules and "less for each day" in rules
        attempt = hand_in(draft(enrolment, now), at(DUE + SECOND))
        assert "1 day late" in as_(wanjiru).get(page).content.decode()
        assert "1 day late" in as_(omar).get(reverse("quiz:mark", args=[attempt.pk, "work"])).content.decode()

    def test_nobody_begins_after_it(self, enrolment, at):
        with pytest.raises(NotNow):
            begun(enrolment, at(DUE + 3 * DAY + SECOND))


def end_of(attempt):
    """The last moment at which work that was on its way is still taken."""
    return attempt.deadline_at + activities.get(attempt.kind).grace(attempt.form)


@STRICT
class TestWithoutDaysForLateWork:
    def test_work_on_its_way_at_the_end_is_taken(self, enrolment, now, at):
        attempt = draft(enrolment, now)
        assert not hand_in(attempt, at(end_of(attempt))).late

    def test_text_after_the_end_waits_for_a_decision(self, enrolment, now, at):
        attempt = draft(enrolment, now)
        over = at(end_of(attempt) + SECOND)
        assert store_answer(attempt=attempt, data={"q:work": ["Written later."]}, event_id=uuid7(), now=over)
        attempt.refresh_from_db()
        assert attempt.late and attempt.closed_at is not None
        assert attempt.state["responses"]["work"]["text"] == "They took her papers."

    def test_a_draft_is_handed_in_at_the_end(self, enrolment, now, at):
        attempt = draft(enrolment, now)
        assert deadlines.sweep(now=at(end_of(attempt))) == 0
        assert deadlines.sweep(now=at(end_of(attempt) + SECOND)) == 1
        attempt.refresh_from_db()
        assert attempt.closed_at is not None and attempt.waiting
        assert attempt.state["responses"]["work"]["text"] == "They took her papers."

    def test_an_extension_holds_for_one_person_alone(self, extended, enrolment, other_enrolment, wanjiru, now, at):
        ones, others = draft(enrolment, now), draft(other_enrolment, now)
        extended(wanjiru, enrolment, DUE + 2 * DAY)
        deadlines.sweep(now=at(DUE + DAY))
        others.refresh_from_db()
        assert others.closed_at is not None
        attempt = hand_in(ones, at(DUE + DAY))
        assert days_late(attempt.form, attempt.state) == 0
        assert not attempt.late

    def test_an_extension_of_the_cohort_holds_for_each(self, extended, enrolment, other_enrolment, cohort, now, at):
        extended(cohort, enrolment, DUE + 2 * DAY)
        for one in (enrolment, other_enrolment):
            assert not hand_in(draft(one, now), at(DUE + DAY)).late


@TOGETHER
class TestAGroupWithOneExtension:
    @pytest.fixture
    def grouped(self, cohort, enrolment, wanjiru, abdi):
        entry = enrolment.release.outline.by_slug("raid-report")
        groups.arrange(cohort=cohort, activity=entry.id, names={wanjiru.pk: "A", abdi.pk: "A"})

    def test_in_time_it_counts_for_both(self, extended, grouped, enrolment, other_enrolment, wanjiru, now, at):
        extended(wanjiru, enrolment, DUE + 2 * DAY)
        hand_in(draft(enrolment, now, "Ours"), at(DUE - SECOND))
        assert other_enrolment.attempts.get().waiting

    def test_after_the_end_it_counts_for_the_one_who_has_more_time(
        self, extended, grouped, enrolment, other_enrolment, wanjiru, now, at
    ):
        extended(wanjiru, enrolment, DUE + 2 * DAY)
        attempt = draft(enrolment, now, "Ours")
        late, missing = groups.hand_in(attempt=attempt, by=wanjiru, now=at(DUE + DAY))
        assert (late, missing) == (False, [other_enrolment.learner.get_full_name()])
        assert not other_enrolment.attempts.exists()
