"""V1 and V5: what editors, files and browsers bring is cleaned, escaped, bounded, and sent as what it is."""

import csv
import io
from types import SimpleNamespace
from uuid import uuid4

import pytest
from defusedxml.ElementTree import DefusedXMLParser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from assessments.formats.qti import tree
from assessments.formats.qti.versions.reader import read
from assessments.questions.imports import sanitiser
from courses import views
from courses.access import files as admin_files
from courses.access import uploads
from courses.catalogue import file_responses
from courses.catalogue.media import FOLDER
from courses.lessons import richtext
from courses.lessons.rendering import render_lesson
from courses.models import LessonPage
from lms.foundation.interface import packages
from lms.foundation.interface import xml as interface_xml
from lms.foundation.interface.tables import columns
from lms.foundation.work import sandbox
from tests.authorisation.limited import limited_editor
from tests.questions.formats.test_qti_hostile import ITEM, packed

from .mutation import browser, held_by, instead, no_middleware, setting, text_of

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


def test_a_script_in_a_lesson_never_reaches_learners(db):
    body = [{"type": "text", "id": str(uuid4()), "value": f"<p>Read this.{SCRIPT}</p>"}]

    held_by(
        instead(richtext, "clean", lambda html: html),
        instead(richtext, "_cleaner", lambda _tags: SimpleNamespace(clean=lambda html: html)),
        attack=lambda: SCRIPT in render_lesson(LessonPage(title="Lesson", body=body), language="en", country="").html,
    )


def test_a_script_in_a_file_of_questions_is_not_imported():
    """Two controls: what is not well formed and safe is cleaned,
    and what is left is written anew in the few elements of the editor.
    """

    class Repeating:
        def __init__(self, *_rules):
            self.given = ""

        def feed(self, text):
            self.given = text

        def close(self):
            pass

        def text(self):
            return self.given

    held_by(
        instead(sanitiser.nh3, "clean", lambda html, **_rules: html),
        instead(sanitiser, "_Writer", Repeating),
        attack=lambda: SCRIPT in sanitiser.rich(f"<p>Who?{SCRIPT}</p>", features=[], picture=lambda *_: None),
    )


def test_a_name_is_text_and_no_markup(wanjiru):
    wanjiru.name = SCRIPT
    wanjiru.save()

    held_by(
        instead(engines["django"].engine, "autoescape", False),
        attack=lambda: SCRIPT in text_of(browser(wanjiru).get(reverse("learn:mine"))),
    )


def test_a_name_is_no_formula_in_a_spreadsheet(enrolment, halima):
    formula = "=HYPERLINK(0)"
    enrolment.learner.name = formula
    enrolment.learner.save()

    def opened() -> bool:
        file = text_of(browser(halima).get(reverse("reports:lines-file", args=["csv"])))
        return formula in {cell for row in csv.reader(io.StringIO(file)) for cell in row}

    held_by(instead(columns, "defuse", str), attack=opened)


