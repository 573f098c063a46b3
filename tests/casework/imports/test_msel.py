"""A spreadsheet of injects, as trainers have them, in the file of a case; what is odd is said of its row."""

import csv
import json
from datetime import datetime, time, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import Workbook

from assessments.casework.checking import check
from assessments.casework.definition.parsing import read_case
from assessments.casework.definition.texts import texts_of
from assessments.casework.imports import Unreadable
from assessments.casework.imports.msel import merge_sheet, read_sheet
from assessments.casework.imports.msel.times import moment_of

pytestmark = pytest.mark.once

HEAD = ("No.", "Day", "Time", "From", "To", "Inject", "Expected action")
ROWS = (
    ("1", "Day 1", "08:00", "Duty officer", "Investigator", "A call from the ring road.", "Asks who is inside"),
    ("2", "", "0930", "A neighbour", "Investigator; Labour inspector", "A lorry with eleven people.\nIt waits.", ""),
    ("3", "Day 2", "07:15", "Radio", "All", "The border is closed.", "Tells the coordinator"),
    ("", "", "", "", "", "", ""),
    ("4", "", "", "Somebody", "Prosecutor", "To be given where the play stands still.", ""),
)


def csv_of(*rows, delimiter=",", encoding="utf-8"):
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(*rows, before=()):
    book = Workbook()
    book.active.append(["Cover sheet"])
    sheet = book.create_sheet("MSEL")
    for row in (*before, *rows):
        sheet.append(list(row))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def said(findings):
    return [(each.place, each.what) for each in findings]


@pytest.mark.parametrize(
    "data",
    [
        csv_of(HEAD, *ROWS),
        csv_of(HEAD, *ROWS, delimiter=";", encoding="utf-16"),
        xlsx_of(HEAD, *ROWS, before=(["Exercise Blue Lantern"], [])),
    ],
    ids=["comma", "semicolon", "workbook"],
)
def test_rows_are_read_from_any_spreadsheet(data):
    rows = read_sheet(data).rows
    assert [row.at for row in rows] == [480, 570, 1440 + 435, None]
    assert rows[1].to == ("Investigator", "Labour inspector")
    assert (rows[1].text, rows[0].expect) == ("A lorry with eleven people.\nIt waits.", "Asks who is inside")


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            ("Heure", "De", "Destinataire", "Message", "Action attendue"),
            ("8h30", "Le poste", "Enquêteur", "Un appel", "X"),
        ),
        (("الوقت", "من", "إلى", "النص", "الإجراء المتوقع"), ("٠٨:٣٠", "المركز", "المحقق", "مكالمة", "س")),
        (("ሰዓት", "ከ", "ለ", "መልእክት", "የሚጠበቅ እርምጃ"), ("08:30", "ጣቢያ", "መርማሪ", "ጥሪ", "ሀ")),
        (("Saa", "Kutoka", "Kwa", "Ujumbe", "Hatua inayotarajiwa"), ("08:30", "Kituo", "Mpelelezi", "Simu", "X")),
    ],
)
def test_headings_come_in_the_languages_of_the_region(head, row):
    (found,) = read_sheet(csv_of(head, row)).rows
    assert (found.at, found.sender, found.to, found.text, found.expect) == (510, row[1], (row[2],), row[3], row[4])


@pytest.mark.parametrize(
    ("day", "clock", "minute"),
    [
        ("1", "08:00", 480),
        ("Day 3", "8.15", 2 * 1440 + 495),
        ("D+1", "0800", 1440 + 480),
        ("J2", "8h", 1440 + 480),
        ("", "Day 2, 08:00", 1440 + 480),
        ("", "H+4", 240),
        ("", "STARTEX + 1:30", 90),
        ("", "T+45 min", 45),
        ("", "32:00", 32 * 60),
        ("", "1 day, 8:00:00", 32 * 60),
        ("", "8:30 pm", 20 * 60 + 30),
        ("", "12 a.m.", 0),
        ("", "08:00:00", 480),
        ("", "0.3333333", 480),
        ("2026-03-01", "09:00", 540),
        ("", "2026-03-01 09:00:00", 540),
        ("", "1 March 2026 0900", 540),
        ("01/03/2026", "", 0),
        ("الیوم 2", "٠٩:٠٠", 540),
    ],
)
def test_times_as_people_write_them(day, clock, minute):
    (row,) = read_sheet(csv_of(("Day", "Time", "To", "Text"), (day, clock, "A", "Text"))).rows
    assert row.at == minute


def test_times_as_workbooks_keep_them():
    head = ("Time", "To", "Text")
    values = (time(8, 30), datetime(2026, 3, 1, 9), datetime(2026, 3, 2, 9), timedelta(hours=60))
    rows = read_sheet(xlsx_of(head, *((value, "A", "Text") for value in values))).rows
    assert [row.at for row in rows] == [510, 540, 1440 + 540, 3600]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (("Day 1", "soon", "A", "Text"), "bad_time"),
        (("", "", "A", "Text"), "no_time"),
        (("Day 999", "08:00", "A", "Text"), "far"),
        (("Day 1", "07:00", "A", "Text"), "backwards"),
        (("Day 1", "09:00", "", "Text"), "no_to"),
        (("Day 1", "09:00", "A", " "), "no_text"),
        (("Day 1", "09:00", "A", "x" * 4001), "cut"),
    ],
)
def test_what_is_odd_is_said_of_its_row(row, what):
    head = ("Day", "Time", "To", "Text")
    sheet = read_sheet(csv_of(head, ("Day 1", "08:00", "A", "First"), row))
    assert said(sheet.findings) == [("3", what)]
    assert len(sheet.rows) == (1 if what == "no_text" else 2)


