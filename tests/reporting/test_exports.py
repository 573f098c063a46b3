"""The files are what is on the screen, and no text in them becomes a formula."""

import csv
import datetime
import io
import json
import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lms.desks.reporting.exports.file_description import FileDescription
from lms.desks.reporting.exports.files import csv_texts
from lms.desks.reporting.exports.spreadsheets import write_sheet
from lms.foundation.interface import words
from lms.foundation.plugins.report import Column, Row
from lms.foundation.text.spreadsheets import defuse
from lms.learning.progress.journal import services
from lms.people.directory.models import User
from tests.conftest import NOW

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


def on_screen(client, address: str, noted: tuple[int, ...] = ()) -> list[list[str]]:
    """The table as it is read, over all pages; what stands below the cells of the columns `noted` follows them."""
    rows, number = [], 1
    while True:
        page = client.get(address, {"page": number}) if "?" not in address else client.get(f"{address}&page={number}")
        table = page.context["table"]
        rows += [
            [
                text
                for place, cell in enumerate(row)
                for text in ([cell.text, cell.note] if place in noted else [cell.text])
            ]
            for row in table.rows
        ]
        if not page.context["page"].has_next():
            return [[heading.label for heading in table.headings], *rows]
        number += 1


def as_on_screen(row: list[object], today) -> list[str]:
    """A row of a sheet as the screen writes it."""
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
    people = [
        User.objects.create_user(f"X-{number}", name=f"Extra {number:03}", institution=academy, sex="F")
        for number in range(120)
    ]
    services.enrol(people=people, course=course, now=now)
    client = as_(halima)
    screen = on_screen(client, "/reports/completion/list/", noted=(0, 1, 2))
    assert len(screen) == 1 + 128
    sheet = read_sheet(client.get("/reports/completion/list/xlsx/"))
    below = ["Service number", "Cohort", "Edition"]
    assert [heading for heading in sheet[0] if heading not in below] == screen[0]
    assert [sheet[0][place] for place in (1, 3, 5)] == below
    for shown, written in zip(screen[1:], sheet[1:], strict=True):
        texts = as_on_screen(written, now.date())
        texts[3], texts[5] = "" if written[3] is None else texts[3], f"Edition {written[5]}"
        texts[9] = words.percent(written[9]) if written[9] is not None else "–"
        assert texts == shown
    rows = read_csv(client.get("/reports/completion/list/csv/"))
    assert [row[:2] for row in rows[1:]] == [row[:2] for row in screen[1:]]


def test_the_files_say_of_what_and_when_in_their_names(world, as_, halima, academy):
    client = as_(halima)
    name = client.get("/reports/completion/csv/?by=sex")["Content-Disposition"]
    assert name == 'attachment; filename="completion-by-sex_2026-11-24T1200+0300.csv"'
    asked = f"institution={academy.pk}&sex=F&from=2026-01-01&to=2026-11-24&state=overdue"
    name = client.get(f"/reports/completion/list/xlsx/?{asked}")["Content-Disposition"]
    period = "period-1-january-2026-to-24-november-2026"
    assert f'"completion-overdue_{period}_institution-mlima-police-academy_sex-women_2026-11-24T1200+0300.xlsx"' in name


@given(st.lists(st.text(max_size=80), max_size=8))
def test_a_file_s_name_is_one_that_file_systems_take(chosen):
    name = FileDescription("completion-by-institution", "Completion", chosen, NOW, ZoneInfo("Africa/Nairobi")).name
    assert len(name.encode()) < 200 and not re.search(r'[\x00-\x1f\\/:*?"<>|]', name)
    assert name.endswith("2026-11-24T1200+0300")


