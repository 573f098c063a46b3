"""An editor's and a reviewer's jobs, each in a real browser on a phone and on a desktop, at no more clicks than it may
cost. Typing is not counted; every press is.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.quiz.models import QuizPage
from courses.models import CoursePage, LessonPage, Submission
from courses.publishing import submission_services
from tests.courses.conftest import french_lesson, lesson, translated, tree  # noqa: F401  fixtures
from tests.courses.handed import hand
from tests.courses.test_dashboard import limited

from .conftest import DEVICES
from .test_learner_jobs import Clicks

pytestmark = pytest.mark.django_db(transaction=True)
GIFT = "::A::Which element is the means? {=Deception ~Border}\n\n::B::Is exploitation the purpose? {TRUE}\n"


def drafted(page, editor) -> None:
    first = LessonPage.objects.child_of(page).order_by("path").first()
    first.body = [{**first.body.raw_data[0], "value": "<p>Act, means, aim.</p>"}, first.body.raw_data[1]]
    first.save_revision(user=editor)


@DEVICES
class TestJobs:
    def test_a_new_course(self, device, programme_page, editor, faults_of, size):
        clicks = Clicks(device(editor, viewport=size), "/admin/")
        clicks.press("^New course$")
        assert clicks.number == 1 and faults_of(clicks.page, f"course-new-{size['width']}") == []
        clicks.page.get_by_label("Title").fill("Debt bondage")
        clicks.page.get_by_label("Programme").select_option(str(programme_page.pk))
        clicks.page.get_by_label("Summary").fill("What binds people.")
        clicks.press("Make the course", "button")
        expect(clicks.page.get_by_text("The course is a draft.")).to_be_visible()
        assert CoursePage.objects.get(title="Debt bondage").owner == editor

    def test_a_quiz_from_a_file(self, device, course_page, editor, faults_of, size, tmp_path):
        (tmp_path / "debt.gift").write_text(GIFT)
        clicks = Clicks(device(editor, viewport=size), "/admin/")
        clicks.press("^Import questions$")
        clicks.page.locator("input[type=file]").set_input_files(tmp_path / "debt.gift")
        clicks.press("Read the file", "button")
        clicks.press("Import questions", "button")
        clicks.press("Make a quiz of these questions")
        assert faults_of(clicks.page, f"quiz-new-{size['width']}") == []
        clicks.page.get_by_label("Course").select_option(str(course_page.pk))
        clicks.press("Make the quiz", "button")
        expect(clicks.page.get_by_text("The quiz is a draft.")).to_be_visible()
        quiz = QuizPage.objects.get(title="debt")
        assert clicks.number <= 6 and quiz.draws.get().number == 2

    def test_hand_in(self, device, course, course_page, editor, size):
        drafted(course_page, editor)
        clicks = Clicks(device(editor, viewport=size), "/admin/")
        clicks.press(clicks.page.locator("#desk-waiting-section").get_by_role("link", name="What trafficking is"))
        clicks.page.get_by_label("Why").fill("Clearer")
        clicks.press("^Hand in$", "button")
        assert clicks.number == 2 and Submission.objects.get().by == editor

    def test_read_what_changes_and_approve(self, device, course, course_page, editor, reviewer, faults_of, size):
        drafted(course_page, editor)
        hand(course, editor)
        clicks = Clicks(device(reviewer, viewport=size), "/admin/")
        clicks.press(clicks.page.locator("#desk-waiting-section").get_by_role("link", name="What trafficking is"))
        expect(clicks.page.locator("main ins")).to_contain_text("aim.")
        assert faults_of(clicks.page, f"submission-{size['width']}") == []
        clicks.press("Approve and release for learners", "button")
        expect(clicks.page.get_by_text("is published and released.")).to_be_visible()
        assert clicks.number <= 3

    def test_see_what_was_said(self, device, course, course_page, editor, reviewer, size):
        drafted(course_page, editor)
        sent = hand(course, editor)
        submission_services.send_back(submission=sent, by=reviewer, reason="Name the act.", now=timezone.now())
        clicks = Clicks(device(editor, viewport=size), "/admin/")
        waiting = clicks.page.locator("#desk-waiting-section")
        expect(waiting).to_contain_text("Name the act.")
        clicks.press(waiting.locator("h3", has_text="Handed in by you").locator("+ ul a"))
        expect(clicks.page.locator("main")).to_contain_text("Name the act.")
        assert clicks.number == 1

    def test_my_next_text(self, device, translated, french_lesson, academy, faults_of, size):
        translator = limited(academy, "KE-513", french_lesson, "change_page")
        clicks = Clicks(device(translator, viewport=size), "/admin/")
        clicks.press("^Next text to translate$")
        expect(clicks.page.locator("main textarea").first).to_be_visible()
        assert clicks.number == 1 and faults_of(clicks.page, f"translate-{size['width']}") == []
