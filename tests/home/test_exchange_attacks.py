"""Courses that were made to break the installation that they come to, or to pass by its rights."""

import time

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.models import Locale

from assessments.questions.models import Question
from assessments.quiz.models import QuizPage
from courses.models import CoursePage, LessonPage
from home.curriculum.schema import BadFile, line_numbers
from home.curriculum.writing import NotAllowed
from home.exchange.exporting import NotYours, export_course
from tests.authorisation.limited import limited_editor

from .test_exchange import bring, changed, emptied
from .whole_course import rich, shown  # noqa: F401  fixtures


@pytest.fixture
def files(rich, superuser):
    return export_course(rich, by=superuser)


def locked(row, person) -> None:
    row.locked, row.locked_by, row.locked_at = True, person, timezone.now()
    row.save()


class TestLocks:
    def test_a_page_that_a_colleague_has_locked_is_left(self, rich, files, programme_page, superuser, editor, now):
        locked(LessonPage.objects.child_of(rich).first(), superuser)
        before = LessonPage.objects.child_of(rich).first().latest_revision_id
        with pytest.raises(NotAllowed, match="is locked"):
            bring(changed(files, "en.toml", "<p>Here.</p>", "<p>Mine.</p>"), programme_page, editor, now)
        assert LessonPage.objects.child_of(rich).first().latest_revision_id == before

    def test_a_question_that_a_colleague_has_locked_is_left(self, files, programme_page, superuser, editor, now):
        question = Question.objects.get(stem__contains="Tagged?")
        before = question.latest_revision_id
        locked(question, superuser)
        with pytest.raises(NotAllowed, match="question"):
            bring(changed(files, "en.toml", "<p>Tagged?</p>", "<p>Mine?</p>"), programme_page, editor, now)
        question.refresh_from_db()
        assert question.latest_revision_id == before


class TestDiagrams:
    def test_one_that_could_run_or_load_something_is_refused(self, files, programme_page, superuser, now):
        for part in ("<script/>", '<rect onload=\\"x()\\"/>', '<image href=\\"//example.org/x\\"/>'):
            with pytest.raises(BadFile, match="A diagram cannot have"):
                bring(changed(files, "en.toml", "<rect", f"{part}<rect"), programme_page, superuser, now)


class TestHalfTheRights:
    def test_the_key_of_the_bank_is_not_for_people_without_a_right_to_questions(self, course_page, kenya):
        person = limited_editor(kenya, course_page)
        assert "en.toml" in export_course(course_page, by=person)
        group = person.groups.get()
        group.permissions.set(group.permissions.exclude(codename__endswith="_question"))
        with pytest.raises(NotYours, match="permission that you do not have"):
            export_course(course_page, by=type(person).objects.get(pk=person.pk))

    def test_a_quiz_takes_over_no_draws_of_a_quiz_that_the_person_cannot_see(
        self, course_page, programme_page, kenya, superuser, now
    ):
        abroad = programme_page.add_child(instance=CoursePage(title="Uganda", slug="uganda", summary="…"))
        theirs = abroad.add_child(instance=QuizPage(title="Secret", slug="secret"))
        person, quiz = limited_editor(kenya, course_page), QuizPage.objects.child_of(course_page).get()
        person.groups.get().permissions.add(Permission.objects.get(codename="add_category"))
        quiz.limit_minutes = 30
        quiz.save_revision().publish()
        line = f'limit_minutes = 29\nlike = "{theirs.translation_key}"'
        files = changed(export_course(course_page, by=superuser), "en.toml", "limit_minutes = 30", line)
        for by, taken in ((person, None), (superuser, theirs.pk)):
            bring(files, programme_page, by, now)
            draft = QuizPage.objects.get(pk=quiz.pk).get_latest_revision_as_object()
            assert (draft.limit_minutes, draft.like_id) == (29, taken)


class TestFilesThatBreak:
    def test_a_language_without_content_here_makes_nothing(self, files, rich, programme_page, superuser, now):
        emptied(rich)
        text = files["course.toml"].decode().replace('"fr"', '"xx"').encode()
        with pytest.raises(BadFile, match="xx"):
            bring({**files, "course.toml": text, "xx.toml": files["fr.toml"]}, programme_page, superuser, now)
        assert not Locale.all_objects.filter(language_code="xx").exists() and not CoursePage.objects.exists()

    @pytest.mark.parametrize("value", ["inf", "nan", "9" * 40, "{a" + ".a" * 20 + " = {b" + ".b" * 20 + " = 1}}"])
    def test_numbers_and_tables_without_end_are_told(self, files, rich, programme_page, superuser, now, value):
        emptied(rich)
        with pytest.raises(BadFile):
            bring(
                changed(files, "en.toml", "limit_minutes = 30", f"limit_minutes = {value}"),
                programme_page,
                superuser,
                now,
            )
        assert not CoursePage.objects.exists()

    def test_tables_deeper_than_the_stack_are_told(self, files, rich, programme_page, superuser, now):
        emptied(rich)
        deep, part = "1", ".a" * 30
        for _level in range(60):
            deep = f"{{a{part} = {deep}}}"
        with pytest.raises(BadFile):
            bring(
                changed(files, "en.toml", "just_after = [", f"x = {deep}\njust_after = ["),
                programme_page,
                superuser,
                now,
            )

    @pytest.mark.parametrize("part", ["a", '"a b"', "'a'"])
    def test_a_name_of_many_parts_takes_no_time(self, files, programme_page, superuser, now, part):
        began = time.monotonic()
        deep = ".".join([part] * 30_000) + " = 1\n"
        with pytest.raises(BadFile, match="32 parts"):
            bring({**files, "en.toml": deep.encode() + files["en.toml"]}, programme_page, superuser, now)
        assert time.monotonic() - began < 3

    def test_a_line_of_spaces_takes_no_time(self):
        began = time.monotonic()
        line_numbers("[" + " " * 5_000 + "x")
        assert time.monotonic() - began < 1
