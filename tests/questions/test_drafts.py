"""Drafts of questions: who may not publish changes nothing that learners can get,
and what is published waits with its author.
"""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale, WorkflowState
from wagtail.test.utils.form_data import rich_text
from wagtail_localize.models import Translation, TranslationSource

from assessments.questions.bank import services
from assessments.questions.models import Category, Question
from assessments.quiz.models import Draw, QuizPage
from assessments.quiz.page.selection import strata
from courses.models import Cause, StaleCourse
from courses.publishing.services import compile_course, source_page
from tests.builders import make_question

from .test_admin import ADD, LIST, body, form

NAMES = "wagtailsnippets_questions_question:{}"
BULK = "wagtail_bulk_action"


@pytest.fixture
def question(course):
    """A question that the quiz of the released course draws."""
    return Question.objects.order_by("pk").first()


def post(client, name: str, row, data=None, **query):
    return client.post(reverse(NAMES.format(name), args=[row.pk]), data or {})


def edited(question, action: str = "", **fields) -> dict[str, str]:
    data = form(question.category, stem=rich_text("<p>Another one?</p>"), difficulty="hard", **fields)
    return {**data, **({f"action-{action}": action} if action else {})}


def waiting() -> list[tuple]:
    return [(row.stale_id, row.by, row.what) for row in Cause.objects.select_related("by")]


class TestAnEditor:
    def test_changes_nothing_that_learners_get_whatever_the_form_asks_for(self, course, question, editor, as_):
        before, digest = str(question), compile_course(source_page(course.pk)).digest
        for action in ("", "publish", "workflow-action"):
            assert post(as_(editor), "edit", question, edited(question, action)).status_code == 302, action

        question.refresh_from_db()
        assert str(question) == before and question.live and question.has_unpublished_changes
        assert str(question.get_latest_revision_as_object()) == "Another one?"
        assert waiting() == [] and compile_course(source_page(course.pk)).digest == digest

    def test_a_new_question_is_drawn_by_nobody(self, course, question, editor, as_):
        digest = compile_course(source_page(course.pk)).digest

        as_(editor).post(reverse(ADD), {**form(question.category), "action-publish": "action-publish"})

        assert Question.objects.filter(live=False).count() == 1
        assert waiting() == [] and compile_course(source_page(course.pk)).digest == digest

    def test_can_neither_archive_nor_unpublish_nor_delete_what_is_published(self, question, editor, as_):
        client = as_(editor)
        for name in ("unpublish", "delete"):
            post(client, name, question)
        for action in ("archive", "delete"):
            address = reverse(BULK, args=["questions", "question", action]) + f"?id={question.pk}"
            assert "only somebody who may publish" in client.get(address, follow=True).content.decode(), action
            client.post(address)

        question.refresh_from_db()
        assert question.live and not question.archived and waiting() == []

    def test_does_with_drafts_what_they_like(self, bank, editor, as_):
        first, second = (make_question(bank, f"{number}?") for number in range(2))
        Question.objects.update(live=False)
        client = as_(editor)

        client.post(reverse(BULK, args=["questions", "question", "archive"]) + f"?id={first.pk}")
        post(client, "delete", second)

        assert [row.archived for row in Question.objects.all()] == [True]

    def test_moves_no_category_that_holds_published_questions(self, question, editor, reviewer, as_):
        other, address = (
            Category.objects.create(name="Other"),
            reverse("wagtailsnippets_questions_category:edit", args=[question.category_id]),
        )
        moved = {"name": "Moved", "parent": other.pk}

        refused = as_(editor).post(address, moved).content.decode()
        assert "only somebody who may publish can move it" in refused
        assert not Category.objects.filter(name="Moved").exists() and waiting() == []
        assert as_(editor).post(address, {"name": "Renamed", "parent": ""}).status_code == 302

        assert as_(reviewer).post(address, moved).status_code == 302
        [(_course, by, why)] = waiting()
        assert (by, why) == (reviewer, "Category of questions moved: Moved")


class TestTheWayOfADraft:
    def test_is_handed_in_approved_and_waits_in_the_course_that_asks_it(self, course, question, editor, reviewer, as_):
        post(as_(editor), "edit", question, edited(question, "submit"))
        task = Question.objects.get(pk=question.pk).current_workflow_task_state
        assert task is not None and waiting() == []

        as_(editor).post(
            reverse(NAMES.format("workflow_action"), args=[question.pk, "approve", task.pk]), {"comment": ""}
        )
        assert waiting() == []
        as_(reviewer).post(
            reverse(NAMES.format("workflow_action"), args=[question.pk, "approve", task.pk]), {"comment": ""}
        )

        question.refresh_from_db()
        assert (str(question), question.difficulty) == ("Another one?", "hard")
        assert waiting() == [(course.pk, reviewer, "Question changed: Another one?")]

    def test_somebody_in_the_approving_group_who_may_not_publish_approves_nothing(self, question, editor, omar, as_):
        group = Group.objects.create(name="Approvers")
        post(as_(editor), "edit", question, edited(question, "submit"))
        task = Question.objects.get(pk=question.pk).current_workflow_task_state
        task.task.specific.groups.add(group)
        editor.groups.add(group)

        as_(editor).post(
            reverse(NAMES.format("workflow_action"), args=[question.pk, "approve", task.pk]), {"comment": ""}
        )

        question.refresh_from_db()
        assert str(question) != "Another one?" and waiting() == []

    def test_one_that_moves_to_another_category_waits_where_it_was(self, course, question, reviewer):
        question.category = Category.objects.create(name="Nobody draws from here")
        question.save_revision(user=reviewer).publish(user=reviewer)

        assert [key for key, _by, _why in waiting()] == [course.pk]

    @pytest.mark.parametrize("name", ["unpublish", "delete"])
    def test_one_that_goes_waits_with_its_author(self, question, course, reviewer, as_, name):
        fresh = make_question(question.category, "Met by nobody?")
        StaleCourse.objects.all().delete()

        post(as_(reviewer), name, fresh)

        assert waiting() == [(course.pk, reviewer, "Question taken away: Met by nobody?")]

    def test_is_archived_with_what_is_live_and_stays_a_draft(self, question, reviewer, bank):
        question.name = "Of the draft"
        question.save_revision(user=reviewer)

        services.archive(questions=[Question.objects.get(pk=question.pk)], by=reviewer)

        row = Question.objects.get(pk=question.pk)
        draft = row.get_latest_revision_as_object()
        assert (row.archived, row.name, row.has_unpublished_changes) == (True, "", True)
        assert (draft.archived, draft.name) == (True, "Of the draft")


