"""The question bank in Wagtail's admin."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text
from wagtail_localize.models import StringSegment, TranslationSource

from assessments.questions.bank.blocks import BodyStream
from assessments.questions.models import Category, Question
from lms.foundation.plugins.question import questions
from tests.builders import make_question

LIST = "wagtailsnippets_questions_question:list"
ADD = "wagtailsnippets_questions_question:add"


def body(kind="single", count=2):
    options = {"count": count}
    for index, (text, right) in enumerate((("The means", "on"), ("The border", ""))[:count]):
        options[str(index)] = {
            "id": f"00000000-0000-0000-0000-00000000000{index}",
            "deleted": "",
            "order": index,
            "value": {
                "text": rich_text(f"<p>{text}</p>"),
                "credit": "",
                "feedback": rich_text(""),
                **({"right": right} if right else {}),
            },
        }
    return {
        "count": 1,
        "0": {"id": "", "type": kind, "deleted": "", "order": 0, "value": {"options": options, "scoring": "all"}},
    }


def form(category, **fields) -> dict[str, str]:
    data = {
        "category": category.pk,
        "difficulty": "easy",
        "name": "",
        "stem": rich_text("<p>Which?</p>"),
        "feedback": rich_text(""),
        "body": body(),
        "hints": {"count": 0},
        "sounds": {"count": 0},
    }
    return nested_form_data({**data, **fields})


def test_an_editor_adds_a_question(as_, editor, category):
    response = as_(editor).post(reverse(ADD), form(category))

    assert response.status_code == 302
    question = Question.objects.get()
    assert question.kind == "single"
    assert [option["fraction"] for option in question.written()["options"]] == [1.0, 0.0]


def test_the_type_is_one_of_those_installed(as_, editor, category):
    page = as_(editor).get(reverse(ADD)).content.decode()
    assert all(str(kind.name) in page for kind in questions if kind.in_bank)
    response = as_(editor).post(reverse(ADD), form(category, body=body("riddle")))
    assert response.status_code == 200
    assert not Question.objects.exists()


def test_the_list_is_filtered_and_searched(as_, editor, category):
    other = Category.objects.create(name="Law")
    make_question(category, "About the means?")
    make_question(other, "About the law?", kind="multiple", right={0, 1})
    client = as_(editor)

    for query, seen in (
        ({"category": other.pk}, "About the law?"),
        ({"kind": "single"}, "About the means?"),
        ({"q": "law"}, "About the law?"),
        ({"q": "ＬÁW about"}, "About the law?"),
    ):
        page = client.get(reverse(LIST), query).content.decode()
        shown = [stem for stem in ("About the means?", "About the law?") if stem in page]
        assert shown == [seen], query


def test_the_list_asks_nothing_about_single_questions(as_, editor, category, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = as_(editor)
    make_question(category, "First?")
    client.get(reverse(LIST))
    with CaptureQueriesContext(connection) as before:
        client.get(reverse(LIST))
    for number in range(5):
        make_question(category, f"Number {number}?")
    with django_assert_num_queries(len(before)):
        client.get(reverse(LIST))


def test_a_translator_gets_the_texts_and_not_the_marking(category):
    question = make_question(category, "Which?")

    source, _made = TranslationSource.update_or_create_from_instance(question)
    paths = list(StringSegment.objects.filter(source=source).values_list("context__path", flat=True))

    assert "stem" in paths
    assert "kind" not in paths
    assert sum(path.startswith("body.") for path in paths) == 6


@pytest.fixture
def riddle(category):
    """A question of a type whose plugin is not installed any more."""
    question = make_question(category, "What has four legs in the morning?")
    question.body = [{"type": "riddle", "id": "1", "value": {"answer": "a man", "tries": [1, 2]}}]
    question.save()
    return Question.objects.get(pk=question.pk)


def test_a_question_of_an_unknown_type_keeps_its_body(as_, editor, category, riddle):
    assert riddle.kind == "riddle"
    client, edit = as_(editor), reverse("wagtailsnippets_questions_question:edit", args=[riddle.pk])
    page = client.get(edit).content.decode()
    sealed = (
        BodyStream()
        .child_blocks["absent"]
        .value_for_form({"type": "riddle", "value": {"answer": "a man", "tries": [1, 2]}})
    )
    assert "not installed" in page

    body = {"count": 1, "0": {"id": "1", "type": "absent", "deleted": "", "order": 0, "value": sealed}}
    response = client.post(edit, form(category, body=body, stem=rich_text("<p>And in the evening?</p>")))

    assert response.status_code == 302
    riddle = Question.objects.get(pk=riddle.pk).get_latest_revision_as_object()
    assert (riddle.written_kind, str(riddle)) == ("riddle", "And in the evening?")
    stored = Question._meta.get_field("body").get_prep_value(riddle.body)
    assert [child["value"] for child in stored] == [{"answer": "a man", "tries": [1, 2]}]
    assert "riddle" in client.get(reverse(LIST)).content.decode()


def test_hints_and_a_name_are_kept(as_, editor, category):
    hints = {
        "count": 1,
        "0": {"id": "", "type": "hint", "deleted": "", "order": 0, "value": rich_text("<p>Think of the means.</p>")},
    }
    as_(editor).post(reverse(ADD), form(category, name="M-1", hints=hints))
    question = Question.objects.get()
    assert str(question) == question.name == "M-1"
    assert "Think of the means." in question.hints[0].value.source


def test_a_right_option_that_costs_marks_is_refused(as_, editor, category):
    wrong = body()
    wrong["0"]["value"]["options"]["0"]["value"]["credit"] = "-50"
    response = as_(editor).post(reverse(ADD), form(category, body=wrong))
    assert response.status_code == 200 and not Question.objects.exists()


def gaps_body(text):
    """What the editor's form sends for a text with two gaps, each with one answer."""

    def answer(words):
        return {
            "count": 1,
            "0": {
                "id": "",
                "deleted": "",
                "order": 0,
                "value": {"text": words, "credit": "100", "feedback": rich_text("")},
            },
        }

    gaps = {"count": 2}
    for index, words in enumerate(("means", "18")):
        value = {"answers": answer(words), "kind": "text", "tolerance": "0"}
        gaps[str(index)] = {"id": "", "deleted": "", "order": index, "value": value}
    value = {"text": rich_text(f"<p>{text}</p>"), "mode": "typed", "gaps": gaps, "extras": {"count": 0}}
    return {"count": 1, "0": {"id": "", "type": "gapfill", "deleted": "", "order": 0, "value": value}}


def test_an_editor_writes_a_text_with_gaps_on_one_screen(as_, editor, category):
    response = as_(editor).post(reverse(ADD), form(category, body=gaps_body("The [[1]], under [[2]].")))

    assert response.status_code == 302
    written = Question.objects.get().written()
    first, second = (gap["id"] for gap in written["gaps"])
    assert f"The [[{first}]], under [[{second}]]." in written["text"]


def test_an_editor_who_forgets_a_gap_is_told_which(as_, editor, category):
    response = as_(editor).post(reverse(ADD), form(category, body=gaps_body("The [[1]].")))

    assert response.status_code == 200 and not Question.objects.exists()
    assert "Gap 2 has no place in the text. Write [[2]] where it belongs" in response.content.decode()
