"""Statistics of quizzes from the attempts in the database: computed in the background, shown to editors."""

import random
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from assessments.questions.models import Question
from assessments.quiz.models import QuizPage, StatisticsRun
from assessments.quiz.statistics import services as statistics_services
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from tests.builders import right_answers, wrong_answers
from tests.conftest import make_person


@pytest.fixture
def answered(course, activity, academy):
    """`answered(20)` has so many people take the quiz, the abler of whom know more; odd ones right throughout."""

    def answered(number: int, *, language="en", start=0) -> None:
        now, chance = timezone.now(), random.Random(number)
        people = [make_person(f"KE-9{start + index:03}", f"Cadet {index}", academy) for index in range(number)]
        services.enrol(people=people, course=course, now=now)
        for index, enrolment in enumerate(Enrolment.objects.filter(learner__in=people).order_by("pk")):
            attempt = begun(enrolment, activity, language=language, seed=chance.randint(0, 99))
            data = right_answers(attempt) if index % 2 else wrong_answers(attempt)
            services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)

    return answered


def begun(enrolment, activity, *, language="en", seed=1) -> Attempt:
    entry = enrolment.release.outline.by_id(str(activity.pk))
    return services.begin(
        enrolment=enrolment, entry=entry, event_id=uuid7(), now=timezone.now(), language=language, seed=seed
    )


def computed(activity, which="first") -> StatisticsRun:
    now = timezone.now()
    run = statistics_services.ask(activity=activity, which=which, now=now)
    statistics_services.calculate(run.pk, now=now)
    run.refresh_from_db()
    return run


class TestComputing:
    def test_asking_computes_in_the_background(self, activity, answered, on_commit):
        answered(12)
        with on_commit():
            statistics_services.ask(activity=activity, which="first", now=timezone.now())
        run = StatisticsRun.objects.get()
        assert (run.status, run.total, run.handled, run.not_marked) == ("done", 12, 12, 0)
        assert run.figures["all"]["number_of_attempts"] == 12
        assert run.figures["all"]["mean"] == pytest.approx(50)
        assert set(run.figures["languages"]) == {"en"}

    def test_two_of_six_questions_are_drawn_into_two_places(self, activity, answered):
        answered(14)
        figures = computed(activity).figures["all"]
        assert [place["question"] for place in figures["places"]] == ["1.1", "1.2"]
        assert sum(question["number_of_attempts"] for question in figures["questions"]) == 28
        assert figures["coefficient_of_internal_consistency"] == pytest.approx(100)
        assert {question["facility_index"] is None for question in figures["questions"]} == {False}

    def test_choices_and_guesses_are_told_by_type(self, activity, answered):
        answered(14)
        figures = computed(activity).figures
        guesses = {
            figures["questions"][one["question"]]["kind"]: one["random_guess_score"]
            for one in figures["all"]["questions"]
        }
        assert guesses == {"single": pytest.approx(100 / 3), "truefalse": 50, "multiple": 12.5}
        assert all(sum(option["number"] for option in one["options"]) for one in figures["all"]["questions"])

    def test_counts_the_attempts_that_were_asked_for(self, activity, enrolment):
        for answers in (wrong_answers, right_answers):
            attempt = begun(enrolment, activity)
            services.answer(attempt=attempt, data=answers(attempt), event_id=uuid7(), now=timezone.now())
        means = {which: computed(activity, which).figures["all"]["mean"] for which in ("first", "last", "best", "all")}
        assert means == {"first": 0, "last": 100, "best": 100, "all": 50}

    def test_an_attempt_under_way_counts_for_nothing(self, activity, enrolment):
        begun(enrolment, activity)
        assert computed(activity).figures["all"]["number_of_attempts"] == 0

    def test_done_is_not_done_again_and_asking_again_keeps_the_old_figures_meanwhile(self, activity, answered):
        answered(10)
        run = computed(activity)
        statistics_services.calculate(run.pk, now=timezone.now())
        first = StatisticsRun.objects.get()
        assert first.finished_at == run.finished_at
        again = statistics_services.ask(activity=activity, which="first", now=timezone.now())
        assert (again.pk, again.status, again.figures) == (run.pk, "pending", run.figures)

    def test_somebody_else_at_work_is_left_alone_until_the_work_is_stale(self, activity):
        now = timezone.now()
        run = statistics_services.ask(activity=activity, which="first", now=now)
        StatisticsRun.objects.update(status="running")
        statistics_services.calculate(run.pk, now=now)
        assert StatisticsRun.objects.get().status == "running"
        statistics_services.calculate(run.pk, now=now + statistics_services.STALE + timedelta(seconds=1))
        assert StatisticsRun.objects.get().status == "done"

    def test_what_takes_its_worker_with_it_is_given_up_after_three_tries(self, activity, answered, monkeypatch):
        now = timezone.now()
        run = statistics_services.ask(activity=activity, which="first", now=now)

        def killed(*_args):
            raise KeyboardInterrupt

        monkeypatch.setattr(statistics_services, "_computed", killed)
        for number in range(3):
            with pytest.raises(KeyboardInterrupt):
                statistics_services.calculate(run.pk, now=now + number * 2 * statistics_services.STALE)
        statistics_services.calculate(run.pk, now=now + 6 * statistics_services.STALE)
        assert StatisticsRun.objects.get().status == "failed"
        assert statistics_services.resume(now=now + 9 * statistics_services.STALE) == 0
        assert statistics_services.ask(activity=activity, which="first", now=now).tries == 0

    def test_what_breaks_is_told(self, activity, answered):
        answered(1)
        attempt = Attempt.objects.get()
        Attempt.objects.filter(pk=attempt.pk).update(state={"broken": True})
        assert computed(activity).status == "failed"

    def test_costs_the_same_statements_for_many_attempts(self, activity, answered):
        answered(3)
        run = statistics_services.ask(activity=activity, which="first", now=timezone.now())
        with CaptureQueriesContext(connection) as few:
            statistics_services.calculate(run.pk, now=timezone.now())
        answered(12, start=100)
        run = statistics_services.ask(activity=activity, which="first", now=timezone.now())
        with CaptureQueriesContext(connection) as many:
            statistics_services.calculate(run.pk, now=timezone.now())
        assert len(many) <= len(few)


