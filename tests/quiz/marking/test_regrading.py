"""A key that was wrong: whose result it changes, and changing it once, upwards only unless somebody says otherwise."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.questions.models import Question
from assessments.quiz.desk.services import mark
from assessments.quiz.regrading import services
from assessments.quiz.regrading.keys import corrections
from assessments.quiz.regrading.models import Regrade
from assessments.quiz.regrading.preview import count_concerned, preview
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.work.runner import do_next
from lms.learning.progress.journal.services import answer, enrol
from lms.learning.progress.journal.services import begin as begin_attempt
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.people.administration.records import services as people_services
from tests.builders import same_when_rebuilt

from .conftest import republish
from .test_services import mark


def correct(question: str, right: int = 1) -> None:
    """Another option is the right one; the course is released again."""
    row = Question.objects.get(translation_key=question)
    body = deepcopy(row.stored_body)
    for index, option in enumerate(body["value"]["options"]):
        option["value"]["right"] = index == right
    row.body = [body]
    row.save()
    republish()


@pytest.fixture
def marked(submitted, asked, omar, now):
    """Submits and has both texts marked: `marked(wanjiru, right=False, fraction=0.6)`."""

    def complete(person, *, right=True, fraction=0.6):
        attempt = submitted(person, right=right)
        for question in ("rubric", "plain"):
            mark(attempt, asked[question], omar, fraction, now=now)
        attempt.refresh_from_db()
        return attempt

    return complete


def choose(attempt, question, index):
    return next(item for item in attempt.form["items"] if item["id"] == question)["order"][index]


@pytest.fixture
def enrol_open(asked, course, now):
    """Enrols somebody, who begins and answers nothing yet."""

    def begin(person):
        enrol(people=[person], course=course, now=now)
        enrolment = Enrolment.objects.get(learner=person)
        entry = enrolment.release.outline.by_slug("trafficking-quiz")
        return begin_attempt(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)

    return begin


@pytest.fixture
def activity(asked, course):
    from courses.models import Activity

    return Activity.objects.get(slug="trafficking-quiz")


def found(course, activity):
    course.refresh_from_db()
    return corrections(course, activity.pk)


def ask(course, activity, question, by, *, lower=False):
    correction = found(course, activity)[question]
    return services.ask(
        activity=activity, correction=correction, reason="Article 2", lower=lower, by=by, now=timezone.now()
    )


@pytest.fixture
def regrade(course, activity, asked, superuser):
    """Asks for the corrected key to count and has it done; gives what came of it."""
    return lambda by=superuser, **how: services.run(ask(course, activity, asked["single"], by, **how).pk)


@pytest.fixture
def concerned(course, activity):
    """How many attempts the corrected keys concern, by question."""
    return lambda: count_concerned(activity.pk, found(course, activity))


class TestWhatWasCorrected:
    def test_is_found_once_the_course_is_released_again_and_gone_once_it_is_taken_back(
        self, marked, wanjiru, course, activity, asked
    ):
        marked(wanjiru)
        assert found(course, activity) == {}

        correct(asked["single"])
        corrected = found(course, activity)
        assert list(corrected) == [asked["single"]] and corrected[asked["single"]].title == "Which act is it?"
        assert count_concerned(activity.pk, corrected) == {asked["single"]: 1}

        correct(asked["single"])
        correct(asked["single"], right=0)
        assert count_concerned(activity.pk, found(course, activity)) == {}


class TestThePreview:
    @pytest.fixture
    def two(self, marked, wanjiru, abdi, asked):
        """Wanjirũ was right by the old key and Abdi is right by the new one."""
        one, other = marked(wanjiru, right=True, fraction=0.6), marked(abdi, right=False, fraction=0.6)
        correct(asked["single"])
        return one, other

    def test_counts_everybody_and_names_whom_one_teaches(self, two, course, activity, asked, omar, neighbour):
        correction = found(course, activity)[asked["single"]]
        shown = preview(activity.pk, correction, omar, lower=False)
        assert (shown.total, shown.raised, shown.lowered, shown.held, shown.same, shown.losses) == (2, 1, 0, 1, 1, 0)
        assert [(line.attempt, round(line.after, 6)) for line in shown.lines] == [(two[1], 0.733333)]
        assert (shown.gains, shown.unfit, shown.open) == (1, 0, 0)
        assert preview(activity.pk, correction, neighbour, lower=False).lines == []
        assert Event.objects.filter(verb="rescored").count() == 0

    def test_says_who_would_lose_and_costs_the_same_whatever_their_number(
        self, two, course, activity, asked, omar, django_assert_num_queries
    ):
        shown = preview(activity.pk, found(course, activity)[asked["single"]], omar, lower=True)
        assert (shown.raised, shown.lowered, shown.held, shown.losses) == (1, 1, 0, 1)

        correction = found(course, activity)[asked["single"]]
        with django_assert_num_queries(2):
            preview(activity.pk, correction, omar, lower=False)


class TestRegrading:
    def test_leaves_the_attempt_of_whoever_asks_to_somebody_else(
        self, marked, wanjiru, abdi, course, activity, asked, regrade, concerned
    ):
        own, other = marked(wanjiru, right=False), marked(abdi, right=False)
        correct(asked["single"])
        shown = preview(activity.pk, found(course, activity)[asked["single"]], wanjiru, lower=False)
        assert (shown.total, shown.own) == (1, True)

        done = regrade(wanjiru)
        own.refresh_from_db(), other.refresh_from_db()
        assert (done.total, done.changed) == (1, 1)
        assert (round(own.score, 6), round(other.score, 6)) == (0.4, 0.733333)
        assert concerned() == {asked["single"]: 1}
        regrade()
        own.refresh_from_db()
        assert round(own.score, 6) == 0.733333

    def test_raises_and_never_lowers(self, marked, wanjiru, abdi, asked, regrade, concerned):
        one, other = marked(wanjiru, right=True), marked(abdi, right=False)
        correct(asked["single"])

        done = regrade()

        one.refresh_from_db(), other.refresh_from_db()
        assert round(one.score, 6) == round(other.score, 6) == 0.733333 and other.passed
        assert (done.status, done.total, done.handled, done.changed, done.skipped) == ("done", 2, 2, 1, 0)
        other.enrolment.refresh_from_db()
        assert other.enrolment.status == "completed"
        assert concerned() == {}
        assert same_when_rebuilt()

    def test_lowers_where_somebody_says_so(self, marked, wanjiru, asked, regrade):
        attempt = marked(wanjiru, right=True)
        correct(asked["single"])
        regrade(lower=True)
        attempt.refresh_from_db()
        assert round(attempt.score, 6) == 0.4 and attempt.passed is False
        assert same_when_rebuilt()

    def test_twice_and_after_an_interruption_is_once(
        self, marked, wanjiru, abdi, course, activity, asked, superuser, monkeypatch
    ):
        marked(wanjiru, right=False), marked(abdi, right=False)
        correct(asked["single"])
        row = ask(course, activity, asked["single"], superuser)
        monkeypatch.setattr(services, "AHEAD", 1)
        seen = Regrade.objects.get()
        for _time in range(2):
            do_next(services.ROWS.all(), seen, services.steps(), clock=timezone.now)
        assert Event.objects.filter(verb="rescored").count() == 1

        for _time in range(2):
            done = services.run(row.pk)
        assert (done.handled, done.changed, Event.objects.filter(verb="rescored").count()) == (2, 2, 2)

    def test_reaches_attempts_that_wait(self, submitted, wanjiru, asked, omar, regrade, now):
        waiting = submitted(wanjiru, right=False)
        correct(asked["single"])
        regrade()
        waiting.refresh_from_db()
        assert waiting.waiting and waiting.state["marks"][asked["single"]] == 1.0
        for question in ("rubric", "plain"):
            mark(waiting, asked[question], omar, 1.0, now=now)
        waiting.refresh_from_db()
        assert waiting.score == 1.0 and same_when_rebuilt()

    def test_needs_a_reason_and_one_at_a_time(self, marked, wanjiru, course, activity, asked, superuser):
        marked(wanjiru)
        correct(asked["single"])
        about = {"activity": activity, "correction": found(course, activity)[asked["single"]], "by": superuser}
        with pytest.raises(services.NoReason):
            services.ask(**about, reason=" ", lower=False, now=timezone.now())
        ask(course, activity, asked["single"], superuser)
        with pytest.raises(services.UnderWay):
            ask(course, activity, asked["single"], superuser)

    def test_is_taken_up_when_its_message_was_lost(
        self, marked, wanjiru, course, activity, asked, superuser, django_capture_on_commit_callbacks
    ):
        marked(wanjiru, right=False)
        correct(asked["single"])
        ask(course, activity, asked["single"], superuser)
        Regrade.objects.update(touched_at=timezone.now() - timedelta(hours=1))
        with django_capture_on_commit_callbacks(execute=True):
            assert services.resume(now=timezone.now()) == 1
        assert Regrade.objects.get().status == Regrade.Status.DONE
        assert services.resume(now=timezone.now()) == 0

    def test_is_given_up_after_three_tries_and_can_be_asked_for_again(
        self, marked, wanjiru, course, activity, asked, superuser, regrade, monkeypatch
    ):
        marked(wanjiru, right=False)
        correct(asked["single"])
        row = ask(course, activity, asked["single"], superuser)

        def killed(*_args, **_kwargs):
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(services, "_rescored", killed)
            for _try in range(3):
                with pytest.raises(KeyboardInterrupt):
                    services.run(row.pk)
            later = timezone.now() + timedelta(minutes=6)
            assert services.run(row.pk, clock=lambda: later).status == Regrade.Status.FAILED
        assert services.resume(now=timezone.now() + timedelta(hours=1)) == 0
        assert regrade().changed == 1

    def test_counts_an_option_that_is_gone_as_wrong(self, marked, wanjiru, abdi, asked, regrade):
        marked(wanjiru, right=True), marked(abdi, right=False)
        row = Question.objects.get(translation_key=asked["single"])
        body = deepcopy(row.stored_body)
        del body["value"]["options"][1]  # which Abdi chose
        row.body = [body]
        row.save()
        republish()
        done = regrade()
        assert (done.handled, done.changed, done.skipped) == (2, 0, 0)
        assert same_when_rebuilt()

    def test_leaves_alone_where_the_quiz_is_switched_off(
        self, marked, wanjiru, asked, academy, regrade, concerned, now
    ):
        marked(wanjiru, right=False)
        correct(asked["single"])
        people_services.switch(plugin="quiz", institution=academy, on=False, by=None, now=now)
        done = regrade()
        assert (done.status, done.handled, done.changed, done.skipped) == ("done", 1, 0, 1)
        assert not Event.objects.filter(verb="rescored").exists()
        assert concerned() == {asked["single"]: 1}

    def test_reaches_an_attempt_under_way(self, abdi, enrol_open, course, activity, asked, superuser, now):
        attempt = enrol_open(abdi)
        correct(asked["single"])
        services.run(ask(course, activity, asked["single"], superuser).pk, clock=lambda: now)
        data = {f"q:{asked['single']}": [choose(attempt, asked["single"], 1)], "submit": ["1"]}
        attempt = answer(attempt=Attempt.objects.get(pk=attempt.pk), data=data, event_id=uuid7(), now=now)
        assert attempt.state["marks"][asked["single"]] == 1.0 and attempt.closed_at and same_when_rebuilt()
