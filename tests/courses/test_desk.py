"""The desk of translators: what waits, by course, and texts beside their source, for who may edit the translation."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail_localize.models import StringTranslation

from courses.editing.translation_desk import texts_of
from courses.models import Submission, Term

from .conftest import publish
from .french import rewritten
from .test_dashboard import desk, limited


@pytest.fixture
def translator(academy, french_lesson):
    """Somebody who edits the French lesson, and has no other right."""
    return limited(academy, "KE-511", french_lesson, "change_page")


def at(translation) -> str:
    return reverse("courses_translate", args=[translation.pk])


def test_the_next_text_is_one_press_from_the_dashboard(translated, translator, editor, as_):
    waits = desk(as_(translator))["waiting"]
    assert at(translated) in waits and reverse("courses_desk") in waits
    listed = as_(translator).get(reverse("courses_desk")).content.decode()
    assert at(translated) in listed and "texts to translate" in listed
    assert "Next text to translate" not in desk(as_(editor))["waiting"]


def test_texts_stand_beside_their_source_with_the_words_of_the_glossary(translated, translator, term, french, as_):
    Term.objects.create(
        term="salaire", definition="Paie.", locale=french, translation_key=term.translation_key, live=True
    )
    [first, *_rest] = texts_of(translated)
    first.segment.string.data = "Wages are owed."
    first.segment.string.save()
    html = as_(translator).get(at(translated)).content.decode()
    assert "Wages are owed." in html and "<bdi>wage</bdi> → <bdi>salaire</bdi>" in html
    assert first.name in html and "has no translation yet" not in html and "have no translation yet" in html


def test_what_is_written_is_kept_and_handed_in(translated, translator, course, as_, on_commit):
    texts = [*texts_of(translated)]
    written = {one.name: f"FR {one.segment.string.data}" for one in texts}
    client = as_(translator)
    response = client.post(at(translated), {texts[0].name: "Titre"})
    assert response.url == at(translated) and StringTranslation.objects.filter(data="Titre").count() == 1
    with on_commit():
        response = client.post(at(translated), {**written, "hand-in": "1"})
    assert response.url.startswith(reverse("courses_hand_in", args=[course.pk]))
    page = client.get(response.url)
    drafts = [draft.name for draft, chosen in page.context["drafts"] if chosen]
    client.post(response.url, {"draft": drafts, "change": "correction", "note": "In French"})
    assert Submission.objects.get().by == translator

    client.post(at(translated), {texts[0].name: " "})
    assert next(iter(texts_of(translated))).written == ""


def test_nobody_else_sees_or_writes_it(translated, wanjiru, ugandan_translator, as_):
    client = as_(ugandan_translator)
    assert client.get(at(translated)).status_code == client.post(at(translated)).status_code == 404
    assert at(translated) not in client.get(reverse("courses_desk")).content.decode()


@pytest.fixture
def ugandan_translator(ugandan_academy, site):
    from wagtail.models import Page

    return limited(
        ugandan_academy, "UG-511", site.add_child(instance=Page(title="Uganda", slug="uganda")), "change_page"
    )


def test_more_texts_cost_no_more_statements(translated, lesson, translator, as_, on_commit):
    client = as_(translator)
    client.get(at(translated))

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(at(translated)).status_code == 200
        return len(found)

    before = count()
    with on_commit():
        publish(rewritten(lesson, body=[*lesson.body.raw_data, *lesson.body.raw_data[:1]]))
    translated.source.update_from_db()
    assert count() <= before
