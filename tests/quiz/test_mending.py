"""The dashboard's questions to mend: of quizzes and questions that are the viewer's,
and no longer once they are mended.
"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.questions.models import Question
from assessments.quiz.models import StatisticsRun
from courses.models import Activity
from tests.builders import make_course, release
from tests.courses.test_dashboard import desk, limited


def hopeless(question) -> dict:
    """Figures of a question that two hundred people had and nobody answered rightly."""
    return {
        "question": str(question.translation_key),
        "number_of_attempts": 200,
        "facility_index": 0.0,
        "standard_deviation": 0.0,
        "random_guess_score": 33.0,
        "discrimination_index": None,
        "discriminative_efficiency": None,
        "intended_weight": 50.0,
        "effective_weight": None,
        "options": [],
    }


def computed(quiz: str, questions) -> StatisticsRun:
    now = timezone.now()
    figures = {
        "all": {"number_of_attempts": 200, "questions": [hopeless(question) for question in questions]},
        "languages": {},
        "questions": {str(question.translation_key): {"kind": question.kind} for question in questions},
    }
    activity = Activity.objects.get(slug=quiz)
    return StatisticsRun.objects.create(
        activity=activity, status="done", figures=figures, finished_at=now, asked_at=now, touched_at=now
    )


@pytest.fixture
def question(course):
    return Question.objects.order_by("pk").first()


def test_a_flagged_question_leads_to_its_editor_and_says_why(question, editor, as_):
    computed("trafficking-quiz", [question])
    found = desk(as_(editor))["mend"]

    assert reverse("wagtailsnippets_questions_question:edit", args=[question.pk]) in found
    assert "Flagged by what learners answered" in found and "guessing" in found and "Quiz" in found


def test_one_that_was_published_anew_asks_for_new_statistics(question, editor, as_):
    run = computed("trafficking-quiz", [question])
    Question.objects.filter(pk=question.pk).update(last_published_at=run.finished_at + timedelta(hours=1))
    found = desk(as_(editor))["mend"]

    assert "Flagged by what learners answered" not in found
    assert "Changed since" in found and reverse("quiz_statistics_of", args=[run.activity_id]) in found


def test_one_that_another_institution_keeps_to_itself_is_not_told(question, ugandan_academy, editor, as_):
    computed("trafficking-quiz", [question])
    Question.objects.filter(pk=question.pk).update(owner=ugandan_academy)

    assert "No question of your quizzes is flagged." in desk(as_(editor))["mend"]


def test_nor_are_those_of_a_quiz_of_which_somebody_may_not_edit_the_page(question, site, ugandan_academy, as_):
    from wagtail.models import Page

    computed("trafficking-quiz", [question])
    elsewhere = limited(ugandan_academy, "UG-520", site.add_child(instance=Page(title="Uganda", slug="uganda")))
    assert "mend" not in desk(as_(elsewhere))
    elsewhere.groups.get().permissions.add(
        *Group.objects.get(name="Editors").permissions.filter(content_type__app_label="questions")
    )

    assert "No question of your quizzes is flagged." in desk(as_(elsewhere))["mend"]


def test_costs_the_same_however_many_quizzes_are_flagged(course, programme_page, editor, as_):
    def statements() -> int:
        client = as_(editor)
        client.get("/admin/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/")
        return len(captured)

    computed("trafficking-quiz", Question.objects.all()[:1])
    few = statements()
    release(make_course(programme_page, slug="second"))
    computed("second-quiz", Question.objects.order_by("-pk")[:4])

    assert statements() == few
