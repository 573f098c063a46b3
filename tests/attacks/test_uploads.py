"""V5: files that are small and take much to read, whoever brings them, are read apart, or not at all."""

import io
from itertools import chain
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from assessments.casework.imports.msel import read_sheet
from assessments.scenario.stories.forms import StoryForm
from lms.people.roster.reading import workbooks
from lms.work import confined, uploads
from tests.casework.imports.files import h5p

from .mutation import held_by, instead

pytestmark = pytest.mark.django_db
LITTLE = confined.Limits(memory=16 * confined.MEGABYTE)


def sheet(*rows: list[str], far: str) -> bytes:
    """A workbook of these rows, and of one that is the last that a spreadsheet can have."""
    workbook, file = Workbook(), io.BytesIO()
    for row in rows:
        workbook.active.append(row)
    workbook.active["A1048576"] = far
    workbook.save(file)
    return file.getvalue()


def test_a_story_takes_no_more_memory_than_it_may():
    filling = "".join(Random(1).choices(["{},", "[],"], k=1_500_000))  # it unfolds to less than a package may
    content = '{"content": [{"type": {"library": "H5P.AdvancedText 1.1", "params": {"text": "A"}}}], "x": [%s{}]}'
    data = h5p(content % filling)

    def taken() -> bool:
        form = StoryForm(files={"file": SimpleUploadedFile("story.h5p", data)})
        assert form.is_valid() or form.errors["file"] == [str(uploads.TOO_HEAVY)]
        return form.is_valid()

    with instead(uploads, "LIMITS", LITTLE):
        held_by(instead(confined, "_limit", lambda limits: None), attack=taken)


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
