"""Blocks of editors: as many rows as it takes at least, each called with a capital; texts that know their language."""

import json
import pickle

import pytest
from django.utils.functional import Promise
from django.utils.translation import override
from wagtail.blocks import ListBlock, StructBlock

from assessments.questions.models import Question
from courses.catalogue.texts import Text, choose
from courses.models import CoursePage, LessonPage
from courses.pages.fields import blocks_of
from lms.foundation.plugins.question import questions

pytestmark = pytest.mark.once

STREAMS = [
    (CoursePage, "objectives"),
    (LessonPage, "body"),
    (Question, "body"),
    (Question, "hints"),
    (Question, "sounds"),
]
IDS = [f"{model.__name__}.{name}" for model, name in STREAMS]


def blocks_in(model, name):
    return list(blocks_of(model._meta.get_field(name).stream_block))


@pytest.mark.parametrize(("model", "name"), STREAMS, ids=IDS)
def test_a_block_is_called_with_a_capital(model, name):
    with override("en"):
        labels = [str(block.label) for block in blocks_in(model, name)]
        assert [label for label in labels if label[:1].islower()] == []
        assert len([label for label in labels if label]) > 1 or name in ("objectives", "hints")


def layers(label) -> int:
    """How many translations a name that is put together when it is read holds one within the other;
    reading it doubles with each.
    """
    inner = getattr(label, "_args", [None])[0]
    return 1 + layers(inner) if isinstance(inner, Promise) else 0


@pytest.mark.parametrize(("model", "name"), STREAMS, ids=IDS)
def test_a_block_that_several_share_is_renamed_once(model, name):
    assert {layers(block.label) for block in blocks_in(model, name)} <= {0, 1}


@pytest.mark.parametrize(("model", "name"), STREAMS, ids=IDS)
def test_a_list_begins_with_as_many_items_as_it_needs(model, name):
    short = [
        str(block.label)
        for block in blocks_in(model, name)
        if isinstance(block, ListBlock) and len(block.get_default()) < (getattr(block.meta, "min_num", 0) or 0)
    ]
    assert short == []


@pytest.mark.parametrize(("model", "name"), STREAMS, ids=IDS)
def test_an_item_that_is_there_from_the_beginning_has_all_its_parts(model, name):
    """The editor's script asks each part for its state, and breaks where a text with markup has none."""
    for block in blocks_in(model, name):
        if isinstance(block, ListBlock) and isinstance(block.child_block, StructBlock):
            states = [item["value"] for item in block.get_form_state(block.get_default())]
            assert [set(state) for state in states] == [set(block.child_block.child_blocks)] * len(states), block.label


@pytest.mark.parametrize(("model", "name"), STREAMS, ids=IDS)
def test_what_a_list_is_made_of_has_a_name_of_its_own(model, name):
    """Without one Wagtail writes nothing above the field but the mark of what is required."""
    items = [block.child_block for block in blocks_in(model, name) if isinstance(block, ListBlock)]
    assert [type(item).__name__ for item in items if not isinstance(item, StructBlock) and not item.label] == []


@pytest.mark.parametrize("kind", ["single", "multiple"])
def test_a_new_choice_question_has_two_options_ready(kind):
    block = questions.get(kind).block()
    options = block.get_form_state(block.get_default())["options"]
    assert [option["value"]["right"] for option in options] == [False, False]


def test_so_has_a_check_in_a_lesson_and_a_table_its_first_cells():
    stream = LessonPage._meta.get_field("body").stream_block
    assert len(stream.child_blocks["check"].get_default()["options"]) == 2
    table = stream.child_blocks["table"].get_default()
    assert [len(row) for row in [table["header"], *table["rows"]]] == [2, 2, 2]


TEXTS = {"en": "Consent", "fr": "Consentement", "ar": ""}


@pytest.mark.parametrize(
    ("languages", "found"),
    [
        (("fr", "en"), ("Consentement", "fr")),
        (("ar", "en"), ("Consent", "en")),
        (("so",), ("Consent", "en")),
        ((), ("Consent", "en")),
    ],
)
def test_the_first_language_in_which_something_is_written_is_found(languages, found):
    text = choose(TEXTS, languages)
    assert (text, text.language) == found


def test_a_text_without_a_language_is_empty():
    assert (choose({}, ("en",)), choose({}, ("en",)).language) == ("", "")


def test_a_text_travels_like_any_other():
    text = Text("Consent", "en")
    assert json.loads(json.dumps({text: text})) == {"Consent": "Consent"}
    assert pickle.loads(pickle.dumps(text)).language == "en"
