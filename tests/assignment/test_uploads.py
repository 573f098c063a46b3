"""Uploads in parts over a poor connection, and files that are not taken."""

import io
import zipfile

import pytest
from django.conf import settings
from django.urls import reverse

from assessments.assignment import services
from assessments.assignment.checking.files import BadFile, check_file, plain_name
from assessments.assignment.models import HandedFile, Upload, UploadPart
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import answer

from .building import begun, docx, handed_in, jpeg, sent

pytestmark = pytest.mark.django_db
PART = services.PART
EVERYTHING = ("pictures", "documents", "sound", "video")
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 3000


@pytest.fixture
def attempt(enrolment, now):
    return begun(enrolment, now)


@pytest.fixture
def uploading(client, wanjiru, attempt):
    """`uploading(name, data)`: what the browser is told when it begins to upload that."""
    client.force_login(wanjiru)

    def begin(name="report.pdf", data=PDF, status=200):
        about = sent(name, data)
        fields = {"name": about.name, "size": about.size, "sum": about.sum}
        response = client.post(reverse("assignment:upload", args=[attempt.pk]), fields)
        assert response.status_code == status, response.content
        return response.json()

    return begin


def send(client, place, data, offset=None):
    at = place["received"] if offset is None else offset
    body = data[at : at + PART]
    return client.post(f"{place['url']}?offset={at}", body, content_type="application/octet-stream")


class TestParts:
    def test_a_file_comes_whole(self, client, uploading, attempt):
        place = uploading()
        while "received" in place:
            place = {"url": place["url"]} | send(client, place, PDF).json()
        row = HandedFile.objects.get()
        attempt.refresh_from_db()
        assert attempt.state["responses"]["work"]["files"] == [row.facts]
        assert place["file"] == {**row.facts, "scan": ""}
        assert row.file.read() == PDF
        assert not Upload.objects.exists()
        assert not UploadPart.objects.exists()

    def test_goes_on_where_it_was_cut_off(self, client, uploading):
        send(client, uploading(), PDF)
        place = uploading()
        assert place["received"] == PART
        assert send(client, place, PDF).json()["received"] == 2 * PART

    def test_a_part_that_came_before_is_told_where_to_go_on(self, client, uploading):
        place = uploading()
        send(client, place, PDF)
        again = send(client, place, PDF)
        assert (again.status_code, again.json()["received"]) == (409, PART)

    def test_another_file_of_the_same_name_begins_anew(self, client, uploading):
        send(client, uploading(), PDF)
        assert uploading(data=PDF[:-1] + b"x")["received"] == 0
        assert Upload.objects.count() == 2

    def test_a_file_that_was_changed_on_the_way_is_refused(self, client, uploading):
        place, other = uploading(), bytearray(PDF)
        other[-1] ^= 1
        while place.get("received", len(PDF)) < len(PDF):
            response = send(client, place, bytes(other))
            place |= response.json()
            if response.status_code != 200:
                break
        assert response.status_code == 422
        assert not HandedFile.objects.exists()
        assert not Upload.objects.exists()

    def test_the_same_file_again_is_there_once(self, client, uploading):
        small = PDF[:1000]
        send(client, uploading(data=small), small)
        assert "file" in uploading(data=small)
        assert HandedFile.objects.count() == 1

    def test_a_process_that_was_killed_while_it_checked_holds_nobody_up(self, client, uploading, now):
        small = PDF[:1000]
        place = uploading(data=small)
        Upload.objects.update(checked_at=now)
        assert send(client, place, small).status_code == 503
        Upload.objects.update(checked_at=now - services.CHECKING * 2)
        assert "file" in send(client, {**place, "received": 1000}, small).json()

    def test_no_more_than_the_limit(self, client, uploading, attempt):
        assert "empty" in uploading(data=b"", status=422)["message"]
        fields = {"name": "x.pdf", "size": 21 * 1024 * 1024, "sum": "00000000"}
        assert client.post(reverse("assignment:upload", args=[attempt.pk]), fields).status_code == 422
        place = uploading(data=PDF[:1000])
        assert send(client, place, PDF[:1001]).status_code == 409

    def test_only_ones_own(self, client, uploading, abdi, omar, attempt):
        place = uploading()
        for person in (abdi, omar):
            client.force_login(person)
            assert send(client, place, PDF).status_code == 404
            assert client.post(reverse("assignment:upload", args=[attempt.pk]), {}).status_code == 404

    def test_not_once_it_is_handed_in(self, client, uploading, attempt, now):
        small = PDF[:1000]
        place = uploading(data=small)
        answer(attempt=attempt, data={"q:work": ["x"], "submit": ["1"]}, event_id=uuid7(), now=now)
        assert send(client, place, small).status_code == 422
        assert not HandedFile.objects.exists()
        uploading(data=small, status=422)

    def test_old_ones_go(self, uploading, now):
        uploading()
        assert services.drop_old_uploads(now=now) == 0
        services.drop_old_uploads(now=now + services.KEPT * 2)
        assert not Upload.objects.exists()

    def test_few_at_once(self, uploading):
        for number in range(services.MOST_UPLOADS + 3):
            uploading(name=f"{number}.pdf")
        assert Upload.objects.count() == services.MOST_UPLOADS


