"""V5: files that are small and take much to read, whoever brings them, are read apart, or not at all."""

import io
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import chain

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from PIL import Image
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError

from assessments.casework.imports.msel import read_sheet
from assessments.observation import photos
from assessments.questions.bank import pictures as questions
from assessments.scenario.stories.forms import StoryForm
from assessments.simulation.pictures import conversion as cards
from courses.access import renditions
from courses.access import uploads as documents
from courses.access.uploads import ImageField
from lms.foundation.interface import pictures
from lms.foundation.interface.pictures import NoPicture
from lms.foundation.work import sandbox, uploads
from lms.people.administration.crests import png_conversion as crests
from lms.people.administration.crests.models import Crest
from lms.people.administration.roster.parsing import workbooks
from tests.casework.imports.files import h5p
from tests.conftest import make_person

from .mutation import browser, held_by, instead, no_free_memory, text_of

pytestmark = pytest.mark.django_db


def sheet(*rows: list[str], far: str) -> bytes:
    """A workbook of these rows, and of one that is the last that a spreadsheet can have."""
    workbook, file = Workbook(), io.BytesIO()
    for row in rows:
        workbook.active.append(row)
    workbook.active["A1048576"] = far
    workbook.save(file)
    return file.getvalue()


def picture(form: str, mode: str, size: tuple[int, int], **options: bool) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, form, **options)
    return file.getvalue()


def of_a_lesson(data: bytes) -> object:
    try:
        return ImageField().clean(SimpleUploadedFile("a.jpg" if data.startswith(b"\xff") else "a.png", data))
    except ValidationError as error:
        raise NoPicture(error.messages[0]) from error


def of_a_question(data: bytes) -> object:
    try:
        return questions.check("a", data)
    except questions.BadPicture as error:
        raise NoPicture(error.code) from error


def is_taken(take: Callable[[bytes], object], data: bytes) -> bool:
    try:
        take(data)
    except NoPicture:
        return False
    return True


@pytest.mark.parametrize("take", [of_a_lesson, of_a_question, photos.convert_photo, cards.convert_picture])
def test_a_picture_of_several_passes_and_four_colours_is_not_unpacked(take):
    data = picture("JPEG", "CMYK", (4500, 4500), progressive=True)

    held_by(instead(pictures, "MOST_HELD", 10**12), attack=lambda: is_taken(take, data))


def of_a_document(data: bytes) -> object:
    return documents.check(SimpleUploadedFile("a.docx", data))


def of_a_story(data: bytes) -> object:
    return StoryForm(files={"file": SimpleUploadedFile("a.h5p", data)}).is_valid()


PNG = picture("PNG", "RGBA", (80, 80))


@pytest.mark.parametrize(
    ("take", "data", "reader", "name"),
    [
        (of_a_lesson, PNG, Image, "open"),
        (photos.convert_photo, PNG, Image, "open"),
        (cards.convert_picture, PNG, Image, "open"),
        (crests.convert_to_png, PNG, Image, "open"),
        (of_a_document, h5p(**{"word/a": "x"}), zipfile, "ZipFile"),
        (of_a_story, h5p(), zipfile, "ZipFile"),
    ],
    ids=["lesson", "photo", "card", "crest", "document", "story"],
)
def test_nothing_that_is_uploaded_is_read_in_a_process_of_the_site(take, data, reader, name):
    read = getattr(reader, name)

    def is_read_here() -> bool:
        seen: list[object] = []
        with instead(reader, name, lambda *given, **named: seen.append(given) or read(*given, **named)):
            take(data)
        return bool(seen)

    held_by(instead(uploads, "run_in_sandbox", lambda work, limits: work()), attack=is_read_here)


def test_what_takes_too_long_is_let_go_with_what_to_do():
    many = "".join(f":: {number}\n{'[[a]]' * 900}\n" for number in range(50)).encode()

    def read() -> bool:
        form = StoryForm(files={"file": SimpleUploadedFile("a.twee", many)})
        assert form.is_valid() or form.errors["file"] == [str(uploads.TOO_HEAVY)]
        return form.is_valid()

    with instead(uploads, "LIMITS", sandbox.Limits(waiting=0)):
        held_by(instead(uploads, "LIMITS", sandbox.Limits()), attack=read)


