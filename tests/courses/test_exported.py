"""Files that Wagtail's reports write hold no live formula."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

FORMULA = '=HYPERLINK("http://elsewhere.example/","Click")'
REPORT = "wagtailadmin_reports:site_history"


@pytest.fixture
def logged(lesson, superuser):
    """An editor gave a page a title that is a formula."""
    lesson.title = lesson.draft_title = FORMULA
    return PageLogEntry.objects.log_action(instance=lesson, action="wagtail.edit", user=superuser)


def test_a_title_is_no_formula_in_csv(as_, superuser, logged):
    response = as_(superuser).get(reverse(REPORT), {"export": "csv"})

    cells = [cell for row in csv.reader(StringIO(b"".join(response.streaming_content).decode())) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_nor_in_a_spreadsheet(as_, superuser, logged):
    response = as_(superuser).get(reverse(REPORT), {"export": "xlsx"})

    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert f"'{FORMULA}" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}