def test_entities_of_xml_are_not_resolved():
    class Trusting(DefusedXMLParser):
        def __init__(self, *arguments, **named):
            super().__init__(*arguments, **{**named, "forbid_dtd": False, "forbid_entities": False})

    def unfolds() -> bool:
        try:
            return "bbbb" in tree.parse(b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>').text()
        except tree.Unread:
            return False

    held_by(instead(interface_xml, "DefusedXMLParser", Trusting), attack=unfolds)


def taken(files: dict[str, str]) -> bool:
    """Are questions read from a package of these?"""
    found = read(packed(files))
    return bool(list(found.drafts)) and found.fatal is None


def test_a_package_names_no_file_outside():
    held_by(
        instead(packages, "_checked", lambda info: info.filename),
        attack=lambda: taken({"../q.xml": ITEM}),
    )


def test_a_package_does_not_unfold_without_end():
    large = ITEM.replace("Who?", "Who?" * 1_000_000)

    held_by(instead(packages, "HIGHEST_RATIO", 10**9), attack=lambda: taken({"q.xml": large}))


def test_reading_a_file_takes_no_more_memory_than_it_may():
    limits = sandbox.Limits(memory=64 * sandbox.MEGABYTE)

    def taken() -> bool:
        try:
            return list(sandbox.run_in_sandbox(lambda: [len(bytearray(300 * sandbox.MEGABYTE))], limits=limits)) != []
        except sandbox.TooHeavy:
            return False

    held_by(instead(sandbox, "_limit", lambda limits: None), attack=taken)


@pytest.mark.parametrize("content", [b"<script>", b"ID3" + b"x" * 200 * 1024])
def test_a_recording_is_known_by_its_bytes_and_bounded(content):
    def taken() -> bool:
        try:
            uploads.check(SimpleUploadedFile("call.mp3", content))
        except ValidationError:
            return False
        return True

    with instead(uploads, "KINDS", {"mp3": (100 * 1024, uploads.KINDS["mp3"][1])}):
        held_by(instead(uploads, "KINDS", {"mp3": (uploads.AUDIO, lambda head, file: True)}), attack=taken)


def test_a_large_body_is_refused_before_it_is_read(wanjiru):
    most = 1000

    def read() -> bool:
        return browser(wanjiru).post(reverse("language"), {"language": "en", "x": "x" * 2 * most}).status_code != 413

    with setting(DATA_UPLOAD_MAX_MEMORY_SIZE=most):
        held_by(
            no_middleware("home.operation.middleware.BodyLimit"), setting(DATA_UPLOAD_MAX_MEMORY_SIZE=None), attack=read
        )


def test_a_document_of_the_content_is_a_download_and_never_sniffed(wanjiru):
    name = f"{'0' * 64}.txt"
    path = default_storage.save(f"{FOLDER}/{name}", ContentFile(b"<script>"))

    def shown() -> bool:
        return browser(wanjiru).get(reverse("courses:media", args=[name]))["Content-Disposition"] == "inline"

    try:
        held_by(
            instead(file_responses, "OFFERED", {}),
            instead(file_responses, "SHOWN", {".txt": "text/html"}),
            attack=shown,
        )
    finally:
        default_storage.delete(path)


def test_a_page_is_not_a_file_of_the_content(wanjiru):
    name = f"{'1' * 64}.html"
    path = default_storage.save(f"{FOLDER}/{name}", ContentFile(b"<script>"))

    def shown() -> bool:
        return browser(wanjiru).get(reverse("courses:media", args=[name])).status_code == 200

    try:
        held_by(instead(file_responses, "SHOWN", file_responses.SHOWN | {".html": "text/html"}), attack=shown)
    finally:
        default_storage.delete(path)


def test_thumbnails_are_for_editors_of_their_collection(uganda, course_page):
    image = get_image_model().objects.create(title="Road", file=get_test_image_file())
    path, editor = image.get_rendition("width-20").file.name, limited_editor(uganda, course_page)

    held_by(
        instead(admin_files, "visible", lambda model, viewer: model.objects.all()),
        attack=lambda: browser(editor).get(reverse("courses:admin_file", args=[path])).status_code == 200,
    )


def test_documents_are_for_editors_of_their_collection(uganda, course_page):
    document = get_document_model().objects.create(title="Key", file=ContentFile(b"%PDF", "key.pdf"))
    editor = limited_editor(uganda, course_page)

    held_by(
        instead(views, "visible", lambda model, viewer: model.objects.all()),
        attack=lambda: browser(editor).get(document.url).status_code == 200,
    )


def test_documents_are_for_nobody_who_edits_nothing(wanjiru, site):
    """Two controls: learners may not come into the admin, and have a right to no collection."""
    document = get_document_model().objects.create(title="Key", file=ContentFile(b"%PDF", "key.pdf"))

    held_by(
        instead(views, "visible", lambda model, viewer: model.objects.all()),
        instead(type(wanjiru), "has_perm", lambda user, *_permission: True),
        attack=lambda: browser(wanjiru).get(document.url).status_code == 200,
    )