class TestDraftsCountNowhere:
    def test_neither_in_what_a_quiz_draws_nor_in_its_halves(self, course, question):
        Question.objects.update(first_published_at="2026-01-01T00:00Z")
        quiz = QuizPage.objects.get()
        quiz.half = "a"
        quiz.draws.set([Draw(category=question.category, number=1)])
        quiz.save()
        before = strata(quiz)[0].questions

        early = make_question(question.category, "Written before?")
        Question.objects.filter(pk=early.pk).update(live=False)
        assert strata(quiz)[0].questions == before
        early.refresh_from_db()
        early.save_revision().publish()

        assert strata(quiz)[0].questions.keys() == before.keys() | {str(early.translation_key)}
        Question.objects.filter(pk=question.pk).update(live=False)
        assert strata(quiz)[0].questions.keys() == (before.keys() | {str(early.translation_key)}) - {
            str(question.translation_key)
        }

    def test_a_translation_that_is_a_draft_is_not_shown_for_its_source(self, course, question):
        french = Locale.objects.get_or_create(language_code="fr")[0]
        digest = compile_course(source_page(course.pk)).digest
        draft = question.copy_for_translation(french)
        draft.live = False
        draft.save()

        assert compile_course(source_page(course.pk)).digest == digest

    def test_neither_in_exports_nor_as_what_a_published_one_says(self, question, bank, superuser, as_):
        make_question(bank, "Never published?")
        Question.objects.filter(category=bank).update(live=False)
        question.stem = "<p>Only in the draft?</p>"
        question.save_revision()

        file = as_(superuser).get(reverse("questions_export_file", args=["gift"])).content.decode()

        assert [text for text in ("Never published", "Only in the draft", "Question 6?") if text in file] == [
            "Question 6?"
        ]


class TestTheList:
    def test_says_how_far_each_is_and_finds_what_waits(self, bank, editor, as_):
        rows = [make_question(bank, f"Number {number}?") for number in range(3)]
        Question.objects.filter(pk=rows[0].pk).update(live=False)
        client = as_(editor)
        post(client, "edit", rows[1], form(bank, stem=rich_text("<p>Handed in?</p>")) | {"action-submit": "1"})

        page = client.get(reverse(LIST)).content.decode()

        assert "Published · a draft is newer · waits for review" in page
        for state, found in (
            ("draft", {"Number 0?"}),
            ("review", {"Handed in?"}),
            ("newer", {"Handed in?"}),
            ("published", {"Handed in?", "Number 2?"}),
        ):
            page = client.get(reverse(LIST), {"state": state}).content.decode()
            assert {name for name in ("Number 0?", "Handed in?", "Number 2?") if name in page} == found, state


class TestTranslating:
    def test_a_new_translation_is_a_draft(self, question, french, editor, as_):
        from django.contrib.auth.models import Permission

        editor.user_permissions.add(Permission.objects.get(codename="submit_translation"))
        address = reverse("wagtail_localize:submit_snippet_translation", args=["questions", "question", question.pk])

        as_(editor).post(address, {"locales": [french.pk]})

        made = Question.objects.get(translation_key=question.translation_key, locale=french)
        assert not made.live and made.live_revision is None and waiting() == []

    def test_is_published_by_nobody_who_may_not_publish(self, question, french, editor, as_):
        from django.contrib.auth.models import Permission

        editor.user_permissions.add(Permission.objects.get(codename="submit_translation"))
        source, _made = TranslationSource.update_or_create_from_instance(question)
        translation = Translation.objects.create(source=source, target_locale=french)
        translation.save_target(publish=False)
        made = Question.objects.get(translation_key=question.translation_key, locale=french)
        client = as_(editor)

        post(client, "edit", made, {"action": "publish"})
        client.post(reverse("wagtail_localize:update_translations", args=[source.pk]), {"publish_translations": "on"})

        made.refresh_from_db()
        assert not made.live and waiting() == []


def test_a_body_that_cannot_be_marked_is_no_draft_either(bank, editor, as_):
    for kind in ("multiple", "single"):
        assert as_(editor).post(reverse(ADD), form(bank, body=body(kind, count=0))).status_code == 200
    assert not Question.objects.exists() and not WorkflowState.objects.exists()