class TestMerging:
    def test_rows_follow_the_injects_of_the_case_and_change_nothing_of_it(self, file):
        before = json.dumps(file)
        investigator, labour = (file["seats"][seat]["name"] for seat in ("investigator", "labour"))
        rows = [
            (*row[:4], {"Investigator": investigator}.get(row[4], row[4]).replace("Labour inspector", labour), *row[5:])
            for row in ROWS
        ]
        merged_file, findings = merge_sheet(read_sheet(csv_of(HEAD, *rows)), file)
        assert json.dumps(file) == before
        case, texts = read_case(merged_file), texts_of(merged_file)
        own = len(read_case(file).injects)
        assert [inject.at for inject in case.injects[own:]] == [480, 570, 1875, 0]
        assert [inject.by_hand for inject in case.injects[own:]] == [False, False, False, True]
        assert case.injects[own + 1].to == ("investigator", "labour")
        assert set(case.injects[own + 2].to) == set(file["seats"])
        assert texts.of("cards", case.injects[own].card)["source"] == "Duty officer"
        assert texts.of("injects", case.injects[own].id)["expect"] == "Asks who is inside"
        assert said(findings) == [("6", "no_time")]
        known = {(each.what, each.place) for each in check(read_case(file), texts_of(file), plays=5)}
        new = [each for each in check(case, texts, plays=5) if (each.what, each.place) not in known]
        assert not [each for each in new if each.level == "fault"]

    def test_whom_nobody_knows_is_a_new_seat_once(self):
        case, findings = merge_sheet(read_sheet(csv_of(HEAD, *ROWS)))
        assert list(case["seats"]) == ["investigator", "labour_inspector", "prosecutor"]
        assert said(findings) == [("6", "no_time"), ("2", "new_seat"), ("3", "new_seat"), ("6", "new_seat")]
        assert read_case(case).ends == 2 * 1440
        assert case["injects"][2]["to"] == ["investigator", "labour_inspector"]  # whom the sheet named before

    def test_the_same_sheet_twice_has_ids_of_its_own(self, file):
        sheet = read_sheet(csv_of(HEAD, *ROWS))
        twice, _ = merge_sheet(sheet, merge_sheet(sheet, file)[0])
        assert len(read_case(twice).injects) == len(read_case(file).injects) + 8

    def test_a_later_inject_makes_the_case_longer(self, file):
        longer, _ = merge_sheet(read_sheet(csv_of(("Day", "To", "Text"), ("Day 20", "fiu", "Late"))), file)
        assert read_case(longer).ends == 19 * 1440 + 1


def reason(data):
    with pytest.raises(Unreadable) as bad:
        read_sheet(data)
    return bad.value.why


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"A,B\n1,2\n", "no-heading"),
        (csv_of(HEAD), "empty"),
        (b"PK\x03\x04 nothing", "sheet-not-a-workbook"),
        (b"\xd0\xcf\x11\xe0 old", "sheet-old-excel"),
        (csv_of(HEAD, *[("1", "1", "08:00", "a", "b", "c", "d")] * 401), "too-many"),
    ],
)
def test_a_file_that_is_no_msel_is_refused_with_a_reason(data, why):
    assert reason(data) == why


@given(some.text(max_size=30), some.text(max_size=30))
def test_any_words_for_a_time_are_a_moment_or_none(day, clock):
    moment = moment_of(day, clock)
    assert moment.minute is None or 0 <= moment.minute < 1440


@given(some.lists(some.lists(some.text(max_size=12), min_size=4, max_size=4), max_size=6))
def test_any_cells_give_a_case_that_is_read(cells):
    head = ("Time", "From", "To", "Text")
    try:
        sheet = read_sheet(csv_of(head, *cells))
    except Unreadable:
        return
    case, _ = merge_sheet(sheet)
    assert len(read_case(case).injects) == len(sheet.rows)


class TestTheCommand:
    def test_prints_the_case_and_says_on_the_side_what_is_odd(self, tmp_path):
        (tmp_path / "msel.csv").write_bytes(csv_of(HEAD, *ROWS))
        out, err = StringIO(), StringIO()
        call_command("casework", "msel", str(tmp_path / "msel.csv"), stdout=out, stderr=err)
        assert len(read_case(json.loads(out.getvalue())).injects) == 4
        assert "Row 6: no_time" in err.getvalue() and "Row 2: new_seat (Investigator)" in err.getvalue()

    def test_the_command_names_the_reason_for_a_bad_msel(self, tmp_path):
        (tmp_path / "x.csv").write_text("Nothing")
        with pytest.raises(CommandError, match="is no MSEL: no-heading"):
            call_command("casework", "msel", str(tmp_path / "x.csv"))
