"""Tags that the admin proposes and questions that wait for review: nothing of another institution is read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.test.utils.form_data import rich_text

from assessments.questions.models import Question
from courses.access.owned_files import collection_of
from tests.builders import in_group, make_question
from tests.conftest import make_person

from .open import picture
from .test_admin import form

ADDRESSES = ["/admin/tag-autocomplete/", "/admin/tag-autocomplete/taggit/tag/"]


@pytest.fixture
def tagged(bank, kenya, uganda):
    """Of each country a question with a tag, and a picture of Kenya's with one."""
    for owner, tag in ((kenya, "witness of Kenya"), (uganda, "witness of Uganda"), (None, "witness of all")):
        question = make_question(bank, f"Who saw it for {owner}?")
        question.owner = owner
        question.save()
        question.tags.add(tag)
        question.save()
    image = picture()
    get_image_model().objects.filter(pk=image.pk).update(collection=collection_of(kenya))
    get_image_model().objects.get(pk=image.pk).tags.add("witness in a picture")


def proposed(client, address, term="wit"):
    return client.get(address, {"term": term}).json()


@pytest.mark.parametrize("address", ADDRESSES)
def test_names_what_one_may_see_and_nothing_of_another_country(as_, ugandan, superuser, tagged, address):
    assert set(proposed(as_(ugandan), address)) == {"witness of all", "witness of Uganda"}
    assert len(proposed(as_(superuser), address)) == 4
    assert proposed(as_(superuser), address, "") == []


def test_is_closed_to_whoever_does_not_edit_and_for_other_models(as_, wanjiru, ugandan, tagged):
    assert as_(wanjiru).get(ADDRESSES[0], {"term": "wit"}).status_code != 200
    assert as_(ugandan).get("/admin/tag-autocomplete/people/user/", {"term": "wit"}).status_code == 404


def test_costs_the_same_however_many_tags_there_are(as_, ugandan, tagged, bank):
    client = as_(ugandan)
    proposed(client, ADDRESSES[0])
    with CaptureQueriesContext(
        connection,
    ) as few:
        proposed(client, ADDRESSES[0])
    for number in range(5):
        get_document_model().objects.create(title=f"Note {number}", file=f"note-{number}.pdf").tags.add(f"wit {number}")
    with CaptureQueriesContext(connection) as many:
        proposed(client, ADDRESSES[0])
    assert len(many) == len(few)


EDIT = "wagtailsnippets_questions_question:edit"


@pytest.fixture
def elsewhere(ugandan_academy):
    """A reviewer of another country."""
    return in_group(make_person("UG-501", "Akello Grace", ugandan_academy), "Moderators")


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


REPORTS = (
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


@pytest.mark.parametrize("name", REPORTS)
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
