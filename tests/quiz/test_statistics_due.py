"""Statistics that nobody asks for: computed once when a quiz or a sitting has closed,
or when its last attempt ended a while ago.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.quiz.jobs import RecomputeStatistics
from assessments.quiz.models import QuizPage, Regrade, Sitting, StatisticsRun
from assessments.quiz.statistics import due_statistics
from assessments.quiz.statistics.due_statistics import AT_ONCE, LONGEST, MARGIN, QUIET, Quiz
from courses.models import Activity
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.job import jobs
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from lms.switchboard import jobs as plugin_jobs
from tests.builders import right_answers
from tests.conftest import make_person

T = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class TestWhen:
    """The rule, without a database."""

    def quiz(self, ended: timedelta, **known) -> Quiz:
        return Quiz(begun_at=T + ended - timedelta(minutes=40), ended_at=T + ended, **known)

    def test_a_while_after_the_last_attempt_ended(self):
        assert not self.quiz(-QUIET + MINUTE).due(T)
        assert self.quiz(-QUIET).due(T)

    def test_at_once_when_the_quiz_or_a_sitting_has_closed(self):
        for closing in ("closed_at", "sitting_at"):
            assert self.quiz(-MINUTE, **{closing: T - 2 * MINUTE}).due(T)
            assert not self.quiz(-MINUTE, **{closing: T + MINUTE}).due(T), "it is still open"
            assert not self.quiz(-MINUTE, **{closing: T - timedelta(days=9)}).due(T), "another closing, long before"

    def test_where_attempts_end_all_day_long_once_a_day(self):
        assert Quiz(begun_at=T - LONGEST, ended_at=T).due(T)
        assert not self.quiz(-MINUTE, asked_at=T - LONGEST + MINUTE).due(T)
        assert self.quiz(-MINUTE, asked_at=T - LONGEST).due(T)

    def test_not_again_until_something_new_has_ended(self):
        assert not self.quiz(-timedelta(hours=3), asked_at=T - timedelta(hours=2)).due(T)
        assert not self.quiz(-timedelta(days=30), asked_at=T - timedelta(days=29)).due(T)
        assert self.quiz(-timedelta(hours=1), asked_at=T - timedelta(hours=2)).due(T)

    def test_once_more_where_an_attempt_may_have_been_stored_too_late_to_be_read(self):
        ended = -timedelta(hours=2)
        just_after = T + ended + MARGIN - MINUTE
        assert self.quiz(ended, asked_at=just_after).due(T)
        assert not self.quiz(ended, asked_at=just_after).due(just_after + MINUTE)
        assert not self.quiz(ended, asked_at=T).due(T + QUIET), "asked once more it is not asked a third time"

    def test_when_a_key_was_corrected(self):
        known = {"asked_at": T - timedelta(hours=2), "corrected_at": T - MINUTE}
        assert self.quiz(-timedelta(hours=5), **known).due(T)
        assert not self.quiz(-timedelta(hours=5), **known | {"asked_at": T}).due(T)

    def test_within_a_day_when_somebody_has_marked_what_was_left_out(self):
        known = {"left_out": 5, "unmarked": 2}
        assert not self.quiz(-timedelta(days=3), asked_at=T - timedelta(hours=5), **known).due(T)
        assert self.quiz(-timedelta(days=3), asked_at=T - LONGEST, **known).due(T)
        assert not self.quiz(-timedelta(days=3), asked_at=T - LONGEST, left_out=5, unmarked=5).due(T)


@pytest.fixture
def ended(course, activity, academy):
    """`ended(at)`: twelve people have taken the quiz, and their attempts ended at that moment."""
    count = iter(range(100, 1000))

    def ended(at: datetime, number: int = 12) -> list[int]:
        people = [make_person(f"KE-8{next(count)}", f"Cadet {index}", academy) for index in range(number)]
        services.enrol(people=people, course=course, now=at)
        made = []
        for enrolment in Enrolment.objects.filter(learner__in=people).order_by("pk"):
            entry = enrolment.release.outline.by_id(str(activity.pk))
            attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=at, language="en", seed=1)
            made.append(services.answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=at).pk)
        Attempt.objects.filter(pk__in=made).update(closed_at=at)
        return made

    return ended


def sweep(now: datetime, on_commit=None) -> int:
    """What the job does."""
    if on_commit is None:
        return due_statistics.ask_for_due(now=now)
    with on_commit():
        return due_statistics.ask_for_due(now=now)


class TestSweep:
    def test_computes_by_itself_and_once(self, ended, on_commit, activity):
        now = timezone.now()
        ended(now - timedelta(hours=2))
        assert sweep(now, on_commit) == 1
        run = StatisticsRun.objects.get()
        assert (run.activity_id, run.which, run.status, run.figures["all"]["number_of_attempts"]) == (
            activity.pk,
            "first",
            "done",
            12,
        )
        assert sweep(now + MINUTE, on_commit) == 0
        assert sweep(now + timedelta(days=2), on_commit) == 0
        assert StatisticsRun.objects.get().finished_at == run.finished_at

    def test_the_job_is_run_by_the_scheduler(self, ended, on_commit, academy):
        """The house's own jobs are known to the switchboard, which `manage.py serve` and production run alike."""
        assert isinstance(jobs.get(RecomputeStatistics.slug), RecomputeStatistics)
        now = timezone.now()
        ended(now - timedelta(hours=2))
        assert RecomputeStatistics.slug in plugin_jobs.due(now=now)
        with on_commit():
            assert plugin_jobs.run(RecomputeStatistics.slug, now=now)
        assert StatisticsRun.objects.get().status == "done"

    def test_two_at_once_ask_once(self, ended):
        now = timezone.now()
        ended(now - timedelta(hours=2))
        assert (sweep(now), sweep(now)) == (1, 0)
        assert StatisticsRun.objects.get().status == "pending"

    def test_what_is_under_way_for_long_takes_nobody_s_place(self, ended, activity):
        now = timezone.now()
        ended(now - timedelta(hours=2))
        asked = now - timedelta(days=3)
        StatisticsRun.objects.create(activity=activity, status="running", asked_at=asked, touched_at=asked)
        assert sweep(now) == 0

    def test_what_was_lost_is_taken_up_again(self, ended, on_commit):
        """Asked for and never computed, as when the worker was killed: the job begins it anew."""
        now = timezone.now()
        ended(now - timedelta(hours=2))
        sweep(now)
        with on_commit():
            RecomputeStatistics().run([], now=now + timedelta(minutes=3))
        assert StatisticsRun.objects.get().status == "done"

    def test_computes_also_what_somebody_has_once_asked_for(self, ended, activity):
        now = timezone.now()
        ended(now - timedelta(hours=2))
        long_ago = now - timedelta(days=5)
        for which in ("first", "best"):
            StatisticsRun.objects.create(
                activity=activity, which=which, status="failed", asked_at=long_ago, touched_at=long_ago
            )
        assert sweep(now) == 1
        assert set(StatisticsRun.objects.filter(status="pending").values_list("which", flat=True)) == {"first", "best"}

    def test_what_failed_is_tried_again_with_the_next_attempt_and_not_before(self, ended, activity):
        now = timezone.now()
        ended(now - timedelta(hours=2))
        asked = now - timedelta(hours=1)
        StatisticsRun.objects.create(activity=activity, status="failed", asked_at=asked, touched_at=asked)
        assert sweep(now) == 0
        ended(now - QUIET, number=1)
        assert sweep(now) == 1

    def test_a_quiz_that_closed_is_computed_at_once(self, ended, activity):
        now = timezone.now()
        ended(now - MINUTE)
        assert sweep(now) == 0
        QuizPage.objects.filter(translation_key=activity.pk).update(closes_at=now - MINUTE)
        assert sweep(now) == 1

    def test_a_sitting_that_closed_is_computed_at_once(self, ended, activity, academy):
        now = timezone.now()
        ended(now - MINUTE)
        cohort = academy.cohorts.create(name="Intake 12")
        about = {
            "activity": activity,
            "cohort": cohort,
            "institution": academy,
            "room": "Hall",
            "planned_at": now - timedelta(hours=1),
        }
        sitting = Sitting.objects.create(opened_at=now - timedelta(hours=1), **about)
        Sitting.objects.create(closed_at=now, **about)
        assert sweep(now) == 0, "one is still open, and one was called off"
        Sitting.objects.filter(pk=sitting.pk).update(closed_at=now - MINUTE)
        assert sweep(now) == 1

    def test_a_corrected_key_is_counted(self, ended, activity, on_commit):
        now = timezone.now()
        ended(now - timedelta(hours=5))
        sweep(now - timedelta(hours=4), on_commit)
        regrade = Regrade.objects.create(
            activity=activity, question="q", title="Q", keys=[], reason="Wrong.", asked_at=now, touched_at=now - MINUTE
        )
        assert sweep(now) == 0, "it is not done yet"
        Regrade.objects.filter(pk=regrade.pk).update(status="done")
        assert sweep(now) == 1

    def test_an_attempt_under_way_makes_no_statistics_due(self, activity, enrolment):
        now = timezone.now()
        entry = enrolment.release.outline.by_id(str(activity.pk))
        services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)
        assert sweep(now + timedelta(days=3)) == 0

    def test_takes_up_so_many_at_a_time_and_the_others_next(self, ended):
        now = timezone.now()
        [attempt] = ended(now - timedelta(hours=2), number=1)
        row = Attempt.objects.get(pk=attempt)
        for index in range(AT_ONCE + 2):
            other = Activity.objects.create(id=uuid7(), slug=f"quiz-{index}", kind="quiz", titles={"en": "Quiz"})
            Attempt.objects.create(
                enrolment=row.enrolment,
                activity=other,
                release=row.release,
                kind="quiz",
                number=1,
                form=row.form,
                state=row.state,
                begun_at=row.begun_at,
                closed_at=row.closed_at,
            )
        with CaptureQueriesContext(connection) as many:
            assert sweep(now) == AT_ONCE
        assert sweep(now) == 3
        assert sweep(now) == 0
        with CaptureQueriesContext(connection) as none:
            sweep(now)
        assert len(none) == 1
        assert len(many) <= 2 + 6 * AT_ONCE
