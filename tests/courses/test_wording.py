"""Before a release people read what it changes word for word, and nobody reads what is not theirs."""

from unittest import mock
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.questions.models import Question
from assessments.quiz.activity import Quiz
from assessments.quiz.models import Draw, QuizPage
from courses.editing.release.effect import effect_of
from courses.editing.release.text_differences import Kind
from courses.lessons.activity import Lesson
from courses.models import LessonPage
from tests.builders import in_group, question_body
from tests.conftest import make_person

from .conftest import publish
from .test_dashboard import limited
from .test_effect import drafted, url

SECRET = "Chosen because of the threat"


def paragraph(lesson, text: str) -> list:
    return [{**lesson.body.raw_data[0], "value": f"<p>{text}</p>"}, lesson.body.raw_data[1]]


def said(change, kind: Kind, side: str = "after") -> list[str]:
    return [p.text for d in change.worded.differences for line in getattr(d, side) for p in line if p.kind is kind]


@pytest.fixture
def changed_key(course, kenya):
    """A question of Kenya's whose key somebody has corrected since the release, and that the quiz goes on drawing."""
    QuizPage.objects.update(institution=kenya)
    question = Question.objects.get(stem__contains="Question 1?")
    question.owner = kenya
    question.body = question_body("single", "First", SECRET, "Third", right={1})
    question.save()
    return question


@pytest.fixture
def ugandan(ugandan_academy):
    """Somebody who may publish every page, and serves in another country."""
    return in_group(make_person("UG-600", "Nakato", ugandan_academy), "Moderators")


@pytest.fixture
def of_one_lesson(academy, lesson):
    """Somebody who may edit the first lesson and nothing else."""
    return limited(academy, "KE-600", lesson, "change_page")


class TestTexts:
    def test_the_changed_words_of_a_lesson_are_shown(self, course, lesson, reviewer):
        effect = effect_of(course.pk, [drafted(lesson, body=paragraph(lesson, "Act, means, aim."))], viewer=reviewer)

        [change] = effect.changes
        assert (said(change, Kind.GONE, "before"), said(change, Kind.NEW)) == (["purpose."], ["aim."])

    def test_of_a_check_with_its_key(self, course, lesson, reviewer):
        body = [*lesson.body.raw_data]
        body[1]["value"]["options"][0]["value"]["right"] = True

        [change] = effect_of(course.pk, [drafted(lesson, body=body)], viewer=reviewer).changes

        assert [str(one.passage.label) for one in change.worded.differences] == ["Right answer"]

    def test_what_is_the_same_for_several_countries_is_told_once(self, course, lesson, reviewer, releasing):
        country = {
            "type": "country",
            "id": str(uuid4()),
            "value": {"countries": ["KE"], "text": "<p>In Kenya.</p>", "provisions": []},
        }
        with releasing():
            publish(lesson, body=[*lesson.body.raw_data, country])
        text = {**lesson.body.raw_data[0], "value": "<p>Act, means, aim.</p>"}
        [change] = effect_of(
            course.pk, [drafted(lesson, body=[text, *lesson.body.raw_data[1:]])], viewer=reviewer
        ).changes

        assert change.language_names == ["English", "English (Kenya)"]
        assert said(change, Kind.NEW) == ["aim."]

    def test_of_the_course_itself(self, course, course_page, reviewer):
        [change] = effect_of(course.pk, [drafted(course_page, summary="Said anew.")], viewer=reviewer).changes

        assert [str(one.passage.label) for one in change.worded.differences] == ["Summary"]
        assert said(change, Kind.NEW) == ["Said anew."]

    def test_where_no_word_differs_that_is_said(self, course, lesson, reviewer, as_):
        bold = lesson.body.raw_data[0]["value"].replace("<p>", "<p><b>").replace("</p>", "</b></p>")
        drafted(lesson, body=[{**lesson.body.raw_data[0], "value": bold}, lesson.body.raw_data[1]])

        assert "The words are the same" in as_(reviewer).get(url(course, lesson)).content.decode()

    def test_marks_what_goes_and_what_comes_for_eyes_and_ears_in_its_own_language(self, course, lesson, reviewer, as_):
        drafted(lesson, body=paragraph(lesson, "Act, means, <i>&lt;aim&gt;</i>."))

        page = as_(reviewer).get(url(course, lesson)).content.decode()

        assert '<div lang="en" dir="ltr">' in page
        assert "removed:" in page
        assert "<del>" in page
        assert "<ins>" in page
        assert "&lt;aim&gt;" in page
        assert "<aim>" not in page

    def test_a_kind_that_breaks_leaves_the_page_whole(self, course, lesson, reviewer, as_):
        """The kind is a plugin's: here the lesson stands for one that raises, and for one that gives nonsense."""
        drafted(lesson, body=paragraph(lesson, "Anew."))
        for broken in (
            mock.Mock(side_effect=RuntimeError),
            mock.Mock(return_value=[None, "x"]),
            mock.Mock(return_value=None),
        ):
            with mock.patch.object(Lesson, "passages", broken):
                response = as_(reviewer).get(url(course, lesson))
            assert "Text changed" in response.content.decode()
            assert "Word for word" not in response.content.decode()


