"""Pictures and sounds of one institution's questions: in a collection of its own,
and of another country's editors seen by none.
"""

import io

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from assessments.questions.bank import file_collections, pictures
from assessments.questions.models import Question
from courses.access.owned_files import collection_of, usual_collection
from courses.models import LessonPage, OwnedCollection
from lms.foundation.storage import private
from tests.builders import make_question

from .open import picture

TITLE = "Who the witness is"


@pytest.fixture
def image(bank):
    found = picture()
    get_image_model().objects.filter(pk=found.pk).update(title=TITLE)
    return get_image_model().objects.get(pk=found.pk)


def showing(bank, image, owner) -> Question:
    question = make_question(bank, "Whom do you see?")
    question.owner, question.stem = owner, shown(image)
    question.save()
    return question


def shown(image) -> str:
    return f'<p>Whom do you see?</p><embed alt="A road" embedtype="image" format="fullwidth" id="{image.pk}"/>'


def owner_of(image):
    owned = OwnedCollection.objects.filter(collection=get_image_model().objects.get(pk=image.pk).collection).first()
    return owned and owned.owner


class TestWhereTheyLie:
    def test_with_the_owner_of_the_question_that_shows_them(self, bank, image, kenya):
        showing(bank, image, kenya)

        assert owner_of(image) == kenya

    def test_with_the_owner_also_while_the_question_is_a_draft(self, bank, image, kenya):
        question = make_question(bank, "Whom do you see?")
        question.owner = kenya
        question.save()
        question.stem = shown(image)
        question.save_revision()

        assert owner_of(image) == kenya

    def test_with_all_where_another_shows_them_too(self, bank, image, kenya, uganda, course_page):
        other = picture()
        body = [{"type": "text", "id": "00000000-0000-0000-0000-000000000009", "value": shown(other)}]
        course_page.add_child(instance=LessonPage(title="Roads", slug="roads", minutes=5, body=body))
        showing(bank, image, None)
        showing(bank, image, kenya)
        showing(bank, other, kenya)

        assert owner_of(image) is None and owner_of(other) is None

    def test_with_all_again_once_the_question_is_shared(self, bank, image, kenya):
        question = showing(bank, image, kenya)
        question.owner = None
        question.save()

        assert owner_of(image) is None

    def test_never_out_of_another_institution_s(self, bank, image, kenya, uganda):
        showing(bank, image, uganda)
        showing(bank, image, kenya)

        assert owner_of(image) == uganda

    def test_those_from_before_are_put_there_by_the_upgrade_and_twice_is_once(self, bank, image, kenya):
        showing(bank, image, kenya)
        get_image_model().objects.update(collection=Collection.get_first_root_node())

        for _time in range(2):
            file_collections.put_all_with_owners()

        assert owner_of(image) == kenya and OwnedCollection.objects.count() == 1

    @pytest.mark.parametrize("owned", [True, False])
    def test_those_of_a_file_that_is_imported(self, db, bank, kenya, editor, owned):
        drawn = io.BytesIO()
        Pillow.new("RGB", (8, 8), "teal").save(drawn, "PNG")
        path = pictures.path_of(1, "road.png", drawn.getvalue())
        pictures.put_aside(path, drawn.getvalue())

        pk, _new = pictures.adopt(path, title="road.png", by=editor, owner=kenya if owned else None)
        again, new = pictures.adopt(path, title="road.png", by=editor, owner=kenya if owned else None)

        assert (again, new) == (pk, False)
        assert owner_of(get_image_model().objects.get(pk=pk)) == (kenya if owned else None)
        private().delete(path)


class TestWhoSeesThem:
    @pytest.fixture
    def theirs(self, bank, image, kenya):
        showing(bank, image, kenya)
        image.refresh_from_db()
        return image

    @pytest.mark.parametrize(
        "name",
        [
            "wagtailimages:index",
            "wagtailimages_chooser:choose",
            "wagtailadmin_api:images:listing",
            "wagtailimages:index_results",
        ],
    )
    def test_no_list_of_another_country_s_editor_holds_one(self, as_, ugandan, editor, theirs, name):
        assert TITLE not in as_(ugandan).get(reverse(name)).content.decode()
        assert TITLE in as_(editor).get(reverse(name)).content.decode()

    @pytest.mark.parametrize(
        ("name", "verb"),
        [
            ("wagtailimages:edit", "get"),
            ("wagtailimages:edit", "post"),
            ("wagtailimages:delete", "post"),
            ("wagtailimages_chooser:chosen", "get"),
        ],
    )
    def test_no_address_gives_them_one(self, as_, ugandan, theirs, name, verb):
        assert getattr(as_(ugandan), verb)(reverse(name, args=[theirs.pk])).status_code == 404

    def test_its_thumbnail_is_not_there(self, as_, ugandan, editor, theirs):
        address = reverse("courses:admin_file", args=[theirs.get_rendition("width-20").file.name])

        assert as_(ugandan).get(address).status_code == 404
        assert as_(editor).get(address).status_code == 200

    def test_nobody_puts_a_file_among_those_of_another_country(self, as_, ugandan, theirs):
        drawn = io.BytesIO(b"")
        Pillow.new("RGB", (8, 8)).save(drawn, "PNG")
        drawn.name = "road.png"
        drawn.seek(0)

        page = as_(ugandan).post(
            reverse("wagtailimages:add"), {"title": "Road", "file": drawn, "collection": theirs.collection_id}
        )

        assert not get_image_model().objects.filter(title="Road", collection=theirs.collection).exists()
        assert theirs.collection.name not in page.content.decode()

    def test_superusers_see_all(self, as_, superuser, theirs):
        assert TITLE in as_(superuser).get(reverse("wagtailimages:index")).content.decode()

    def test_a_document_of_theirs_is_in_no_list(self, as_, ugandan, editor, kenya, theirs):
        get_document_model().objects.create(
            title=TITLE, file=ContentFile(b"%PDF", "key.pdf"), collection=collection_of(kenya)
        )

        for name in ("wagtaildocs:index", "wagtaildocs_chooser:choose", "wagtailadmin_api:documents:listing"):
            assert TITLE not in as_(ugandan).get(reverse(name)).content.decode()
            assert TITLE in as_(editor).get(reverse(name)).content.decode()

    def test_asking_costs_the_same_for_many_institutions(self, as_, ugandan, theirs, academy):
        client = as_(ugandan)
        client.get(reverse("wagtailimages_chooser:choose"))
        with CaptureQueriesContext(connection) as few:
            client.get(reverse("wagtailimages_chooser:choose"))
        collection_of(academy)
        with CaptureQueriesContext(connection) as more:
            client.get(reverse("wagtailimages_chooser:choose"))
        assert len(few) == len(more)


def test_a_new_file_goes_to_one_s_institution_or_the_nearest_above_unless_one_says_otherwise(
    as_, editor, academy, kenya, region, site
):
    assert usual_collection(editor) is None
    for owner in (region, kenya):
        made = collection_of(owner)
        assert usual_collection(editor) == made

    page = as_(editor).get(reverse("wagtailimages:add")).content.decode()

    assert f'<option value="{collection_of(kenya).pk}" selected>' in page
