"""What editors upload is judged by its bytes, and bodies that are too large are refused before they are read."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtailmedia.models import get_media_model

from courses.access import uploads

MEGABYTE = 1024 * 1024


def picture(kind="PNG", size=(8, 8)):
    written = BytesIO()
    Pillow.new("RGB", size, "teal").save(written, kind)
    return written.getvalue()


def form(name, content, **more):
    root = Collection.get_first_root_node()
    return {"title": "A", "file": SimpleUploadedFile(name, content), "collection": root.pk, **more}


def of_size(png, width, height):
    """The PNG with other numbers in its header, as if it were so large."""
    header = b"IHDR" + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + header + struct.pack(">I", zlib.crc32(header)) + png[33:]


BAD_PICTURES = {
    "a.gif": b"GIF89a" + b"\xff" * 20,
    "b.gif": picture("GIF")[:20],
    "a.png": picture()[:30],
    "b.png": picture(size=(200, 200))[:-40],
    "c.png": b"\x89PNG\r\n\x1a\n" + b"x" * 50,
    "a.jpg": picture("JPEG")[:60],
    "d.png": of_size(picture(), 11_000, 11_000),
}


@pytest.mark.parametrize("name", BAD_PICTURES)
class TestABadPicture:
    def test_is_refused_beside_the_field(self, as_, editor, site, name):
        response = as_(editor).post(reverse("wagtailimages:add"), form(name, BAD_PICTURES[name]))
        assert response.status_code == 200
        assert response.context["form"].errors["file"]
        assert not get_image_model().objects.exists()

    def test_is_refused_among_several_and_in_a_chooser(self, as_, editor, name):
        client = as_(editor)
        files = {"files[]": SimpleUploadedFile(name, BAD_PICTURES[name])}
        several = client.post(
            reverse("wagtailimages:add_multiple"), files, headers={"X-Requested-With": "XMLHttpRequest"}
        )
        assert several.json()["success"] is False
        chosen = client.post(
            reverse("wagtailimages_chooser:create"),
            {
                "image-chooser-upload-title": "A",
                "image-chooser-upload-file": SimpleUploadedFile(name, BAD_PICTURES[name]),
            },
        )
        assert chosen.status_code == 200 and not get_image_model().objects.exists()


def test_a_good_picture_is_taken(as_, editor, site):
    assert as_(editor).post(reverse("wagtailimages:add"), form("a.png", picture())).status_code == 302
    assert get_image_model().objects.count() == 1


class TestMedia:
    @pytest.mark.parametrize(
        ("name", "content"), [("a.mp3", b"Hello!"), ("a.ogg", b"ID3" + b"\0" * 500), ("a.mp3", b"\xff\xd8\xff" * 99)]
    )
    def test_is_judged_by_its_bytes(self, as_, editor, site, name, content):
        response = as_(editor).post(reverse("wagtailmedia:add", args=["audio"]), form(name, content, duration="1"))
        assert response.status_code == 200 and "is not what its name says" in response.content.decode()
        assert not get_media_model().objects.exists()

    def test_that_is_a_recording_is_taken_up_to_its_limit_of_size(self, as_, editor, site, monkeypatch):
        address, sent = reverse("wagtailmedia:add", args=["audio"]), b"OggS" + b"\0" * 200
        as_(editor).post(address, form("a.ogg", sent, duration="1"))
        assert get_media_model().objects.count() == 1
        monkeypatch.setitem(uploads.KINDS, "ogg", (100, uploads.KINDS["ogg"][1]))
        response = as_(editor).post(address, form("a.ogg", sent, duration="1"))
        assert "The file is larger than" in response.content.decode()


class TestDocuments:
    @pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.xlsx", "a.txt", "a.odt"])
    def test_are_judged_by_their_bytes(self, as_, editor, site, name):
        response = as_(editor).post(reverse("wagtaildocs:add"), form(name, bytes(range(256))))
        assert response.status_code == 200 and "is not what its name says" in response.content.decode()
        assert not get_document_model().objects.exists()

    @pytest.mark.parametrize(
        ("name", "content"), [("a.pdf", b"%PDF-1.7\n"), ("a.txt", "ሰላም".encode()), ("a.csv", b"a;b\r\n")]
    )
    def test_that_are_such_are_taken(self, as_, editor, site, name, content):
        assert as_(editor).post(reverse("wagtaildocs:add"), form(name, content)).status_code == 302


class TestABodyThatIsTooLarge:
    @pytest.mark.parametrize("path", ["/sign-in/", "/admin/images/add/", "/"])
    def test_is_refused_before_it_is_read(self, client, db, path):
        refused = client.generic(
            "POST", path, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(300 * MEGABYTE)
        )

        assert refused.status_code == 413 and "The data was too large" in refused.content.decode()

    def test_is_larger_for_editors_in_the_admin_alone(self, as_, editor, wanjiru):
        def sent(person, path, size):
            body = b"--x--" + b" " * (size * MEGABYTE)
            return as_(person).generic("POST", path, body, "multipart/form-data; boundary=x").status_code

        assert sent(editor, reverse("wagtailimages:add"), 2) == 400  # it is read, and is no form
        assert sent(editor, reverse("wagtailimages:add"), 65) == 413
        assert sent(editor, "/x/scenario/story/1/", 2) == 404  # it is read, and there is no such page
        assert sent(wanjiru, "/x/scenario/story/1/", 2) == sent(editor, "/x/scenario/story/1/draft/", 2) == 413
        assert sent(editor, "/sign-in/", 2) == sent(wanjiru, reverse("wagtailimages:add"), 2) == 413
