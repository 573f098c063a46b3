"""Questions from before their types decided the shape of a body: nothing of them is lost,
neither in drafts nor in translations.
"""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Locale, Revision
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.strings import StringValue

from assessments.questions.models import Question

pytestmark = pytest.mark.django_db(transaction=True)
THEN = datetime(2026, 11, 1, tzinfo=UTC)
FIRST = ("questions", "0001_initial")


def go_back():
    """To the bank as its first migration makes it, before there was a quiz: with the tables of then at once, since
    each step that is undone costs a second.
    """
    loader = MigrationLoader(connection, replace_migrations=False)
    now, old = loader.project_state().apps, loader.project_state([FIRST]).apps
    with connection.schema_editor() as editor:
        for app in ("quiz", "questions"):
            for model in now.get_app_config(app).get_models():
                editor.delete_model(model)
        for model in old.get_app_config("questions").get_models():
            editor.create_model(model)
    steps = MigrationRecorder(connection).migration_qs
    steps.filter(app__in=["quiz", "questions"]).exclude(app=FIRST[0], name=FIRST[1]).delete()
    return old


def option(text, right=False, feedback=""):
    return {"type": "option", "id": str(uuid4()), "value": {"text": text, "right": right, "feedback": feedback}}


def make(old, kind, *options, stem="A < B?\nOr not?", **fields):
    category, _made = old.get_model("questions", "Category").objects.get_or_create(name="Elements")
    locale = Locale.objects.get_or_create(language_code="en")[0]
    return old.get_model("questions", "Question").objects.create(
        category=category, locale_id=locale.pk, kind=kind, stem=stem, feedback="R & D", options=list(options), **fields
    )


def options_become_the_body_of_their_type_with_the_same_ids(old):
    single = make(old, "single", option("One <i>", True, "Yes & no"), option("Two"))
    multiple = make(old, "multiple", option("One", True), option("Two", True), option("Three"))
    ids = [one["id"] for one in single.options]
    yield
    question = Question.objects.get(pk=single.pk)
    assert (question.kind, question.stem, question.feedback) == (
        "single",
        "<p>A &lt; B?<br/>Or not?</p>",
        "<p>R &amp; D</p>",
    )
    assert question.written() == {
        "options": [
            {"id": ids[0], "text": "<p>One &lt;i&gt;</p>", "fraction": 1.0, "feedback": "<p>Yes &amp; no</p>"},
            {"id": ids[1], "text": "<p>Two</p>", "fraction": 0.0, "feedback": ""},
        ]
    }
    assert (question.name, len(question.hints)) == ("", 0)
    question.full_clean()

    several = Question.objects.get(pk=multiple.pk).written()
    assert (several["scoring"], [one["fraction"] for one in several["options"]]) == ("all", [0.5, 0.5, 0.0])


def true_and_false_are_found_in_whatever_order_they_stood(old):
    first = make(old, "truefalse", option("Correct", True, "so"), option("Wrong"))
    other = make(old, "truefalse", option("Faux", True, "so"), option("Vrai", feedback="no"))
    yield
    body = Question.objects.get(pk=first.pk).written()["options"]
    assert [(one["id"], one["text"], one["fraction"], one["feedback"]) for one in body] == [
        ("true", "<p>Correct</p>", 1.0, "<p>so</p>"),
        ("false", "<p>Wrong</p>", 0.0, ""),
    ]
    body = Question.objects.get(pk=other.pk).written()["options"]
    assert [(one["id"], one["text"], one["fraction"]) for one in body] == [
        ("true", "<p>Vrai</p>", 0.0),
        ("false", "<p>Faux</p>", 1.0),
    ]


def a_question_that_was_never_finished_or_whose_type_is_gone_keeps_what_it_has(old):
    odd = make(old, "truefalse", option("Only one", True))
    gone = make(old, "riddle", option("A man", True))
    yield
    assert Question._meta.get_field("body").get_prep_value(Question.objects.get(pk=gone.pk).body)[0]["type"] == "riddle"
    stored = Question.objects.get(pk=odd.pk)
    assert stored.kind == "truefalse" and "Only one" in json.dumps(raw(odd.pk))


