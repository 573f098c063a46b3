"""Thumbnails and originals in the admin: there for editors who may see them, for nobody else, and never a document."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupCollectionPermission
from wagtailmedia.models import get_media_model

from tests.conftest import make_person


def make_editor(number: str, collection: Collection):
    """Somebody who may come into the admin and choose pictures and media of one collection."""
    group = Group.objects.create(name=f"Editors of {collection.name}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("choose_image", "change_media"):
        group.collection_permissions.add(
            GroupCollectionPermission(collection=collection, permission=Permission.objects.get(codename=codename)),
            bulk=False,
        )
    person = make_person(number, f"Editor of {collection.name}")
    person.groups.add(group)
    return person


@pytest.fixture
def collections(db):
    root = Collection.get_first_root_node()
    return root.add_child(name="Kenya"), root.add_child(name="Uganda")


@pytest.fixture
def image(collections):
    return get_image_model().objects.create(title="Road", file=get_test_image_file(), collection=collections[0])


@pytest.fixture
def kenyan(collections):
    return make_editor("KE-70", collections[0])


@pytest.fixture
def ugandan(collections):
    return make_editor("UG-70", collections[1])


def test_the_list_of_images_shows_thumbnails_that_are_there(as_, superuser, image):
    browser = as_(superuser)
    page = browser.get(reverse("wagtailimages:index")).content.decode()
    address = image.get_rendition("max-165x165").url
    assert address in page
    response = browser.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, max-age=3600"


def test_a_film_can_be_wound_forward(as_, collections, kenyan, ugandan):
    film = get_media_model().objects.create(
        title="Road",
        type="video",
        duration=1,
        file=ContentFile(b"moving", "a.mp4"),
        collection=collections[0],
        thumbnail=ContentFile(get_test_image_file().file.getvalue(), "a.png"),
    )
    response = as_(kenyan).get(film.url, headers={"range": "bytes=1-3"})
    assert (response.status_code, b"".join(response.streaming_content), response["Content-Type"]) == (
        206,
        b"ovi",
        "video/mp4",
    )
    assert as_(kenyan).get(film.thumbnail.url).status_code == 200
    assert as_(ugandan).get(film.url).status_code == 404


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a.png"])
def test_a_document_is_not_shown_whatever_its_ending(as_, superuser, name):
    document = get_document_model().objects.create(title="Form", file=ContentFile(b"%PDF", name))
    assert default_storage.exists(document.file.name)
    assert as_(superuser).get(document.file.url).status_code == 404


def test_only_what_a_row_names_is_there(as_, superuser, image):
    kept = default_storage.save("kept/a.png", ContentFile(b"\x89PNG"))
    for path in (
        kept,
        "../mafunzo.sqlite3",
        "images/../../mafunzo.sqlite3",
        "images/",
        "images/no.png",
        "images/a.svg",
    ):
        assert as_(superuser).get(f"/media/{path}").status_code == 404


def test_a_file_that_is_gone_is_not_found(as_, superuser, image):
    rendition = image.get_rendition("width-20")
    default_storage.delete(rendition.file.name)
    assert as_(superuser).get(rendition.url).status_code == 404


def test_every_file_s_address_is_one_of_ours_whatever_the_storage(image):
    address = image.get_rendition("width-20").url
    assert address.startswith("/media/images/")
    assert default_storage.url("images/a b.png") == "/media/images/a%20b.png"


def test_a_document_is_a_download_under_its_own_name_that_is_never_sniffed(as_, site, editor):
    kept = ContentFile(b"%PDF-1.7 the key", "key.pdf")
    document = get_document_model().objects.create(title="Key for invigilators", file=kept)
    response = as_(editor).get(document.url)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 the key"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert as_(editor).get(reverse("wagtaildocs_serve", args=[document.pk, "other.pdf"])).status_code == 404