@pytest.fixture
def opened(activity, editor, as_):
    """The page of the quiz as the editor gets it."""
    return lambda **query: as_(editor).get(reverse("quiz_statistics_of", args=[activity.pk]), query)


class TestPage:
    def test_says_what_to_do_and_opens_the_question(self, activity, answered, opened):
        answered(30)
        run = computed(activity)
        wrong = next(one for one in run.figures["all"]["questions"] if one["number_of_attempts"] >= 10)
        for option in wrong["options"]:
            option["rest"] = 90.0 if option["earns"] <= 0 else 20.0
        run.save()

        html = opened().content.decode()

        question = Question.objects.get(translation_key=wrong["question"])
        assert "do better in the rest of the quiz than those who choose the right answer. Check the key." in html
        assert reverse("wagtailsnippets_questions_question:edit", args=[question.pk]) in html
        assert "Coefficient of internal consistency" in html and "100.0\u00a0%" in html

    def test_shows_nothing_of_fewer_than_ten(self, activity, answered, opened):
        answered(9)
        computed(activity)
        html = opened().content.decode()
        assert "9 attempts have been closed." in html and "Facility index" not in html

    def test_a_question_that_fewer_than_ten_had_has_no_figures(self, activity, answered, opened):
        answered(12)
        run = computed(activity)
        lines = opened().context["lines"]
        assert {line.figures is None for line in lines if line.number < 10} == {True}
        assert len(lines) == len(run.figures["all"]["questions"])
        assert not any(line.options for line in lines if line.number < 10)

    def test_before_anything_was_computed_it_offers_to(self, activity, opened, editor, as_, on_commit):
        assert "Compute now" in opened().content.decode()
        with on_commit():
            response = as_(editor).post(reverse("quiz_statistics_again", args=[activity.pk]), {"which": "all"})
        assert response["Location"].endswith("?which=all") and StatisticsRun.objects.get().which == "all"
        assert "Compute again" in opened(which="all").content.decode()

    def test_tells_how_far_it_is(self, activity, opened):
        statistics_services.ask(activity=activity, which="first", now=timezone.now())
        StatisticsRun.objects.update(status="running", total=1000, handled=500)
        html = opened().content.decode()
        assert "500 of 1000 attempts" in html and "Compute" not in html.split('role="status"')[1]

    def test_costs_the_same_queries_for_many_questions(self, activity, answered, opened):
        answered(30)
        run = computed(activity)
        opened()

        def statements() -> int:
            with CaptureQueriesContext(connection) as found:
                assert opened().status_code == 200
            return len(found)

        many, figures = statements(), run.figures
        figures["all"]["questions"] = figures["all"]["questions"][:1]
        figures["questions"] = {
            one["question"]: figures["questions"][one["question"]] for one in figures["all"]["questions"]
        }
        run.save()
        assert statements() == many <= 32

    def test_an_unknown_choice_of_attempts_is_not_found(self, opened):
        assert opened(which="some").status_code == 404

    def test_an_editor_of_other_pages_is_not_led_to_it(self, activity, course_page, editor, as_):
        GroupPagePermission.objects.all().delete()
        Group.objects.get(name="Editors").page_permissions.create(
            page=course_page.get_children().type(QuizPage).first().get_prev_sibling(),
            permission=permission("change_page"),
        )
        assert "Quiz</a>" not in as_(editor).get(reverse("quiz_statistics")).content.decode()

    def test_the_overview_leads_to_each_quiz(self, activity, editor, as_):
        html = as_(editor).get(reverse("quiz_statistics")).content.decode()
        assert reverse("quiz_statistics_of", args=[activity.pk]) in html and "Never computed" in html

    def test_the_page_of_the_quiz_leads_to_its_statistics(self, activity, course_page, editor, as_):
        quiz = QuizPage.objects.get(translation_key=activity.pk)
        html = as_(editor).get(reverse("wagtailadmin_pages:edit", args=[quiz.pk])).content.decode()
        assert reverse("quiz_statistics_of", args=[activity.pk]) in html


def permission(codename: str):
    return Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