def raw(pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM questions_question WHERE id = %s", [pk])
        (value,) = cursor.fetchone()
    return json.loads(value) if isinstance(value, str) else value


def content(question):
    """As a revision or a source of a translation keeps it."""
    return {
        "pk": question.pk,
        "translation_key": str(question.translation_key),
        "locale": question.locale_id,
        "kind": question.kind,
        "difficulty": "medium",
        "category": question.category_id,
        "stem": question.stem,
        "feedback": question.feedback,
        "options": json.dumps(question.options),
        "archived": False,
        "latest_revision": None,
    }


def a_revision_can_be_opened_again(old):
    question = make(old, "single", option("One", True), option("Two"))
    draft = content(question) | {"stem": "A draft?"}
    kind = ContentType.objects.get_for_model(Question)
    revision = Revision(
        content_type=kind,
        base_content_type=kind,
        object_id=str(question.pk),
        created_at=THEN,
        content=draft,
        object_str="A draft?",
    )
    Revision.objects.bulk_create(
        [revision]
    )  # without its signals: what listens to them knows the tables as they are now
    yield
    restored = Revision.objects.get(pk=revision.pk).as_object()
    assert restored.stem == "<p>A draft?</p>"
    assert [one["fraction"] for one in restored.written()["options"]] == [1.0, 0.0]
    restored.full_clean()


def a_translation_stays_complete(old, kind="single"):
    question = make(old, kind, option("True & so on", True, "Because"), option("False", feedback="No"), stem="What?")
    french = Locale.objects.get_or_create(language_code="fr")[0]
    source = translate(question, french)
    yield
    source.refresh_from_db()
    before = list(StringSegment.objects.filter(source=source).order_by("order").values_list("context__path", flat=True))
    source.refresh_segments()
    segments = StringSegment.objects.filter(source=source).order_by("order")
    assert list(segments.values_list("context__path", flat=True)) == before
    assert segments.count() == 6
    assert all(segment.translation for segment in segments.annotate_translation(french))

    source.create_or_update_translation(french, copy_parent_pages=False)
    translated = Question.objects.get(locale=french, translation_key=question.translation_key)
    assert translated.stem == "<p>fr: What?</p>"
    assert [one["text"] for one in translated.written()["options"]] == [
        "<p>fr: True &amp; so on</p>",
        "<p>fr: False</p>",
    ]


def a_translation_of_true_and_false_stays_complete(old):
    yield from a_translation_stays_complete(old, "truefalse")


def translate(question, locale):
    """What wagtail-localize kept of a question that is wholly translated."""
    kind = ContentType.objects.get_for_model(Question)
    thing = TranslatableObject.objects.create(translation_key=question.translation_key, content_type=kind)
    source = TranslationSource.objects.create(
        object=thing,
        specific_content_type=kind,
        locale_id=question.locale_id,
        object_repr="What?",
        content_json=json.dumps(content(question)),
        schema_version="0001_initial",
        last_updated_at=THEN,
    )
    Translation.objects.create(source=source, target_locale=locale)
    places = {"stem": question.stem}
    for one in question.options:
        places |= {f"options.{one['id']}.{part}": one["value"][part] for part in ("text", "feedback")}
    places["feedback"] = question.feedback
    for order, (path, text) in enumerate(places.items(), start=1):
        string = String.from_value(source.locale, StringValue.from_plaintext(text))
        context = TranslationContext.objects.create(
            object=thing, path=path, path_id=TranslationContext._get_path_id(path)
        )
        StringSegment.objects.create(source=source, context=context, string=string, order=order, attrs="{}")
        StringTranslation.objects.create(
            translation_of=string, locale=locale, context=context, data=f"fr: {string.data}"
        )
    return source


def what_was_live_with_every_save_stays_published_in_its_order(old):
    first, second = make(old, "single", option("One", True)), make(old, "single", option("One", True))
    kind = ContentType.objects.get_for_model(Question)
    revision = Revision(
        content_type=kind,
        base_content_type=kind,
        object_id=str(first.pk),
        created_at=THEN,
        object_str="",
        content={"stem": "?", "feedback": "", "kind": "single", "options": "[]"},
    )
    Revision.objects.bulk_create([revision])
    old.get_model("questions", "Question").objects.filter(pk=first.pk).update(latest_revision_id=revision.pk)
    yield
    rows = list(Question.objects.usable().filter(pk__in=[first.pk, second.pk]).order_by("first_published_at", "pk"))
    assert [row.pk for row in rows] == [first.pk, second.pk]
    assert rows[0].first_published_at == rows[1].first_published_at is not None
    assert rows[0].live_revision_id == rows[0].latest_revision_id == revision.pk


CASES = (
    options_become_the_body_of_their_type_with_the_same_ids,
    true_and_false_are_found_in_whatever_order_they_stood,
    a_question_that_was_never_finished_or_whose_type_is_gone_keeps_what_it_has,
    a_revision_can_be_opened_again,
    a_translation_stays_complete,
    a_translation_of_true_and_false_stays_complete,
    what_was_live_with_every_save_stays_published_in_its_order,
)
"""What is written before the migrations, up to `yield`, and what is true after them: migrating costs seconds."""


def test_nothing_is_lost_on_the_way(subtests):
    old = go_back()
    try:
        cases = [case(old) for case in CASES]
        for case in cases:
            next(case)
    finally:
        call_command("migrate", verbosity=0)  # the tables are as they are now when it is over, whatever happened
    for case in cases:
        with subtests.test(case.__name__):
            next(case, None)
