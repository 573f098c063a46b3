"""The pages of the admin on which a course leaves and comes back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images import get_image_model

from assessments.questions.models import Question
from courses.models import CoursePage, PageImport
from home.exchange import packing
from home.exchange.exporting import export_course
from tests.made_files import ask, made_file, make

from .test_exchange import changed, emptied
from .whole_course import rich, shown  # noqa: F401  fixtures


@pytest.fixture
def zipped(rich, superuser):
    return packing.zipped(export_course(rich, by=superuser))


@pytest.fixture
def into(programme_page):
    return reverse("course_import", args=[programme_page.pk])


def upload(client, address, data):
    return client.post(address, {"file": SimpleUploadedFile("course.zip", data, "application/zip")})


class TestExport:
    def test_gives_the_zip_to_whoever_may_read_the_drafts(self, rich, zipped, editor, as_):
        answer = made_file(as_(editor), reverse("course_export", args=[rich.pk]))
        assert answer.content == zipped
        assert answer["Content-Disposition"] == 'attachment; filename="trafficking.zip"'
        assert "course-export" in as_(editor).get(reverse("wagtailadmin_pages:edit", args=[rich.pk])).content.decode()

    def test_is_unknown_to_strangers_and_for_pages_that_are_no_course(self, rich, omar, superuser, as_):
        assert as_(omar).get(reverse("course_export", args=[rich.pk])).status_code in (302, 404)
        assert as_(superuser).get(reverse("course_export", args=[rich.get_parent().pk])).status_code == 404

    def test_says_what_belongs_to_another_institution(self, rich, editor, ugandan_academy, as_):
        asked = Question.objects.get(stem__contains="Asked?")
        Question.objects.filter(pk=asked.pk).update(owner=ugandan_academy)
        client = as_(editor)
        row = make(ask(client, reverse("course_export", args=[rich.pk])))
        page = client.get(reverse("files:file", args=[row.pk])).content.decode()
        assert row.status == "failed" and "another institution keeps to itself" in page


class TestImport:
    def test_says_what_it_would_write_and_writes_it_once(self, rich, zipped, into, superuser, as_):
        emptied(rich)
        client = as_(superuser)
        there = upload(client, into, zipped)
        assert there.status_code == 302 and "confirm/?import=" in there["Location"]
        assert not CoursePage.objects.exists() and not get_image_model().objects.exists()
        assert "What trafficking is (en)" in client.get(there["Location"]).content.decode()
        kept = PageImport.objects.get()
        for _twice in range(2):
            client.post(f"{into}confirm/", {"import": kept.pk})
        assert CoursePage.objects.filter(slug="trafficking", locale__language_code="en", live=True).count() == 1
        kept.refresh_from_db()
        assert (kept.status, kept.content) == ("done", {})

    def test_an_editor_brings_drafts(self, rich, zipped, into, editor, as_):
        emptied(rich)
        client = as_(editor)
        upload(client, into, zipped)
        client.post(f"{into}confirm/", {"import": PageImport.objects.get().pk})
        assert not CoursePage.objects.get(slug="trafficking", locale__language_code="en").live

    def test_a_file_that_is_wrong_is_told_and_nothing_is_kept(self, rich, zipped, into, superuser, as_):
        files = packing.read_zip(zipped)
        bad = packing.zipped(changed(files, "en.toml", "minutes = 60", "minuts = 60"))
        for data, said in ((b"no zip", "no ZIP"), (bad, "do you mean “minutes”"), (b"", "empty")):
            answer = upload(as_(superuser), into, data)
            assert answer.status_code == 422
            assert said in answer.content.decode()
        assert not PageImport.objects.exists()

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("limit_minutes = 30", "limit_minutes = -1"),
            ("limit_minutes = 30", 'limit_minutes = "many"'),
            ("section = 2", 'section = 2, category = ["Bank of trafficking"]'),
            ('kind = "date"', 'kind = "course"'),
            ('just_after = ["marks"]', 'just_after = ["all of it"]'),
            ('type = "scene"', 'type = "scenes"'),
            ('title = "Door"', "title = 5"),
            ('"Hard ones"', '"Hard \\\\u0000ones"'),
            ("mark = 2.5", 'mark = "2,5"'),
        ],
    )
    def test_values_of_another_kind_are_told_and_break_nothing(self, rich, zipped, into, superuser, as_, old, new):
        files = packing.read_zip(zipped)
        emptied(rich)
        answer = upload(as_(superuser), into, packing.zipped(changed(files, "en.toml", old, new)))
        assert answer.status_code in (302, 422)
        assert not CoursePage.objects.exists()

    def test_is_for_whoever_may_add_courses(self, rich, zipped, into, omar, editor, superuser, as_):
        assert upload(as_(omar), into, zipped).status_code in (302, 404)
        assert not PageImport.objects.exists()
        upload(as_(superuser), into, zipped)
        key = PageImport.objects.get().pk
        answer = as_(editor).post(f"{into}confirm/", {"import": key}, follow=True)
        assert "Upload the file again" in answer.content.decode()