def check(data: bytes, name: str, families=EVERYTHING, megabytes=20):
    return check_file(io.BytesIO(data), name, len(data), families=families, megabytes=megabytes)


class TestKinds:
    @pytest.mark.parametrize(
        ("data", "name", "kept"),
        [
            (PDF, "report.pdf", "report.pdf"),
            (docx(), "report.docx", "report.docx"),
            (jpeg(), "scene.JPEG", "scene.jpg"),
            ("Habari, Wanjirũ".encode(), "notes.txt", "notes.txt"),
            (b"a,b\n1,2\n", "table.csv", "table.csv"),
            (b"\0\0\0\x18ftypM4A \0\0\0\0", "voice.m4a", "voice.m4a"),
            (b"\0\0\0\x18ftypisom\0\0\0\0", "film.mp4", "film.mp4"),
            (b"\x1aE\xdf\xa3\x01\0", "note.webm", "note.webm"),
            (b"#!AMR\n\x3c", "note.amr", "note.amr"),
        ],
    )
    def test_by_content(self, data, name, kept):
        assert check(data, name).name == kept

    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (b"MZ\x90\0\x03\0", "report.pdf"),
            (PDF, "report.exe"),
            (b"<script>1</script>", "page.html"),
            (PDF, "report"),
            (b"\x7fELF\x02\x01", "scene.jpg"),
            (docx(**{"word/vbaProject.bin": b"x"}), "report.docx"),
            (b"PK\x03\x04broken", "report.docx"),
            (b"\0\0\0\x18ftypheic\0\0\0\0", "scene.heic"),
            (b"\xff\xd8\xff\xe0broken", "scene.jpg"),
            (b"", "report.pdf"),
        ],
    )
    def test_refuses(self, data, name):
        with pytest.raises(BadFile):
            check(data, name)

    def test_refuses_a_zip_that_grows(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("word/document.xml", bytes(40_000_000))
        with pytest.raises(BadFile):
            check(bomb.getvalue(), "report.docx")

    def test_only_the_kinds_that_are_wanted(self):
        with pytest.raises(BadFile, match="jpg, png, webp"):
            check(PDF, "report.pdf", families=["pictures"])

    def test_a_picture_keeps_no_place(self):
        from PIL import Image

        exif = Image.Exif()
        exif[0x010F] = "Tecno"
        exif.get_ifd(0x8825)[1] = "S"
        kept = check(jpeg(exif=exif), "scene.jpg").content.read()
        assert b"Tecno" not in kept
        assert not Image.open(io.BytesIO(kept)).getexif()

    @pytest.mark.parametrize(
        ("name", "plain"),
        [
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\x\\y.pdf", "y.pdf"),
            ("a\u202egpj.exe", "agpj.exe"),
            ("", "File"),
        ],
    )
    def test_names(self, name, plain):
        assert plain_name(name) == plain

    def test_a_long_name_is_cut(self):
        assert len(plain_name("x" * 500 + ".pdf")) <= 100


def test_files_are_below_the_private_folder(enrolment, now):
    handed_in(enrolment, now, files=[jpeg()])
    assert HandedFile.objects.get().file.path.startswith(str(settings.DATA_DIR / "private"))


def test_work_that_is_full_takes_no_upload(uploading, client, attempt, now):
    for number in range(5):
        data = PDF[:1000] + bytes([number])
        send(client, uploading(name=f"{number}.pdf", data=data), data)
    assert "At most 5" in uploading(name="6.pdf", data=PDF[:1006], status=422)["message"]
    attempt.refresh_from_db()
    with pytest.raises(InvalidAnswer):
        services.add_file(
            attempt=attempt, content=io.BytesIO(PDF), sent=sent("x.pdf", PDF), by=attempt.enrolment.learner, now=now
        )
