"""One count on every page, what counts towards the score, and what a learner meets at the end."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from assessments.quiz.models import QuizPage
from courses.catalogue.outline import Entry, Outline
from courses.models import Course, CoursePage, Programme
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.completion.rules import course_score
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.player import next_course
from lms.learning.progress.player.learner_course import LearnerCourse
from tests.builders import complete, make_course, right_answers, start_attempt, wrong_answers
from tests.releasing import release_waiting

from .counting import statements
from .test_corrections import do

COURSE = "/learn/trafficking/"
LESSON = f"{COURSE}trafficking-lesson-2/"
QUIZ = f"{COURSE}trafficking-quiz/"


@pytest.fixture
def with_exercise(course_page, now):
    """The course has an exercise that nobody has to do, before its quiz."""
    quiz = QuizPage.objects.get(slug="trafficking-quiz")
    exercise = QuizPage(title="First minutes", slug="first-minutes", required=False, behaviour="immediate", minutes=5)
    exercise.draws = [draw.__class__(category=draw.category, number=2) for draw in quiz.draws.all()]
    quiz.add_sibling(pos="left", instance=exercise)
    exercise.save_revision().publish()
    course_page.objectives = [{"type": "objective", "id": str(uuid4()), "value": "Name the three elements"}]
    course_page.save_revision().publish()
    return exercise


@pytest.fixture
def learner(with_exercise, as_, enrolment):
    return as_(enrolment.learner)


def submit(client, answers) -> str:
    client.post(f"{QUIZ}start/", {"event_id": str(uuid7())})
    client.post(QUIZ, {"event_id": str(uuid7()), **answers(Attempt.objects.get(kind="quiz", closed_at=None))})
    return client.get(QUIZ).content.decode()


def test_all_pages_count_the_same_and_optional_parts_apart(learner):
    learner.post(f"{COURSE}trafficking-lesson-1/", {"event_id": str(uuid7()), "done": "1"})
    lesson, course, mine = (learner.get(url).content.decode() for url in (LESSON, COURSE, "/learn/"))
    assert "Part 2 of 3" in lesson and "Part 3 of 3" in learner.get(QUIZ).content.decode()
    assert all("1 of 3 done · 2 left" in page and page.count("<progress") == 1 for page in (lesson, course, mine))
    assert all('value="1" max="3"' in page for page in (lesson, course, mine))
    assert "3 parts have to be done. 1 is optional and does not count." in course
    exercise = learner.get(f"{COURSE}first-minutes/").content.decode()
    assert "Optional part" in exercise and "1 of 3 done" in exercise
    assert course.count('class="activity optional') == 1


def test_an_exercise_is_called_one_to_its_learner_and_to_staff(learner, as_, omar, enrolment):
    course = learner.get(COURSE).content.decode()
    assert "Exercise · 5 minutes · optional" in course and course.count('<span class="soft">Quiz') == 1

    page = " ".join(as_(omar).get(f"/teach/people/{enrolment.learner_id}/").content.decode().split())
    assert 'First minutes <span class="small soft">Exercise · optional' in page
    assert '<span class="small soft">Quiz</span>' in page


def test_a_result_has_one_bar(learner):
    result = submit(learner, wrong_answers)
    assert result.count("<progress") == 0 and result.count('<svg class="score"') == 1


def test_whoever_has_passed_is_led_on_before_another_try_is_offered(learner):
    failed = submit(learner, wrong_answers)
    assert failed.index("Try again") < failed.index('class="pager"')
    assert '<button type="submit" class="button">Try again' in failed
    passed = submit(learner, right_answers)
    assert "/start/" not in passed, "no attempt is left"


def test_full_marks_offer_what_is_next_first(learner):
    for lesson in ("trafficking-lesson-1", "trafficking-lesson-2"):
        learner.post(f"{COURSE}{lesson}/", {"event_id": str(uuid7()), "done": "1"})
    result = submit(learner, right_answers)
    assert "100\u00a0%" in result
    assert (
        result.index("What you achieved, and what is next") < result.index("Your answers") < result.index("Try again")
    )
    assert '<button type="submit" class="button button-quiet">Try again' in result


def test_the_end_says_what_was_achieved_and_gives_the_certificate(learner, enrolment, now):
    complete(enrolment, now=now)
    page = learner.get(COURSE).content.decode()
    card = page[page.index("You have completed this course") : page.index("</article>")]
    assert "Your score: 100\u00a0%" in card and "<li>Name the three elements</li>" in card
    assert re.search(r'<a class="button" href="/certificates/[^"]+">Certificate</a>', card)
    assert "You have completed everything that was assigned to you." in card and 'href="/learn/"' in card
    assert page.count("Name the three elements") == 1 and "<progress" not in page


def test_next_is_the_course_that_follows_in_the_programme(learner, enrolment, programme_page, wanjiru, now):
    pages = [make_course(programme_page, slug=slug) for slug in ("second", "third")]
    CoursePage.objects.filter(pk=pages[0].pk).update(title="The second")
    for page in (CoursePage.objects.get(pk=page.pk) for page in pages):
        page.save_revision().publish()
    release_waiting(now)
    second, third = (Course.objects.get(slug=slug) for slug in ("second", "third"))
    for course in (third, second):
        services.enrol(people=[wanjiru], course=course, now=now)
    courses = [str(third.pk), str(enrolment.course_id), str(second.pk)]
    Programme.objects.update_or_create(slug="core", defaults={"id": uuid4(), "courses": courses})
    complete(enrolment, now=now)

    way = LearnerCourse(Enrolment.objects.select_related("course", "learner").get(pk=enrolment.pk), "en", now)
    assert next_course.after(way).enrolment.course == second
    page = learner.get(COURSE).content.decode()
    assert 'href="/learn/second/"' in page and "The second" in page
    for own in Enrolment.objects.filter(course=second):
        complete(own, now=now)
    assert next_course.after(way).enrolment.course == third


def test_nobody_is_led_to_a_course_of_somebody_else(learner, enrolment, programme_page, abdi, now):
    make_course(programme_page, slug="second")
    release_waiting(now)
    services.enrol(people=[abdi], course=Course.objects.get(slug="second"), now=now)
    complete(enrolment, now=now)
    assert "/learn/second/" not in learner.get(COURSE).content.decode()


class TestTheMoment:
    """Whoever completes a course comes to what they achieved."""

    PAGE = f"{COURSE}course/completed/"

    @pytest.fixture
    def all_but_the_quiz(self, learner):
        for lesson in ("trafficking-lesson-1", "trafficking-lesson-2"):
            assert learner.post(f"{COURSE}{lesson}/", {"event_id": str(uuid7()), "done": "1", "next": "1"}).status_code
        learner.post(f"{QUIZ}start/", {"event_id": str(uuid7())})
        return {"event_id": str(uuid7()), **right_answers(Attempt.objects.get(kind="quiz", closed_at=None))}

    def test_comes_with_the_answer_that_completes_it(self, learner, all_but_the_quiz):
        response = learner.post(QUIZ, all_but_the_quiz)
        assert response["Location"] == self.PAGE
        page = learner.get(self.PAGE).content.decode()
        assert "What you achieved" in page and "Name the three elements" in page
        assert f'href="{QUIZ}">100\u00a0%' in page and "1 hour" in page and "What is next" in page

    def test_comes_with_a_lesson_that_is_the_last(self, learner):
        submit(learner, right_answers)
        for lesson, address in (("trafficking-lesson-1", LESSON), ("trafficking-lesson-2", self.PAGE)):
            answer = {"event_id": str(uuid7()), "done": "1", "next": "1"}
            assert learner.post(f"{COURSE}{lesson}/", answer)["Location"] == address

    def test_is_where_a_script_goes_on(self, learner, all_but_the_quiz):
        answer = learner.post(QUIZ, all_but_the_quiz, headers={"Accept": "application/json"})
        assert answer.json()["address"] == self.PAGE

    def test_does_not_come_before_nor_again(self, learner, all_but_the_quiz):
        assert learner.get(self.PAGE)["Location"] == COURSE
        learner.post(QUIZ, all_but_the_quiz)
        answer = {"event_id": str(uuid7()), "done": "1", "next": "1"}
        assert learner.post(f"{COURSE}trafficking-lesson-1/", answer)["Location"] != self.PAGE
        assert learner.get(self.PAGE).status_code == 200, "and can be looked at again"
        assert f'href="{self.PAGE}"' in learner.get(COURSE).content.decode()

    def test_shows_the_certificate_or_that_it_is_being_made(self, learner, enrolment, now):
        complete(enrolment, now=now)
        page = learner.get(self.PAGE).content.decode()
        certificate = enrolment.certificate
        if certificate.status != "pending":
            assert f'href="/certificates/{certificate.serial}/pdf/"' in page and 'data-work="working"' not in page
        type(certificate).objects.update(status="pending", pdf="", rendered_at=None)
        page = learner.get(self.PAGE).content.decode()
        assert "The PDF is being made" in page and 'data-work="working"' in page and "/pdf/" not in page

    def test_costs_as_much_as_the_course(self, learner, enrolment, now):
        complete(enrolment, now=now)
        learner.get(self.PAGE)
        with statements() as found:
            learner.get(self.PAGE)
        assert len(found) <= 4


def attempt_quiz(enrolment, answers, now):
    attempt = start_attempt(enrolment, "trafficking-quiz", now, seed=1)
    services.answer(attempt=attempt, data=answers(attempt), event_id=uuid7(), now=now)
    return Enrolment.objects.get(pk=enrolment.pk)


@pytest.fixture
def optional_quiz(enrolment, now):
    """The quiz is an exercise that nobody has to do, and the lessons are done."""
    quiz = QuizPage.objects.get(slug="trafficking-quiz")
    quiz.required = False
    quiz.save_revision().publish()
    release_waiting()
    corrections.move(now=now)
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    for slug in ("trafficking-lesson-1", "trafficking-lesson-2"):
        do(enrolment, slug, now)
    return Enrolment.objects.get(pk=enrolment.pk)


@pytest.mark.once
def test_an_optional_exercise_neither_lowers_nor_raises_the_score():
    entries = tuple(
        Entry(id=name, slug=name, kind="quiz", titles={}, required=required, weight=weight)
        for name, required, weight in (("exam", True, 1), ("exercise", False, 1), ("survey", True, 0))
    )
    weights = Outline({}, {}, {}, "en", 60, 0, entries).weights
    assert weights == {"exam": 1}
    assert course_score({"exam": 1.0, "exercise": 0.4, "survey": 0.1}, weights) == 1.0
    assert course_score({"exercise": 0.4}, weights) is None


def test_an_exercise_that_is_failed_leaves_a_complete_course_as_it_is(optional_quiz, now):
    after = attempt_quiz(optional_quiz, wrong_answers, now + timedelta(hours=1))
    quiz = after.release.outline.by_slug("trafficking-quiz").id
    assert (after.status, after.scores[quiz], after.score) == (Enrolment.Status.COMPLETED, 0.0, None)
    assert list(rebuild(write=False)) == []


def test_a_better_attempt_after_completion_raises_the_score_with_what_the_quiz_counts_for(enrolment, now):
    Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=now, status="completed", scores={}, remaining=0)
    first = attempt_quiz(enrolment, wrong_answers, now + timedelta(hours=1))
    second = attempt_quiz(enrolment, right_answers, now + timedelta(hours=2))
    assert (first.score, second.score) == (0.0, 1.0)
