"""Questions that are published in bulk, and draws that hold drafts."""

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState

from assessments.questions.bank import services
from assessments.questions.models import Question
from assessments.quiz.models import Draw, QuizPage
from assessments.quiz.page.selection import shortages, strata
from tests.builders import make_question

from .test_drafts import BULK


class TestPublishingSeveral:
    @pytest.fixture
    def drafts(self, bank):
        rows = [make_question(bank, f"{number}?") for number in range(3)]
        Question.objects.update(live=False, first_published_at=None)
        for row in rows:
            row.save_revision()
        return rows

    def address(self, *rows):
        return reverse(BULK, args=["questions", "question", "publish"]) + "?" + "&".join(f"id={row.pk}" for row in rows)

    def test_publishes_what_was_written_last_and_what_was_reviewed_is_decided(self, drafts, bank, reviewer, as_):
        draft = drafts[0].get_latest_revision_as_object()
        draft.stem = "<p>Written last?</p>"
        draft.save_revision()
        workflow = Question.get_default_workflow()
        workflow.start(Question.objects.get(pk=drafts[1].pk), reviewer)

        asked = as_(reviewer).get(self.address(*drafts)).content.decode()
        assert "Learners get them with the next release" in asked
        response = as_(reviewer).post(self.address(*drafts), follow=True)

        assert "3 questions published." in response.content.decode()
        rows = Question.objects.order_by("pk")
        assert [(row.live, row.has_unpublished_changes) for row in rows] == [(True, False)] * 3
        assert str(rows[0]) == "Written last?" and not WorkflowState.objects.active().exists()
        again = as_(reviewer).post(self.address(*drafts), follow=True).content.decode()
        assert "0 questions published." in again

    def test_only_by_who_may_and_only_what_they_see(self, drafts, editor, reviewer, ugandan_academy, as_):
        Question.objects.filter(pk=drafts[0].pk).update(owner=ugandan_academy)
        as_(editor).post(self.address(*drafts[1:]))
        assert as_(reviewer).post(self.address(*drafts)).status_code == 404
        assert not Question._base_manager.filter(live=True).exists()
        as_(reviewer).post(self.address(*drafts[1:]))
        assert Question._base_manager.filter(live=True).count() == 2

    def test_no_more_at_once_than_a_request_can_do(self, drafts, reviewer, as_, monkeypatch):
        monkeypatch.setattr("assessments.questions.admin.bulk.MOST", 2)
        said = as_(reviewer).post(self.address(*drafts), follow=True).content.decode()
        assert "Choose 2 questions at most" in said and not Question.objects.filter(live=True).exists()

    def test_a_draw_says_how_many_drafts_it_holds(self, drafts, programme_page, bank):
        quiz = QuizPage(title="Quiz", slug="draws", live=False)
        quiz.draws = [Draw(category=bank, number=2)]
        programme_page.add_child(instance=quiz)
        assert [*shortages(quiz, strata(quiz))] == [
            "“Quiz” draws 2 questions from “Bank”, which holds 0. "
            "The draw holds 3 drafts, which nobody gets before they are published."
        ]
        services.publish(questions=drafts, by=None)
        assert [*shortages(quiz, strata(quiz))] == [] and strata(quiz)[0].drafts == 0