class TestSheets:
    def opened(self, response):
        return load_workbook(io.BytesIO(b"".join(response.streaming_content)))

    def test_say_filters_moment_and_zone_on_a_sheet_of_their_own(self, world, as_, halima, academy):
        book = self.opened(as_(halima).get(f"/reports/completion/xlsx/?institution={academy.pk}&sex=F&by=course"))
        assert len(book.sheetnames) == 2 and book.active is book.worksheets[0]
        about = [tuple(row) for row in book["About this file"].iter_rows(values_only=True)]
        assert about == [
            ("Report", "Completion by course · Training at Mlima Police Academy"),
            ("Filter", "Institution: Mlima Police Academy"),
            ("Filter", "Sex: women"),
            ("Made", "2026-11-24T12:00:00+03:00"),
            ("Time zone", "Africa/Nairobi (UTC+03:00)"),
            ("Rows", 1),
        ]

    def test_keep_headings_in_view_and_columns_as_wide_as_their_texts(self, world, as_, halima):
        User.objects.filter(service_number="M1").update(name="A very long name that goes on for forty signs")
        sheet = self.opened(as_(halima).get("/reports/completion/list/xlsx/")).worksheets[0]
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1") and sheet["A1"].font.bold
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"
        widths = {sheet[f"{letter}1"].value: dimension.width for letter, dimension in sheet.column_dimensions.items()}
        assert len(widths) == sheet.max_column, "each column has a width of its own"
        assert widths["Name"] >= 45 and widths["Score"] < 15
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                shown = str(cell.value.date()) if cell.is_date else str(cell.value or "")
                assert sheet.column_dimensions[cell.column_letter].width >= len(shown), (cell.coordinate, shown)

    def test_read_from_right_to_left_where_the_reader_does(self, world, as_, halima):
        client = as_(halima)
        client.cookies["django_language"] = "ar"
        book = self.opened(client.get("/reports/completion/xlsx/"))
        assert [sheet.sheet_view.rightToLeft for sheet in book.worksheets] == [True, True]
        client.cookies["django_language"] = "en"
        assert not self.opened(client.get("/reports/completion/xlsx/")).worksheets[0].sheet_view.rightToLeft

    def test_of_many_rows_are_written_as_they_come(self):
        """What tells the widths is the first rows: no more of them are fetched before the first is written."""
        fetched = []

        def rows():
            for number in range(1000):
                fetched.append(number)
                yield Row({"n": number, "share": 0.5})

        columns, file = [Column("n", "N", "number"), Column("share", "Share", "number")], io.BytesIO()
        write_sheet(file, "Many", columns, rows())
        sheet = load_workbook(file).active
        assert (sheet.max_row, len(fetched)) == (1001, 1000)
        assert (sheet["A2"].number_format, sheet["B2"].number_format) == ("#,##0", "#,##0.0#")

    def test_hold_no_formula_on_the_second_sheet(self):
        description = FileDescription(
            "slug", "=1+1", ["=2+2", "+3", "Institution: =4"], NOW, ZoneInfo("Africa/Nairobi")
        )
        file = io.BytesIO()
        write_sheet(file, "=5+5", [Column("n", "=6", "number")], [Row({"n": 1})], description)
        cells = [cell for sheet in load_workbook(file) for row in sheet.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f" or str(cell.value).startswith(STARTS)]


class TestCsv:
    def test_with_filters_in_columns_is_the_same_table_with_three_more(self, world, as_, halima, academy):
        client, asked = as_(halima), f"?institution={academy.pk}&sex=F&from=2026-01-01"
        for page in ("/reports/completion/", "/reports/completion/list/"):
            plain, told = read_csv(client.get(f"{page}csv/{asked}")), read_csv(client.get(f"{page}csv-filters/{asked}"))
            assert [row[:-3] for row in told] == plain and len(told) > 1 and "Filters" not in plain[0]
            assert told[0][-3:] == ["Filters", "Made", "Time zone"]
            words = "Period: since 1 January 2026 · Institution: Mlima Police Academy · Sex: women"
            assert {tuple(row[-3:]) for row in told[1:]} == {
                (words, "2026-11-24T12:00:00+03:00", "Africa/Nairobi (UTC+03:00)")
            }

    def test_with_filters_in_columns_streams_and_costs_no_statement_more(
        self, world, as_, halima, django_assert_num_queries
    ):
        client = as_(halima)
        with django_assert_num_queries(4):
            response = client.get("/reports/completion/list/csv-filters/")
            assert response.streaming
            b"".join(response.streaming_content)

    def test_holds_no_formula_in_the_columns_that_say_what_it_is(self, world, as_, halima, academy):
        academy.name, academy.names = "x;=1+1", {}
        academy.save()
        rows = read_csv(as_(halima).get(f"/reports/completion/csv-filters/?institution={academy.pk}"))
        assert "'=1+1" in rows[1][-3]


def test_a_name_that_is_a_formula_stays_a_name(world, as_, halima):
    User.objects.filter(service_number="M1").update(name='=HYPERLINK("http://evil.example","x")')
    User.objects.filter(service_number="M2").update(name="x;@SUM(1)")
    client = as_(halima)
    names = [row[0] for row in read_csv(client.get("/reports/completion/list/csv/"))]
    assert '\'=HYPERLINK("http://evil.example","x")' in names
    assert "x;'@SUM(1)" in names
    assert names[1:] and sorted(names[1:]) == sorted(
        row[0] for row in read_sheet(client.get("/reports/completion/list/xlsx/"))[1:]
    )


@given(TEXTS)
def test_no_text_begins_a_formula_after_signs_that_spreadsheets_cut_off(text):
    harmless = defuse(text)
    for piece in re.split(r"[;\t\r\n]", harmless):
        assert not piece.lstrip().lstrip("\u200b\ufeff").startswith(STARTS)
    assert not harmless.startswith(("\t", "\r", "\n"))
    assert harmless.replace("'", "") == text.replace("'", "")


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "Zs"]), min_size=1))
def test_an_ordinary_text_stays_as_it_is(text):
    assert defuse(text) == text


def test_the_hostile_strings_go_through_both_files_as_texts():
    file = CORPORA / "hostile" / "blns.json"
    if not file.exists():
        pytest.skip(f"The corpus of hostile strings is not here ({file}); MAFUNZO_CORPORA names its folder.")
    strings = [
        *json.loads(file.read_text()),
        "=1+1",
        "+1",
        "-1",
        "@A1",
        "\t=1",
        "\r=1",
        " =1",
        "a\x00b",
        "\ud800",
        "＝1",
    ]
    columns, rows = [Column("text", "Text", "name")], [Row({"text": text}) for text in strings]
    read = list(csv.reader(io.StringIO("".join(csv_texts(columns, rows)), newline="")))[1:]
    assert len(read) == len(strings)
    assert not [row for row in read if row and row[0].lstrip().startswith(STARTS)]
    book = io.BytesIO()
    write_sheet(book, "Hostile: [texts]", columns, rows)
    cells = [row[0] for row in load_workbook(book).active.iter_rows(min_row=2)]
    assert not [cell for cell in cells if cell.data_type == "f" or str(cell.value or "").startswith(STARTS)]
