"""The list of people of an administrator as a file: what the page shows, and in the log."""

import csv
import io

import pytest
from openpyxl import load_workbook

from lms.people.audit.models import AuditEntry
from tests.conftest import make_person

FILE = "/teach/people/list."


def read(answer) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.fixture
def people(academy, neighbour_academy):
    make_person("UG-70", "Of others", neighbour_academy)
    return [make_person(f"KE-7{one}", f"=Cadet {one}", academy, sex="F") for one in range(3)]


def test_holds_what_the_page_shows_and_stands_in_the_log(as_, amina, people):
    answer = as_(amina).get(f"{FILE}csv?q=cadet")
    rows = list(csv.reader(io.StringIO(read(answer).decode("utf-8-sig"))))
    assert [row[:4] for row in rows[1:]] == [[f"KE-7{one}", f"'=Cadet {one}", "", "Woman"] for one in range(3)]
    assert AuditEntry.objects.get(action="people_exported").data["rows"] == 3
    sheet = load_workbook(io.BytesIO(read(as_(amina).get(f"{FILE}xlsx?q=cadet")))).worksheets[0]
    assert sheet.max_row == 4


def test_is_no_bodys_else(as_, omar, wanjiru, people):
    assert as_(omar).get(f"{FILE}csv").status_code == as_(wanjiru).get(f"{FILE}csv").status_code == 404


def test_what_cannot_be_asked_is_not_there(as_, amina):
    assert as_(amina).get(f"{FILE}pdf").status_code == as_(amina).get(f"{FILE}csv?role=king").status_code == 404