class TestQuestions:
    def test_whoever_releases_reads_that_the_key_changed(self, course, changed_key, reviewer):
        [change] = effect_of(course.pk, viewer=reviewer).changes

        keys = [one for one in change.worded.differences if str(one.passage.label) == "Right answer"]
        assert len(keys) == 1
        assert f"{SECRET}: 100 %" in [" ".join(piece.text for piece in line) for line in keys[0].after]
        assert "Question 1?" in keys[0].passage.heading

    def test_of_another_owners_question_only_that_it_differs_is_told(self, course, changed_key, ugandan, reviewer, as_):
        page = as_(ugandan).get(url(course)).content.decode()

        assert "A part differs here that you may not read" in page
        assert SECRET not in page
        assert "Question 1?" not in page
        assert "Right answer" not in page
        assert SECRET in as_(reviewer).get(url(course)).content.decode()

    def test_of_a_deleted_question_nobody_knows_whose_it_was(self, course, changed_key, reviewer):
        Question.objects.all()[0].delete()
        [change] = effect_of(course.pk, viewer=reviewer).changes

        assert [one.withheld for one in change.worded.differences if not one.passage.label] == [True]

    def test_without_any_right_to_questions_none_is_read(self, course, changed_key, reviewer):
        group = Group.objects.get(name="Moderators")
        group.permissions.remove(
            *Permission.objects.filter(content_type__app_label="questions", content_type__model="question")
        )
        [change] = effect_of(course.pk, viewer=type(reviewer).objects.get(pk=reviewer.pk)).changes

        assert SECRET not in str(change.worded)

    def test_a_kind_that_does_not_say_who_may_read_shows_nothing_of_subjects(self, course, changed_key, superuser):
        with mock.patch.object(Quiz, "readable", mock.Mock(side_effect=RuntimeError)):
            [change] = effect_of(course.pk, viewer=superuser).changes

        assert SECRET not in str(change.worded)


class TestProblems:
    def test_name_no_question_that_is_not_shared(self, course, changed_key, ugandan, as_, on_commit):
        with on_commit():
            quiz = QuizPage.objects.get()
            quiz.draws = [Draw(question=changed_key, number=1)]
            publish(quiz)
            changed_key.archived = True
            changed_key.save()

        page = as_(ugandan).get(url(course)).content.decode()

        assert f"question {changed_key.pk} of Kenya" in page
        assert "Question 1?" not in page


class TestWhoReads:
    def test_an_editor_of_one_lesson_reads_that_one(self, course, course_page, lesson, of_one_lesson, as_):
        other = LessonPage.objects.child_of(course_page).exclude(pk=lesson.pk).get()
        drafted(lesson, body=paragraph(lesson, "Mine to read."))
        drafted(other, body=[{**other.body.raw_data[0], "value": "<p>Not mine to read.</p>"}])

        page = as_(of_one_lesson).get(url(course, lesson, other)).content.decode()

        assert "Mine to read." in page
        assert "Lesson 2" in page
        assert "Not mine to read." not in page


class TestCost:
    def test_statements_do_not_grow_with_what_changes(self, course, course_page, lesson, changed_key, reviewer, as_):
        def statements() -> int:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert as_(reviewer).get(reverse("courses_release", args=[course.pk])).status_code == 200
            return len(captured)

        publish(lesson, body=paragraph(lesson, "Anew."))
        statements()
        few = statements()
        for other in LessonPage.objects.child_of(course_page).exclude(pk=lesson.pk):
            publish(other, body=[{**other.body.raw_data[0], "value": "<p>Anew.</p>"}])
        for question in Question.objects.exclude(pk=changed_key.pk):
            question.feedback = "<p>Said anew.</p>"
            question.save()
        statements()  # the report of the checks is kept once it was made

        assert statements() == few
