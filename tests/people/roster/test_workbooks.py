"""Reading XLSX files of people, in a process of its own, and what would harm it."""

import io
import subprocess
import sys
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from lms.foundation.work.sandbox import MEGABYTE
from lms.people.administration.roster import file_step
from lms.people.administration.roster.parsing import files, workbooks
from lms.people.administration.roster.parsing.headings import heading_in
from lms.people.administration.roster.parsing.table import Unreadable
from lms.people.administration.roster.parsing.values import Vocabulary, parse_row

pytestmark = pytest.mark.once

WORDS = Vocabulary({}, {})


def packed(workbook: Workbook) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def sheet_of(*rows) -> tuple[Workbook, object]:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    return workbook, workbook.active


def people_in(data: bytes) -> list[tuple[int, dict]]:
    lines = list(files.lines_of(data))
    heading = heading_in(lines, whatever=True)
    return [(line.row, parse_row(line.cells, heading.fields, WORDS).values) for line in lines if line.row > heading.row]


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with another part of that name."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in {*old.namelist()} - {name}:
            new.writestr(part, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet_xml(cells: bytes) -> bytes:
    return b"<worksheet " + MAIN + b"><sheetData><row>" + cells + b"</row></sheetData></worksheet>"


READS = """
import sys, django
django.setup()
from lms.people.administration.roster import file_step
from lms.people.administration.roster.parsing.table import Unreadable
from lms.foundation.work.sandbox import MEGABYTE, Limits
file_step.LIMITS = Limits(computing=5, waiting=60, memory=40 * MEGABYTE)
try:
    list(file_step.lines_in(sys.stdin.buffer.read()))
except Unreadable as error:
    print(error.reason)
"""

HEADING = ["Force No.", "Full name", "Rank", "Date of birth"]


class TestReading:
    def test_rows_have_the_numbers_that_a_spreadsheet_shows(self):
        workbook, sheet = sheet_of(["Mlima Police Academy"], [], ["Intake B"], HEADING, ["KE-1", "Abdi"])
        sheet["A8"], sheet["B8"] = "KE-2", "Chebet"

        assert [(row, person["name"]) for row, person in people_in(packed(workbook))] == [(5, "Abdi"), (8, "Chebet")]

    def test_numbers_are_what_they_are_shown_as(self):
        workbook, sheet = sheet_of(HEADING, [123.0, "A"], ["00123", "B"], [123, "C"], ["123.0", "D"], [20377, "E"])
        sheet["A4"].number_format = "00000"

        assert [person["service_number"] for _row, person in people_in(packed(workbook))] == [
            "123",
            "00123",
            "00123",
            "123",
            "20377",
        ]

    def test_dates_are_dates(self):
        workbook, _sheet = sheet_of(HEADING, ["KE-1", "A", "Cadet", date(1999, 2, 3)], ["KE-2", "B", "", "3/2/1998"])

        assert [person["birth_year"] for _row, person in people_in(packed(workbook))] == [1999, 1998]

    def test_what_is_merged_downwards_is_said_of_each_row(self):
        workbook, sheet = sheet_of(HEADING, ["KE-1", "A", "Cadet"], ["KE-2", "B"], ["KE-3", "C"], ["KE-4", "D"])
        sheet.merge_cells("C2:C4")

        assert [person.get("rank") for _row, person in people_in(packed(workbook))] == ["Cadet", "Cadet", "Cadet", None]

    def test_formulas_are_the_values_that_were_saved(self):
        workbook, _sheet = sheet_of(HEADING, ["=1+1", "A"])

        assert [person["service_number"] for _row, person in people_in(packed(workbook))] == [""]

    def test_texts_that_stand_in_a_list_of_their_own_are_read(self):
        data = packed(sheet_of(HEADING)[0])
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            types = archive.read("[Content_Types].xml")
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        shared = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
        texts = b"".join(b"<si><t>" + text + b"</t></si>" for text in (b"Force No", b"Name", b"KE-1", b"Abdi"))
        cells = b'<c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c t="s"><v>2</v></c><c t="s"><v>3</v></c>'
        data = replaced(data, "[Content_Types].xml", types.replace(b"</Types>", shared))
        data = replaced(data, "xl/sharedStrings.xml", b"<sst " + MAIN + b">" + texts + b"</sst>")

        found = people_in(replaced(data, "xl/worksheets/sheet1.xml", sheet_xml(cells)))

        assert found == [(2, {"service_number": "KE-1", "name": "Abdi"})]

    def test_the_sheet_with_the_people_is_found_behind_others_and_hidden_ones_are_left(self):
        workbook, _sheet = sheet_of(["Notes for whoever fills this in"])
        hidden = workbook.create_sheet("hidden")
        hidden.append(HEADING)
        hidden.append(["KE-9", "Hidden"])
        hidden.sheet_state = "hidden"
        people = workbook.create_sheet("people")
        people.append(HEADING)
        people.append(["KE-1", "Abdi"])

        assert [person["name"] for _row, person in people_in(packed(workbook))] == ["Abdi"]


class TestHarm:
    """What each would do without its limit: fill the memory, take hours, or read files of the server."""

    @pytest.fixture
    def data(self):
        return packed(sheet_of(HEADING, ["KE-1", "Abdi"])[0])

    def test_entities_are_not_unfolded(self, data):
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
        sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        sheet += b'<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'

        with pytest.raises(Unreadable):
            list(
                file_step.lines_in(replaced(data, "xl/worksheets/sheet1.xml", b"<?xml version='1.0'?>" + bomb + sheet))
            )

    def test_files_of_the_server_are_not_read(self, data):
        outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        sheet = outside + sheet_xml(b'<c t="inlineStr"><is><t>&a;</t></is></c>')

        with pytest.raises(Unreadable):
            list(file_step.lines_in(replaced(data, "xl/worksheets/sheet1.xml", sheet)))

    def test_a_workbook_that_unfolds_without_end_is_refused(self, data, monkeypatch):
        monkeypatch.setattr(workbooks, "MOST_BYTES", 10 * MEGABYTE)

        with pytest.raises(Unreadable, match="workbook-too-large"):
            list(file_step.lines_in(replaced(data, "xl/theme/theme1.xml", b" " * 11 * MEGABYTE)))

    def test_one_that_lies_about_its_size_is_stopped(self, data):
        """In a new process, since what an old one has freed counts as taken before anything is read."""
        cell = b'<c t="inlineStr"><is><t>' + b"x" * 100 * MEGABYTE + b"</t></is></c>"
        lying = replaced(data, "xl/worksheets/sheet1.xml", sheet_xml(cell))

        ended = subprocess.run([sys.executable, "-c", READS], input=lying, capture_output=True, timeout=60)
        assert ended.stdout.decode().split() == ["too-heavy"], ended.stderr.decode()

    def test_a_cell_far_to_the_right_and_one_far_down_cost_nothing(self):
        workbook, sheet = sheet_of(HEADING, ["KE-1", "Abdi"])
        sheet["XFD2"], sheet["A90000"] = "far", "KE-2"

        found = list(file_step.lines_in(packed(workbook)))

        assert [(line.row, len(line.cells) <= 101) for line in found] == [(1, True), (2, True), (90000, True)]

    def test_a_huge_cell_is_cut_and_its_row_refused(self):
        workbook, _sheet = sheet_of(HEADING, ["KE-1", "x" * 30_000])

        [_heading, line] = file_step.lines_in(packed(workbook))

        assert (line.problem, len(line.cells[1])) == ("cell-too-long", 500)

    def test_more_rows_than_a_list_may_have_are_refused(self, monkeypatch):
        monkeypatch.setattr(files, "MOST_ROWS", 10)

        with pytest.raises(Unreadable, match="too-many-rows"):
            list(file_step.lines_in(b"service_number,name\n" + b"KE-1,A\n" * 60))
