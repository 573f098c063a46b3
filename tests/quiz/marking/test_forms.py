"""A form in a quiz: the learner fills it in without script, the key marks its choices, and a person the rest."""

from uuid import uuid4

import pytest
from django.urls import reverse

from assessments.questions.models import Category
from assessments.quiz.models import Draw, QuizPage
from courses.models import Cause, PaperPage
from courses.publishing.services import compile_course
from lms.foundation.plugins.activity import NotReady
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.builders import event, start_attempt
from tests.questions.open import ask
from tests.releasing import release_waiting

RESULT = "/learn/trafficking/trafficking-quiz/"
FIELDS = [
    {"name": "consent", "label": "Consent", "type": "one", "options": ["Yes", "Not yet"]},
    {"name": "facts", "label": "Facts <seen>", "type": "long", "options": [], "guidance": "Two facts"},
    {"name": "hands", "label": "Hands", "type": "table", "options": ["From", "To"]},
]


@pytest.fixture
def paper(site):
    blocks = [{"type": "field", "value": {"rows": 2, "help": "", "guidance": "", **field}} for field in FIELDS]
    site.add_child(
        instance=PaperPage(title="Referral", slug="referral", live=False, fields=blocks)
    ).save_revision().publish()
    return PaperPage.objects.get()


def put_quiz(course_page, **right) -> str:
    """Let the course be a quiz of one form; returns the key of its question."""
    asked = [
        {"id": str(uuid4()), "field": f"referral#{name}", "expected": expected, "points": 1.0, "specimen": ""}
        for name, expected in right.items()
    ]
    category = Category.objects.create(name="Forms")
    question = ask(category, "form", {"asked": asked}, "Fill in the form.")
    for lesson in course_page.get_children().exclude(slug="trafficking-quiz"):
        lesson.unpublish()
    quiz = QuizPage.objects.child_of(course_page).get()
    quiz.draws = [Draw(category=category, number=0)]
    quiz.save_revision().publish()
    assert release_waiting() == []
    return str(question.translation_key)


@pytest.fixture
def mixed(paper, course_page):
    return put_quiz(course_page, consent="2", facts="", hands="")


def begin(person, course, now):
    course.refresh_from_db()
    services.enrol(people=[person], course=course, now=now)
    return start_attempt(Enrolment.objects.get(learner=person), "trafficking-quiz", now, seed=1)


def answer(attempt, question, now, **values):
    data = {f"q:{question}:{name}": [value] for name, value in values.items()} | {"submit": ["1"]}
    return services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)


def test_is_filled_in_and_kept_as_a_draft_without_script(mixed, wanjiru, course, as_, now):
    attempt = begin(wanjiru, course, now)
    page = as_(wanjiru).get(RESULT).content.decode()
    assert f'name="q:{mixed}:hands.2.1"' in page and "Facts &lt;seen&gt;" in page and "/forms/referral/" in page
    as_(wanjiru).post(RESULT, event(**{f"q:{mixed}:facts": "Two keys", f"q:{mixed}:hands.1.2": "the store"}))
    attempt.refresh_from_db()
    assert attempt.state["responses"][mixed] == {"facts": "Two keys", "hands": [["", "the store"], ["", ""]]}
    assert "Two keys" in as_(wanjiru).get(RESULT).content.decode()


def test_choices_are_marked_and_a_person_marks_the_rest(mixed, wanjiru, omar, course, as_, now):
    attempt = answer(begin(wanjiru, course, now), mixed, now, consent="2", facts="Two keys")
    assert attempt.score is None
    address = reverse("quiz:mark", args=[attempt.pk, mixed])
    page = as_(omar).get(address).content.decode()
    assert 'value="consent-2" checked' in " ".join(page.split()) and "Two facts" in page and "Two keys" in page
    levels = {"rubric:consent": "consent-2", "rubric:facts": "facts-1", "rubric:hands": "hands-0", "turn": "first"}
    assert as_(omar).post(address, event(**levels)).status_code == 302
    attempt.refresh_from_db()
    assert attempt.score == pytest.approx(0.5)


def test_is_marked_at_once_where_nobody_is_needed(paper, course_page, wanjiru, course, now):
    question = put_quiz(course_page, consent="1")
    assert answer(begin(wanjiru, course, now), question, now, consent="1").score == 1


def test_a_form_that_is_published_anew_waits_in_the_course(mixed, paper, course, on_commit):
    with on_commit():
        paper.title = "Referral of a person"
        paper.save_revision().publish()
    assert Cause.objects.filter(stale__course_key=course.pk, what__contains="Referral of a person").exists()


def test_a_form_that_is_taken_off_stops_the_next_release(mixed, paper, course_page, on_commit):
    with on_commit():
        paper.unpublish()
    with pytest.raises(NotReady, match="not published"):
        compile_course(course_page)


def test_what_was_released_stays_as_it_was(mixed, paper, wanjiru, course, as_, now):
    begin(wanjiru, course, now)
    PaperPage.objects.all().delete()
    assert "Facts &lt;seen&gt;" in as_(wanjiru).get(RESULT).content.decode()
