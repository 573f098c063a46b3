"""What the admin proposes while somebody types a tag: no tag of a question or file that they may not see."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.access.owned_files import collection_of
from tests.builders import make_question
from tests.conftest import make_person

from .open import picture

ADDRESSES = ["/admin/tag-autocomplete/", "/admin/tag-autocomplete/taggit/tag/"]


@pytest.fixture
def ugandan(uganda):
    person = make_person("UG-500", "Akello Mary", uganda)
    person.groups.add(Group.objects.get(name="Editors"))
    return person


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