def smaller(data: bytes) -> object:
    """As a page shows it, made anew."""
    image = get_image_model().objects.create(title="a", file=ImageFile(io.BytesIO(data), name="a.jpg"))
    return image.get_renditions("width-400", "width-800")["width-400"]


def test_no_picture_is_made_smaller_in_a_process_of_the_site(site):
    resize = Image.Image.resize

    def is_made_here() -> bool:
        seen: list[object] = []
        with instead(Image.Image, "resize", lambda *given, **named: seen.append(given) or resize(*given, **named)):
            smaller(picture("JPEG", "RGB", (900, 900)))
        return bool(seen)

    held_by(instead(uploads, "run_in_sandbox", lambda work, limits: work()), attack=is_made_here)


def test_the_heaviest_picture_that_is_taken_is_made_smaller_in_the_memory_that_it_may_have(site):
    data = picture("JPEG", "CMYK", (4330, 4330), progressive=True)
    assert is_taken(of_a_lesson, data) and smaller(data).width == 400

    def is_made() -> bool:
        try:
            return bool(smaller(data))
        except SourceImageIOError:
            return False

    usual = instead(renditions, "LIMITS", renditions.LIMITS)
    with no_free_memory(), instead(renditions, "LIMITS", sandbox.Limits(memory=100 * sandbox.MEGABYTE)):
        held_by(usual, attack=is_made)


def test_few_files_are_read_at_once_and_who_brings_one_more_is_told_to_try_again(academy):
    """Each may take 256 MB: whoever sends many at once would have all the memory of the machine."""
    administrator = make_person("KE-9101", "Administrator", academy, role="administrator")

    def is_read() -> bool:
        file = SimpleUploadedFile("crest.png", PNG)
        answer = browser(administrator).post(
            reverse("academy:crest", args=[academy.pk]), {"file": file, "alt": "A lion"}
        )
        assert answer.status_code == 302 or (
            answer.status_code == 503 and "what you sent is sent again" in text_of(answer)
        )
        assert Crest.objects.exists() == (answer.status_code == 302)
        return answer.status_code == 302

    with instead(uploads, "WAITING", 0.2), ExitStack() as others:
        for _number in range(uploads.MOST):
            others.enter_context(uploads.limited_place("uploads"))
        held_by(instead(uploads, "MOST", uploads.MOST + 1), attack=is_read)
        assert uploads.read_in_sandbox(lambda: 1, line="another") == 1, "Another line is not kept waiting by this one."
    assert is_read(), "Once the others are read, it is taken."


def test_so_it_is_of_processes_that_know_nothing_of_one_another():
    work = partial(uploads.read_in_sandbox, partial(time.sleep, 1))

    def refused(_number: int) -> bool:
        try:
            return bool(work())
        except uploads.Busy:
            return True

    with instead(uploads, "WAITING", 0.2), ThreadPoolExecutor(uploads.MOST + 1) as threads:
        found = list(threads.map(refused, range(uploads.MOST + 1)))
    assert sum(found) == 1


def test_a_row_that_is_far_down_is_not_gone_to():
    data, seen = sheet(["Force No.", "Full name"], ["KE-1", "Abdi"], far="KE-2"), []

    def reached() -> bool:
        seen.clear()
        list(workbooks.lines(data, lambda head: bool(seen.extend(head)), looked_at=20))
        return 1_048_576 in {line.row for line in seen}

    held_by(instead(workbooks, "MOST_EMPTY", 2_000_000), attack=reached)


def test_nor_in_the_injects_of_a_case():
    data = sheet(["Time", "Text"], ["1:00", "A lorry stops."], far="2:00")

    def reached() -> bool:
        found = read_sheet(data)
        return "1048576" in chain((str(row.row) for row in found.rows), (one.place for one in found.findings))

    assert not reached()
    assert [row.text for row in read_sheet(data).rows] == ["A lorry stops."]
