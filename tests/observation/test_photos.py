"""Photos: drawn anew, small, without what a camera says; for the learner and their staff alone; gone with them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from assessments.observation import photos, services
from assessments.observation.models import Observation, Photo
from lms.foundation.interface.pictures import NoPicture
from lms.people.administration.records import services as people_services

from .building import begun, signed


def picture(form: str = "JPEG", size: tuple[int, int] = (1600, 1200), **more) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(file, form, **more)
    return file.getvalue()


def where_it_was() -> bytes:
    exif = Image.Exif()
    exif[0x0110] = "SECRET-PHONE"
    exif[0x0112] = 6  # held upright
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (1.0, 17.0, 3.0)
    return picture(exif=exif)


class TestTheFile:
    @pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
    def test_is_drawn_anew_and_small(self, form):
        kept = Image.open(io.BytesIO(photos.convert_photo(picture(form))))
        assert (kept.format, kept.size) == ("JPEG", (1280, 960))

    def test_says_nothing_of_the_phone_nor_of_the_place(self):
        data = photos.convert_photo(where_it_was())
        kept = Image.open(io.BytesIO(data))
        assert kept.size == (960, 1280)  # turned as it was held
        assert not kept.getexif() and b"SECRET-PHONE" not in data and b"Exif" not in data

    def test_does_not_grow(self):
        assert Image.open(io.BytesIO(photos.convert_photo(picture(size=(40, 30))))).size == (40, 30)

    @pytest.mark.parametrize(
        "made",
        [
            lambda: b"",
            lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            lambda: picture()[:300],
            lambda: picture("GIF"),
            lambda: picture("PNG", (13_000, 10)),
            lambda: picture("PNG", (5000, 4000)),
            lambda: picture() + b"x" * photos.MOST_BYTES,
        ],
        ids=["empty", "svg", "cut off", "gif", "too wide", "too many pixels", "too large"],
    )
    def test_a_file_that_is_no_picture_is_refused(self, made):
        with pytest.raises(NoPicture):
            photos.convert_photo(made())


def sent(name: str = "a.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or picture(), "image/jpeg")


def last_kept() -> str:
    """What a page of the draft says that it was made from."""
    return str(Observation.objects.get().saved_as or "")


class TestInADraft:
    def test_is_kept_replaced_and_deleted(self, as_, enrolled, entry, wanjiru, omar, now):
        observation = begun(enrolled, entry, omar, now, wanjiru)
        client, address = as_(omar), reverse("observation:show", args=[observation.pk])
        for _time in range(2):
            data = {f"photo-{wanjiru.pk}": sent(), "read": last_kept()}
            assert client.post(address, data).status_code == 302
        assert Photo.objects.get().finding.learner == wanjiru
        client.post(address, {f"unphoto-{wanjiru.pk}": "on", "read": last_kept()})
        assert not Photo.objects.exists()

    def test_what_is_none_is_said_beside_it_and_the_rest_is_kept(self, as_, enrolled, entry, wanjiru, omar, now):
        observation = begun(enrolled, entry, omar, now, wanjiru)
        client, address = as_(omar), reverse("observation:show", args=[observation.pk])
        response = client.post(address, {f"photo-{wanjiru.pk}": sent(data=b"no picture"), "place": "The gate"})
        assert response.status_code == 422
        assert "The file is not a picture in one of the formats JPEG, PNG, WEBP" in response.content.decode()
        observation.refresh_from_db()
        assert observation.place == "The gate"

    def test_of_somebody_who_is_taken_off_with_the_same_press_is_none(
        self, as_, enrolled, entry, wanjiru, abdi, omar, now
    ):
        observation = begun(enrolled, entry, omar, now, wanjiru, abdi)
        address = reverse("observation:show", args=[observation.pk])
        both = {f"photo-{wanjiru.pk}": sent(), f"without-{wanjiru.pk}": "on"}
        assert as_(omar).post(address, both).status_code == 302
        assert [one.learner for one in observation.findings.all()] == [abdi]
        assert not Photo.objects.exists()

    @pytest.mark.parametrize("course", [{"photo": False}], indirect=True)
    def test_is_not_taken_where_the_checklist_wants_none(self, as_, enrolled, entry, wanjiru, omar, now):
        observation = begun(enrolled, entry, omar, now, wanjiru)
        as_(omar).post(reverse("observation:show", args=[observation.pk]), {f"photo-{wanjiru.pk}": sent()})
        assert not Photo.objects.exists()

    def test_a_large_body_is_taken_of_who_observes_and_of_nobody_else(
        self, as_, enrolled, entry, wanjiru, abdi, omar, now
    ):
        observation = begun(enrolled, entry, omar, now, wanjiru)
        address = reverse("observation:show", args=[observation.pk])
        large = {f"photo-{wanjiru.pk}": sent(data=picture("PNG", (10, 10)) + b"x" * 3_000_000)}
        assert as_(omar).post(address, large).status_code == 302
        assert as_(abdi).post(address, {"x": "x" * 3_000_000}).status_code == 413


class TestWhoSeesIt:
    @pytest.fixture
    def photo(self, enrolled, entry, wanjiru, abdi, omar, now):
        observation = begun(enrolled, entry, omar, now, wanjiru, abdi)
        finding = observation.findings.get(learner=wanjiru)
        return services.keep_photo(finding=finding, data=picture(), now=now)

    def sign(self, photo, omar, now):
        from assessments.observation.services import Entries

        from .building import AT_ONCE, SAFE, SITS, YES

        observation = photo.finding.observation
        entries = Entries(levels={SAFE: AT_ONCE, SITS: YES}, place="The gate")
        services.save(observation=observation, entries=entries, now=now)
        services.sign(observation=observation, by=omar, now=now)

    def statuses(self, as_, photo, *people) -> list[int]:
        address = reverse("observation:photo", args=[photo.pk])
        return [as_(one).get(address).status_code for one in people]

    def test_of_a_draft_its_observer_alone(self, as_, photo, omar, wanjiru, abdi, neighbour, superuser):
        found = self.statuses(as_, photo, omar, wanjiru, abdi, neighbour, superuser)
        assert found == [200, 404, 404, 404, 404]

    def test_is_an_image_that_can_do_nothing_and_stays_in_no_cache(self, as_, photo, omar):
        response = as_(omar).get(reverse("observation:photo", args=[photo.pk]))
        assert response["Content-Type"] == "image/jpeg"
        assert "no-store" in response["Cache-Control"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert Image.open(io.BytesIO(response.content)).size == (1280, 960)

    def test_nobody_where_checklists_are_off(self, as_, photo, omar, wanjiru, academy, now):
        self.sign(photo, omar, now)
        people_services.switch(plugin="observation", institution=academy, on=False, by=None, now=now)
        assert self.statuses(as_, photo, omar, wanjiru) == [404, 404]


def test_goes_with_the_person(enrolled, entry, wanjiru, abdi, omar, now):
    from lms.desks.privacy.erasure import erase

    observation = signed(enrolled, entry, omar, now, wanjiru)
    alone = begun(enrolled, entry, omar, now, wanjiru)
    services.keep_photo(finding=alone.findings.get(), data=picture(), now=now)
    erase(wanjiru)
    assert not Photo.objects.exists()
    assert not type(observation).objects.exists()
