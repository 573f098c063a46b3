"""A file that is not theirs to see nobody puts into what they write: whatever is compiled from it would hand it out."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.test.utils.form_data import querydict_from_html, rich_text
from wagtail_localize.models import OverridableSegment, SegmentOverride, Translation, TranslationSource
from wagtailmedia.models import get_media_model

from assessments.questions.models import Category
from courses.models import LessonPage
from tests.authorisation.limited import limited_editor
from tests.builders import make_question
from tests.questions.test_drafts import edited

SENTENCE = "You chose a file that is gone or that is not yours to use"
SECRET = b"%PDF-1.7 the key"


@pytest.fixture
def person(site, course_page, uganda):
    """An editor of the course with a collection of Uganda's own."""
    person = limited_editor(uganda, course_page)
    ours = Collection.get_first_root_node().add_child(name="Uganda")
    for codename in ("choose_document", "choose_image"):
        permission = Permission.objects.get(codename=codename)
        GroupCollectionPermission.objects.create(group=person.groups.get(), collection=ours, permission=permission)
    return person


@pytest.fixture
def foreign(site):
    return get_document_model().objects.create(title="Key for invigilators", file=ContentFile(SECRET, "key.pdf"))


@pytest.fixture
def own(person):
    ours = Collection.objects.get(name="Uganda")
    return get_document_model().objects.create(
        title="Ours", file=ContentFile(b"%PDF-1.7 ours", "ours.pdf"), collection=ours
    )


@pytest.fixture
def lesson(course_page):
    return LessonPage.objects.child_of(course_page).first()


def block(kind, **values):
    """The fields of a form whose body is one block."""
    fields = {"body-count": "1", "body-0-type": kind, "body-0-order": "0", "body-0-deleted": "", "body-0-id": ""}
    return fields | {f"body-0-value{'-' if name else ''}{name}": str(value) for name, value in values.items()}


def form_of(client, address) -> dict:
    return querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form").dict()


def document(row) -> dict:
    return block("document", title="Read this", document=row.pk)


class TestALesson:
    def test_takes_no_document_of_another_collection_and_shows_none(self, as_, person, lesson, foreign):
        client, edit = as_(person), reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        preview = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
        form = form_of(client, edit)
        line = {"key": "aaaaa", "text": "x", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
        entity = {"type": "DOCUMENT", "mutability": "MUTABLE", "data": {"id": foreign.pk, "url": "/x"}}
        written = {
            "blocks": [{**line, "entityRanges": [{"offset": 0, "length": 1, "key": 0}]}],
            "entityMap": {"0": entity},
        }
        linked = block("text", **{"": json.dumps(written)})

        for forged in (document(foreign), linked):
            assert client.post(preview, form | forged).json()["is_valid"] is False
            assert "/content/" not in client.get(preview).content.decode()
            assert client.post(edit, form | forged).status_code == 200
        assert SENTENCE in client.post(edit, form | document(foreign)).content.decode()
        assert (
            LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().body
            == lesson.get_latest_revision_as_object().body
        )

    def test_takes_no_picture_of_another_collection(self, as_, person, lesson):
        client, edit = as_(person), reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        picture = get_image_model().objects.create(title="Suspects", file=get_test_image_file())

        refused = client.post(edit, form_of(client, edit) | block("image", image=picture.pk, alt_text="x"))

        assert SENTENCE in refused.content.decode()

    def test_takes_what_is_theirs(self, as_, person, lesson, own):
        client, edit = as_(person), reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        assert client.post(edit, form_of(client, edit) | document(own)).status_code == 302

    def test_keeps_what_a_colleague_put_there(self, as_, person, lesson, foreign):
        lesson.body = [{"type": "document", "value": {"title": "Read this", "document": foreign.pk}}]
        lesson.save_revision().publish()
        client, edit = as_(person), reverse("wagtailadmin_pages:edit", args=[lesson.pk])

        assert client.post(edit, form_of(client, edit) | document(foreign) | {"title": "Renamed"}).status_code == 302
        assert Page.objects.get(pk=lesson.pk).get_latest_revision_as_object().title == "Renamed"


def test_a_question_takes_no_sound_of_another_collection(as_, person, course_page):
    question = make_question(Category.objects.create(name="Sounds"), "What do you hear?")
    medium = get_media_model().objects.create(
        title="Call", type="audio", duration=1, file=ContentFile(b"ID3" + bytes(200), "call.mp3")
    )
    client, edit = as_(person), reverse("wagtailsnippets_questions_question:edit", args=[question.pk])
    sound = {
        "sounds-count": "1",
        "sounds-0-type": "sound",
        "sounds-0-order": "0",
        "sounds-0-deleted": "",
        "sounds-0-id": "",
    }
    sound |= {
        "sounds-0-value-title": "x",
        "sounds-0-value-recording": str(medium.pk),
        "sounds-0-value-transcript": rich_text("<p>Said</p>"),
    }

    assert SENTENCE in client.post(edit, edited(question) | sound).content.decode()


def test_a_translation_shows_no_file_of_another_collection_in_the_place_of_its_source_s(
    as_, person, lesson, own, foreign, french
):
    lesson.body = [
        {
            "type": "document",
            "id": "00000000-0000-0000-0000-00000000000d",
            "value": {"title": "Read", "document": own.pk},
        }
    ]
    lesson.save_revision().publish()
    for page in lesson.get_ancestors()[1:]:
        page.has_translation(french) or page.specific.copy_for_translation(french)
    GroupPagePermission.objects.create(
        group=person.groups.get(),
        page=lesson.get_parent().get_translation(french),
        permission=Permission.objects.get(codename="change_page"),
    )
    source, _made = TranslationSource.update_or_create_from_instance(lesson)
    translation = Translation.objects.create(source=source, target_locale=french)
    translation.save_target(publish=False)
    segment = OverridableSegment.objects.get(source=source, context__path__endswith=".document")
    address = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
    client = as_(person)

    def put(row):
        return client.put(address, f"value={row.pk}", content_type="application/x-www-form-urlencoded")

    assert put(foreign).status_code == 403
    assert not SegmentOverride.objects.exists()
    assert put(own).status_code == 201
