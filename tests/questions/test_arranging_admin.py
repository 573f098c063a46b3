"""Writing matching, ordering and classification questions in Wagtail's admin."""

import html

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text

from assessments.questions.models import Question
from lms.foundation.plugins.question import questions
from tests.conftest import make_person

ADD = "wagtailsnippets_questions_question:add"


@pytest.fixture
def editor(as_, academy):
    person = make_person("KE-500", "Atieno Ouma", academy)
    person.groups.add(Group.objects.get(name="Editors"))
    return as_(person)


def listed(*values):
    return {
        "count": len(values),
        **{str(at): {"id": "", "deleted": "", "order": at, "value": value} for at, value in enumerate(values)},
    }


def item(text, feedback=None):
    return {"text": rich_text(f"<p>{text}</p>")} | ({"feedback": rich_text(feedback)} if feedback is not None else {})


VALUES = {
    "matching": {
        "pairs": listed({**item("Force"), "match": "Means"}, {**item("Transport"), "match": "Act"}),
        "extras": listed({"match": "Purpose"}),
        "scoring": "each",
    },
    "ordering": {"items": listed(item("Listen"), item("Refer")), "scoring": "run"},
    "classification": {
        "bins": listed(
            {"text": "Act", "items": listed(item("Transport", ""))},
            {"text": "Means", "items": listed(item("Force", "<p>Why</p>"))},
        ),
        "extras": listed(),
        "scoring": "all",
    },
}


def form(category, kind, value):
    return nested_form_data(
        {
            "category": category.pk,
            "difficulty": "easy",
            "name": "",
            "stem": rich_text("<p>Which?</p>"),
            "feedback": rich_text(""),
            "body": {"count": 1, "0": {"id": "", "type": kind, "deleted": "", "order": 0, "value": value}},
            "hints": {"count": 0},
            "sounds": {"count": 0},
        }
    )


@pytest.mark.parametrize("kind", VALUES)
def test_an_editor_writes_one(editor, category, kind):
    response = editor.post(reverse(ADD), form(category, kind, VALUES[kind]))

    assert response.status_code == 302
    question = Question.objects.get()
    assert question.kind == kind and question.type.problems(question.written()) == []
    split = question.type.split(question.written())
    assert "Force" in str(split.shown) or kind == "ordering"
    assert editor.get(reverse("wagtailsnippets_questions_question:edit", args=[question.pk])).status_code == 200


def test_an_editor_reads_what_to_mend(editor, category):
    same = {**VALUES["matching"], "extras": listed({"match": "Act"})}

    page = html.unescape(editor.post(reverse(ADD), form(category, "matching", same)).content.decode())

    assert "belongs to a text, so it is a choice already." in page
    assert not Question.objects.exists()


@pytest.mark.parametrize(("kind", "part"), [("matching", "pairs"), ("ordering", "items"), ("classification", "bins")])
def test_a_new_one_has_room_for_two(kind, part):
    rows = questions.get(kind).block().get_default()[part]
    first, second = rows.bound_blocks
    assert (
        first.block.get_form_state(first.value).keys()
        == second.block.get_form_state(second.value).keys()
        == rows.list_block.child_block.child_blocks.keys()
    )
    assert first.id != second.id
