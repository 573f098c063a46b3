"""The files are what is on the screen, and no text in them becomes a formula."""

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lms.interface import words
from lms.people.models import User
from lms.plugins.report import Column, Row
from lms.progress.models import Enrolment
from lms.reporting.exports import csv_texts, defuse, write_sheet

CORPORA = Path(os.environ.get("MAFUNZO_CORPORA") or Path(__file__).resolve().parents[3] / "shared" / "corpora")
STARTS = tuple("=+-@＝＋－＠")
TEXTS = st.text(alphabet=st.one_of(st.sampled_from("=+-@\t\r\n ;,'\"\u200bA1＝"), st.characters(codec="utf-8")))


def read_csv(response) -> list[list[str]]:
    data = b"".join(response.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_sheet(response) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def on_screen(client, address: str) -> list[list[str]]:
    """The table as it is read, over all pages."""
    rows, number = [], 1
    while True:
        page = client.get(address, {"page": number}) if "?" not in address else client.get(f"{address}&page={number}")
        table = page.context["table"]
        rows += [[cell.text for cell in row] for row in table.rows]
        if not page.context["page"].has_next():
            return [[heading.label for heading in table.headings], *rows]
        number += 1


def as_on_screen(row: list[object], today) -> list[str]:
    """A row of a sheet as the screen writes it."""
    import datetime

    texts = []
    for value in row:
        if isinstance(value, datetime.datetime):
            texts.append(words.day(value.date(), today=today))
        elif value is None or value == "No":
            texts.append("–")
        elif isinstance(value, int | float):
            texts.append(value)
        else:
            texts.append(str(value))
    return texts


@pytest.mark.parametrize("by", ["institution", "course", "cohort", "sex", "month"])
def test_the_report_s_files_are_the_table_on_the_screen(world, as_, halima, by):
    client = as_(halima)
    screen = on_screen(client, f"/reports/completion/?by={by}")
    written = read_csv(client.get(f"/reports/completion/csv/?by={by}"))
    assert written[0] == screen[0]
    assert [row[:-1] for row in written] == [row[:-1] for row in screen]
    assert [words.percent(float(row[-1])) if row[-1] else "–" for row in written[1:]] == [row[-1] for row in screen[1:]]
    sheet = read_sheet(client.get(f"/reports/completion/xlsx/?by={by}"))
    assert [[str(cell) for cell in row[:-1]] for row in sheet] == [row[:-1] for row in screen]


def test_the_list_s_files_are_all_its_pages(world, as_, halima, now, academy, course):
    people = [User.objects.create_user(f"X-{number}", name=f"Extra {number:03}", institution=academy, sex="F") for number in range(120)]
    from lms.progress import services

    services.enrol(people=people, course=course, now=now)
    client = as_(halima)
    screen = on_screen(client, "/reports/completion/list/")
    assert len(screen) == 1 + 128
    sheet = read_sheet(client.get("/reports/completion/list/xlsx/"))
    assert sheet[0] == screen[0]
    for shown, written in zip(screen[1:], sheet[1:], strict=True):
        texts = as_on_screen(written, now.date())
        texts[3] = texts[3] or "–"
        texts[9] = words.percent(written[9]) if written[9] is not None else "–"
        assert texts == shown
    rows = read_csv(client.get("/reports/completion/list/csv/"))
    assert [row[:2] for row in rows] == [row[:2] for row in screen]


def test_the_files_say_of_what_and_when_in_their_names(world, as_, halima):
    client = as_(halima)
    assert client.get("/reports/completion/csv/?by=sex")["Content-Disposition"] == 'attachment; filename="completion-by-sex-2026-11-24.csv"'
    assert (
        'filename="completion-overdue-2026-11-24.xlsx"' in client.get("/reports/completion/list/xlsx/?state=overdue")["Content-Disposition"]
    )


def test_a_name_that_is_a_formula_stays_a_name(world, as_, halima):
    User.objects.filter(service_number="M1").update(name='=HYPERLINK("http://evil.example","x")')
    User.objects.filter(service_number="M2").update(name="x;@SUM(1)")
    client = as_(halima)
    names = [row[0] for row in read_csv(client.get("/reports/completion/list/csv/"))]
    assert '\'=HYPERLINK("http://evil.example","x")' in names
    assert "x;'@SUM(1)" in names
    assert names[1:] and sorted(names[1:]) == sorted(row[0] for row in read_sheet(client.get("/reports/completion/list/xlsx/"))[1:])


@given(TEXTS)
def test_nothing_that_a_spreadsheet_may_cut_off_begins_a_formula(text):
    harmless = defuse(text)
    for piece in re.split(r"[;\t\r\n]", harmless):
        assert not piece.lstrip().lstrip("\u200b\ufeff").startswith(STARTS)
    assert not harmless.startswith(("\t", "\r", "\n"))
    assert harmless.replace("'", "") == text.replace("'", "")


@given(TEXTS)
def test_defusing_again_changes_nothing(text):
    assert defuse(defuse(text)) == defuse(text)


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "Zs"]), min_size=1))
def test_an_ordinary_text_stays_as_it_is(text):
    assert defuse(text) == text


def test_the_hostile_strings_go_through_both_files_as_texts():
    file = CORPORA / "hostile" / "blns.json"
    if not file.exists():
        pytest.skip(f"The corpus of hostile strings is not here ({file}); MAFUNZO_CORPORA names its folder.")
    strings = [*json.loads(file.read_text()), "=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", "a\x00b", "\ud800", "＝1"]
    columns, rows = [Column("text", "Text", "name")], [Row({"text": text}) for text in strings]
    read = list(csv.reader(io.StringIO("".join(csv_texts(columns, rows)), newline="")))[1:]
    assert len(read) == len(strings)
    assert not [row for row in read if row and row[0].lstrip().startswith(STARTS)]
    book = io.BytesIO()
    write_sheet(book, "Hostile: [texts]", columns, rows)
    cells = [row[0] for row in load_workbook(book).active.iter_rows(min_row=2)]
    assert not [cell for cell in cells if cell.data_type == "f" or str(cell.value or "").startswith(STARTS)]


def test_csv_streams(world, as_, halima):
    """Nothing is asked of the enrolments before the first piece is taken."""
    response = as_(halima).get("/reports/completion/list/csv/")
    assert response.streaming
    Enrolment.objects.filter(pk=world["M1"].pk).update(institution=world["U1"].institution)
    assert "Person M1" not in b"".join(response.streaming_content).decode()
