"""Questions taken out as files: those of the list, in the formats that can hold them, and read again as they were."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.images import get_image_model

from assessments.questions.imports import exports
from assessments.questions.models import Category, Question
from lms.foundation.plugins.content_format import content_formats
from tests.builders import make_question

from . import arranged, open, typed
from .transfers import begin, png, write

FORMATS = [kind.slug for kind in content_formats if kind.slug != "aiken"]


def bare(value):
    """A body without the ids of its parts, which may be others after a journey."""
    if isinstance(value, dict):
        return {name: bare(part) for name, part in value.items() if name not in ("id", "image", "text")}
    return [bare(part) for part in value] if isinstance(value, list) else value


def test_every_type_goes_through_a_package_with_its_pictures(bank, editor):
    picture = open.picture()
    bodies = {
        **arranged.bodies(),
        "shorttext": typed.SHORT,
        "gapfill": typed.gapfill("list"),
        "hotspot": open.hotspot(picture.pk),
    }
    bodies |= {"freetext": open.freetext(), "rating": open.rating()}
    for kind, body in bodies.items():
        open.ask(bank, kind, body, f"Asked as {kind}?")
    before = {question.kind: bare(question.written()) for question in Question.objects.all()}

    written = exports.write(Question.objects.prefetch_related("tagged_items__tag"), content_formats.get("qti30"))
    Question.objects.all().delete()
    write(begin(bank, editor, written.data, name="out.zip", format="qti30"))

    assert not written.left_out
    assert {question.kind: bare(question.written()) for question in Question.objects.all()} == before
    kept = get_image_model().objects.get(pk=Question.objects.get(kind="hotspot").written()["image"])
    with kept.file.open() as brought, picture.file.open() as own:
        assert brought.read() == own.read()


def every_type(bank):
    """A question of each type, one of a hot spot whose numbers were typed as an editor may type them."""
    bodies = {**arranged.bodies(), **typed.BODIES, "freetext": open.freetext(), "rating": open.rating()}
    for kind, body in bodies.items():
        open.ask(bank, kind, body, f"Asked as {kind}?")
    for number, kind in enumerate(("single", "multiple", "truefalse")):
        make_question(bank, f"Asked as {kind}?", kind, right={0, number})
    spot = open.ask(bank, "hotspot", open.hotspot(open.picture().pk), "Asked as hotspot?")
    typed_in = spot.stored_body
    for region in typed_in["value"]["regions"]:
        region["value"]["place"] = ",  ".join(f"{float(number):.4f}" for number in region["value"]["place"].split())
    spot.body = [typed_in]
    spot.save()


@pytest.mark.parametrize("slug", FORMATS)
def test_what_did_not_change_is_known_again_whatever_its_type(bank, editor, slug):
    every_type(bank)
    kind = content_formats.get(slug)
    written = exports.write(Question.objects.prefetch_related("tagged_items__tag"), kind)

    batch = begin(bank, editor, written.data, name="out", format=slug)

    assert [f"{entry.kind}: {entry.outcome}" for entry in batch.entries.exclude(outcome="double")] == []
    assert batch.entries.count() == Question.objects.count() - len(written.left_out)


def test_a_region_that_was_moved_is_no_longer_the_same(bank):
    every_type(bank)
    spot = Question.objects.get(kind="hotspot")
    before, body = spot.digest, spot.stored_body
    body["value"]["regions"][0]["value"]["place"] = "1 2 3 4"
    spot.body = [body]
    spot.save()

    assert spot.digest != before


def test_what_a_format_cannot_hold_is_named_before_and_left_out(as_, editor, bank):
    make_question(bank, "Fits?")
    make_question(bank, "Fits not?", "multiple", right=(0, 1))
    client = as_(editor)

    page = client.get(reverse("questions_export"), {"format": "gift"}).content.decode()
    file = client.get(reverse("questions_export_file", args=["gift"])).content.decode()

    assert "Fits not?" in page and "Download 1 question" in page
    assert "Fits?" in file and "Fits not?" not in file


def test_is_narrowed_as_the_list_is(as_, editor, bank):
    below = Category.objects.create(name="Below", parent=bank)
    make_question(below, "Below?")
    make_question(Category.objects.create(name="Beside"), "Beside?")

    response = as_(editor).get(reverse("questions_export_file", args=["gift"]), {"category": bank.pk})

    assert "Below?" in response.content.decode() and "Beside?" not in response.content.decode()
    assert response["Content-Disposition"].startswith("attachment")


def test_pictures_go_along(bank):
    image = get_image_model().objects.create(title="Map", file=ContentFile(png(), name="map.png"))
    question = make_question(bank, "Where?")
    question.stem = f'<p>Where? <embed alt="A map" embedtype="image" format="left" id="{image.pk}"/></p>'
    question.save()

    ((_question, draft),), _left = exports._drafts([question])

    (name,) = draft.files
    assert f'<img src="file:{name}" alt="A map">' in draft.stem and draft.files[name] == png()


def test_an_empty_list_or_an_unknown_format_gives_no_file(as_, editor, bank):
    client = as_(editor)

    assert client.get(reverse("questions_export_file", args=["gift"])).status_code == 302
    assert client.get(reverse("questions_export_file", args=["riddles"])).status_code == 404
