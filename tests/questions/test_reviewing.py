"""Reviewers see what waits for them, and nothing of what another institution's editors wrote."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from assessments.questions.models import Question
from tests.builders import make_question
from tests.conftest import make_person

from .test_admin import form

EDIT = "wagtailsnippets_questions_question:edit"


@pytest.fixture
def elsewhere(ugandan_academy):
    """A reviewer of another country."""
    person = make_person("UG-501", "Akello Grace", ugandan_academy)
    person.groups.add(Group.objects.get(name="Moderators"))
    return person


@pytest.fixture
def handed_in(bank, editor, academy, as_):
    """A private question of the academy, handed in for review."""
    question = make_question(bank, "Only for the academy?")
    Question.objects.filter(pk=question.pk).update(owner=academy, live=False)
    data = form(bank, stem=rich_text("<p>Only for the academy?</p>"), owner=academy.pk) | {"action-submit": "1"}
    assert as_(editor).post(reverse(EDIT, args=[question.pk]), data).status_code == 302
    question.refresh_from_db()
    assert question.workflow_in_progress and question.owner == academy
    return question


ADDRESSES = (
    "wagtailadmin_home",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_results",
    "wagtailadmin_reports:workflow_tasks",
    "wagtailadmin_reports:workflow_tasks_results",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:site_history_results",
)


def test_a_reviewer_of_the_academy_is_shown_what_waits(handed_in, reviewer, as_):
    assert "Only for the academy?" in as_(reviewer).get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("query", ["", "?export=csv"], ids=["page", "file"])
def test_one_of_another_country_reads_nothing_of_it(handed_in, elsewhere, as_, name, query):
    page = as_(elsewhere).get(reverse(name) + query, follow=True)

    assert page.status_code == 200
    found = b"".join(page) if page.streaming else page.content
    assert b"Only for the academy?" not in found


def test_nor_decides_it(handed_in, elsewhere, as_):
    task = handed_in.current_workflow_task_state
    address = reverse("wagtailsnippets_questions_question:workflow_action", args=[handed_in.pk, "approve", task.pk])

    assert as_(elsewhere).post(address, {"comment": ""}).status_code == 404
    assert not Question.objects.filter(live=True).exists()
