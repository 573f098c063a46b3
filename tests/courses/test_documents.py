"""Documents as editors uploaded them: for editors of their collection, as downloads.

Learners get the copies that lessons keep.
"""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, GroupCollectionPermission

from tests.conftest import make_person


@pytest.fixture
def document(site):
    return get_document_model().objects.create(
        title="Key for invigilators", file=ContentFile(b"%PDF-1.7 the key", "key.pdf")
    )


def member(number, group, institution):
    person = make_person(number, number, institution)
    person.groups.add(group)
    return person


def test_documents_need_a_sign_in(client, document):
    for address in (document.url, reverse("wagtaildocs_serve", args=[document.pk + 1, "key.pdf"])):
        response = client.get(address)

        assert response.status_code == 302 and response.url.startswith(reverse("sign-in")), address


def test_learners_and_other_staff_get_404_for_documents(as_, document, wanjiru, omar, halima):
    for person in (wanjiru, omar, halima):
        assert as_(person).get(document.url).status_code == 404


def test_documents_are_downloads_that_are_never_sniffed(as_, document, editor):
    response = as_(editor).get(document.url)

    assert b"".join(response.streaming_content) == b"%PDF-1.7 the key"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_documents_are_for_editors_of_their_collection(as_, document, academy, uganda):
    ours = Collection.get_first_root_node().add_child(name="Uganda")
    group = Group.objects.create(name="Editors of Uganda")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupCollectionPermission.objects.create(
        group=group, collection=ours, permission=Permission.objects.get(codename="choose_document")
    )
    person = member("UG-501", group, uganda)
    own = get_document_model().objects.create(title="Ours", file=ContentFile(b"text", "ours.txt"), collection=ours)

    assert as_(person).get(document.url).status_code == 404
    assert as_(person).get(own.url).status_code == 200


def test_under_another_name_are_not_there(as_, document, editor):
    assert as_(editor).get(reverse("wagtaildocs_serve", args=[document.pk, "other.pdf"])).status_code == 404
