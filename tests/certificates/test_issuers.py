"""Settings of an institution for its certificates: by its administrators alone, and from the next certificate on."""

import base64
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from certificates.issuers import services
from certificates.models import Certificate, Picture
from certificates.pictures.services import data_uri
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.reach import NotTheirs
from tests.builders import complete
from tests.conftest import make_person
from tests.progress.test_races import at_once

ABOUT = {"name": "Amina Noor", "names": {"ar": "أمينة نور"}, "office": "Commandant", "offices": {}}


def picture(form: str = "PNG", size: tuple[int, int] = (900, 300)) -> bytes:
    file = io.BytesIO()
    Image.new("RGBA" if form != "JPEG" else "RGB", size).save(file, form)
    return file.getvalue()


@pytest.fixture
def amina(academy):
    return make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)


@pytest.fixture
def sign(academy, amina, now):
    def set_signatory(key="", data=None, by=amina, place=academy, **about):
        place = services.set_signatory(institution=place, key=key, about={**ABOUT, **about}, data=data, by=by, now=now)
        return place.certificate_settings["signatories"]

    return set_signatory


class TestSignatories:
    def test_stand_on_the_next_certificate_with_their_picture(self, sign, enrolment, now):
        for form in ("PNG", "JPEG", "WEBP"):
            rows = sign(data=picture(form))
        assert len(rows) == 1 and Picture.objects.count() <= 2
        complete(enrolment, now=now)
        [row] = Certificate.objects.get().signatories
        assert (row["name"], row["office"], row["picture"]) == ("Amina Noor", "Commandant", rows[0]["picture"])
        drawn = Image.open(io.BytesIO(base64.b64decode(data_uri(row["picture"]).partition(",")[2])))
        assert drawn.size == (600, 200) and drawn.format == "PNG"

    def test_twice_is_once_and_a_change_keeps_the_picture(self, sign):
        [row] = sign(data=picture())
        assert sign() == [row]
        [changed] = sign(key=services.key_of(row), name="Amina N.")
        assert changed["picture"] == row["picture"] and changed["name"] == "Amina N."
        assert AuditEntry.objects.filter(action="certificate_settings_changed").count() == 2

    def test_are_at_most_four(self, sign):
        for number in range(services.MOST_SIGNATORIES):
            sign(name=f"Person {number}")
        with pytest.raises(services.TooManySignatories):
            sign(name="One more")

    def test_removed_stay_on_what_is_issued(self, sign, academy, amina, enrolment, now):
        [row] = sign()
        complete(enrolment, now=now)
        place = services.remove_signatory(institution=academy, key=services.key_of(row), by=amina, now=now)
        assert place.certificate_settings["signatories"] == [] and len(Certificate.objects.get().signatories) == 1

    def test_are_set_by_administrators_of_that_institution_alone(self, sign, omar, neighbour_academy, kenya, amina):
        beside = make_person("KE-7", "Baraka Juma", neighbour_academy, Role.ADMINISTRATOR)
        for person in (omar, beside):
            with pytest.raises(NotTheirs):
                sign(by=person)
        with pytest.raises(NotTheirs):
            sign(place=kenya)


class TestThePages:
    def test_add_change_and_remove(self, as_, amina, academy):
        client, page = as_(amina), f"/certificates/issuers/{academy.pk}/"
        data = {"name": "Amina Noor", "office": "Commandant", "name_ar": "أمينة نور"}
        file = SimpleUploadedFile("x.png", picture(), "image/png")
        assert client.post(f"{page}signatories/", data | {"file": file}).url == page
        text = client.get(page).content.decode()
        assert "Amina Noor" in text and "data:image/png" in text
        academy.refresh_from_db()
        [row] = academy.certificate_settings["signatories"]
        assert row["names"] == {"ar": "أمينة نور"}
        assert client.post(f"{page}signatories/{services.key_of(row)}/", {"remove": "1"}).url == page
        assert client.get(f"{page}signatories/{services.key_of(row)}/").status_code == 404

    @pytest.mark.parametrize("data", [b"", b"<svg/>", b"GIF89a" + b"0" * 50])
    def test_refuse_a_file_that_is_no_picture(self, as_, amina, academy, data):
        page = f"/certificates/issuers/{academy.pk}/signatories/"
        file = SimpleUploadedFile("x.png", data, "image/png")
        answer = as_(amina).post(page, {"name": "A", "office": "B", "file": file})
        assert answer.status_code == 422 and not Picture.objects.exists()

    def test_set_and_remove_a_rule(self, as_, amina, academy, course):
        client, page = as_(amina), f"/certificates/issuers/{academy.pk}/"
        for course_id, months, days in (("", "12", "30"), (str(course.pk), "0", "")):
            assert client.post(page, {"course": course_id, "months": months, "days": days}).url == page
        academy.refresh_from_db()
        assert academy.certificate_settings["validity"] == {
            "": {"months": 12, "days": 30},
            str(course.pk): {"months": 0},
        }
        client.post(page, {"course": ""})
        academy.refresh_from_db()
        assert list(academy.certificate_settings["validity"]) == [str(course.pk)]
        assert client.post(page, {"course": "nonsense", "months": "-1"}).status_code == 422

    def test_are_linked_from_the_page_of_the_institution(self, as_, amina, academy):
        assert (
            f"/certificates/issuers/{academy.pk}/"
            in as_(amina).get(f"/academy/institution/{academy.pk}/").content.decode()
        )


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_lose_nothing(academy, amina, now):
    def add(name):
        about = {**ABOUT, "name": name}
        return lambda: services.set_signatory(institution=academy, key="", about=about, data=None, by=amina, now=now).pk

    at_once(*(add(f"Person {number}") for number in range(3)))
    academy.refresh_from_db()
    assert len(academy.certificate_settings["signatories"]) == 3
