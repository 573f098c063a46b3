"""What a browser or a proxy may keep of somebody signed in: files of lessons alone,
which hold nothing about anybody.
"""

import io
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from assessments.questions.bank.texts import PICTURE
from courses.catalogue.media import keep
from courses.lessons.rendering import NARROW, WIDE
from lms.people.identity.mail import links

CAMERA = "Camera of Sergeant Kamau"


def picture(kind: str, mode: str = "RGB") -> bytes:
    """A picture as a phone writes it: with its owner, and the place where it was taken."""
    about = Image.Exif()
    about[0x010F] = CAMERA
    about.get_ifd(0x8825).update({1: "S", 2: (1.0, 17.0, 11.0), 3: "E", 4: (36.0, 49.0, 2.0)})
    stream = io.BytesIO()
    Image.new(mode, (1200, 900), "red").save(stream, kind, exif=about.tobytes())
    return stream.getvalue()


@pytest.fixture
def file(db) -> str:
    stream = io.BytesIO()
    Image.new("RGB", (3, 3)).save(stream, "PNG")
    return keep(ContentFile(stream.getvalue(), "a.png"), name="a.png")


def kept_by(response) -> set[str]:
    return set(response.get("Cache-Control", "").split(", "))


class TestFilesOfLessons:
    def test_are_kept_by_the_browser_alone_and_carry_nothing_of_who_asked(self, as_, wanjiru, file):
        response = as_(wanjiru).get(f"/content/{file}", HTTP_X_REQUEST_ID="0123456789ab")
        assert kept_by(response) == {"private", "max-age=31536000", "immutable"}
        assert not response.cookies
        assert "X-Request-ID" not in response
        assert "0123456789ab" not in str(response.headers)

    def test_part_of_one_neither(self, as_, wanjiru, file):
        response = as_(wanjiru).get(f"/content/{file}", HTTP_RANGE="bytes=0-3")
        assert response.status_code == 206
        assert "private" in kept_by(response)
        assert "X-Request-ID" not in response

    def test_are_for_those_who_are_signed_in(self, client, file):
        response = client.get(f"/content/{file}")
        assert response.status_code == 302
        assert "immutable" not in kept_by(response)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
    @pytest.mark.parametrize("made", [NARROW, WIDE, PICTURE])
    def test_pictures_tell_neither_the_camera_nor_the_place(self, db, kind, made):
        given = picture(kind)
        assert Image.open(io.BytesIO(given)).getexif()[0x010F] == CAMERA
        image = get_image_model().objects.create(title="Road", file=SimpleUploadedFile(f"road.{kind.lower()}", given))
        with image.get_rendition(made).file.open("rb") as opened:
            sent = opened.read()
        assert not dict(Image.open(io.BytesIO(sent)).getexif())
        assert CAMERA.encode() not in sent


class TestEverythingElse:
    def test_of_somebody_signed_in_is_kept_nowhere(self, as_, superuser, halima, wanjiru, site):
        document = get_document_model().objects.create(title="Key", file=ContentFile(b"%PDF", "key.pdf"))
        answers = {
            "document": as_(superuser).get(reverse("wagtaildocs_serve", args=[document.pk, document.filename])),
            "report": as_(halima).get(reverse("reports:completion-file", args=["csv"])),
            "people": as_(superuser).get(reverse("academy:people")),
            "account": as_(superuser).get("/admin/account/"),
            "address": as_(wanjiru).get("/e-mail/"),
            "void link": as_(wanjiru).get("/e-mail/confirm/void/"),
            "missing": as_(wanjiru).get("/teach/cohorts/1/"),
            "posted": as_(wanjiru).post("/e-mail/", {}),
        }
        assert {name for name, answer in answers.items() if "no-store" not in kept_by(answer)} == set()

    def test_a_page_that_a_link_opened_is_kept_nowhere_although_nobody_is_signed_in(self, client, halima):
        opened = client.get(urlsplit(links.to_new_password(halima)).path)
        for answer in (opened, client.get(opened.url)):
            assert "no-store" in kept_by(answer)
