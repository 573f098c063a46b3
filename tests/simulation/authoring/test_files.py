"""A case goes out as a file and comes back: JSON, and its injects as a workbook."""

import json
import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from assessments.casework import case_json, read_case
from assessments.casework.imports.msel import headings, merge_sheet, read_sheet
from assessments.casework.imports.msel.columns import columns_in
from assessments.casework.imports.msel.export import FIELDS, HEADINGS
from assessments.simulation.authoring.uploads import read_upload
from assessments.simulation.page.case_files import NotRead
from courses.models import PageImport
from lms.people.administration.roster.parsing.table import Line

from .test_case import text


def upload(client, address, data, language="en"):
    return client.post(address, {"language": language, "file": SimpleUploadedFile("file", data)}, follow=True)


def carried(page) -> str:
    return re.search(r'name="import" value="([^"]+)"', page.content.decode())[1]


def bring(client, where, data, language="en") -> None:
    """Upload a file and take what was read of it."""
    client.post(where("case-take"), {"import": carried(upload(client, where("case-upload"), data, language))})


def downloaded(client, where) -> bytes:
    return client.get(where("case-download", "json")).content


def workbook(client, where):
    return load_workbook(BytesIO(client.get(where("case-download", "xlsx")).content))


def saved(book) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("language", HEADINGS)
def test_the_headings_that_are_written_are_those_that_are_read(language):
    found = columns_in([Line(1, list(headings(language)), "")])
    assert found is not None and [*found.places] == [*FIELDS]


class TestJson:
    def test_comes_back_as_it_went(self, as_, editor, where, draft):
        client = as_(editor)
        before, data = draft(), downloaded(client, where)
        page = upload(client, where("case-upload"), data)
        assert "Nothing is written yet" in text(page)
        client.post(where("case-take"), {"import": carried(page)})
        assert draft() == before and case_json(read_case(json.loads(data))) == before.structure

    def test_what_is_changed_is_a_draft_and_not_yet_with_learners(self, as_, editor, case_page, where, draft):
        client = as_(editor)
        file = json.loads(downloaded(client, where))
        file["cards"]["c_call1"]["title"] = "A call at night"
        bring(client, where, json.dumps(file).encode())
        assert draft().texts["en"]["cards"]["c_call1"]["title"] == "A call at night"
        case_page.refresh_from_db()
        assert case_page.texts["en"]["cards"]["c_call1"]["title"] != "A call at night"
        assert case_page.latest_revision.user == editor

    def test_in_another_language_brings_words_alone(self, as_, editor, bilingual, where, draft):
        client = as_(editor)
        file = json.loads(client.get(where("case-download", "json") + "?language=fr").content)
        file["cards"]["c_call1"]["title"] = "Un appel la nuit"
        bring(client, where, json.dumps(file).encode(), "fr")
        assert draft().texts["fr"]["cards"]["c_call1"]["title"] == "Un appel la nuit"
        file["ends"] = 999
        page = upload(client, where("case-upload"), json.dumps(file).encode(), "fr")
        assert page.status_code == 422 and "The file is not the same case" in text(page)


class TestTheWorkbook:
    def test_changed_in_a_row_changes_that_inject(self, as_, editor, where, draft):
        client = as_(editor)
        book, before = workbook(client, where), draft()
        rows = list(book.worksheets[0].iter_rows(min_row=2))
        first = next(row for row in rows if row[0].value == "j01")
        assert (first[1].value, first[2].value) == ("1", "02:00")
        first[1].value, first[2].value, first[5].value = "2", "09:30", "A second call"
        page = upload(client, where("case-upload"), saved(book))
        assert page.status_code == 200, text(page)
        client.post(where("case-take"), {"import": carried(page)})
        after = draft()
        inject = next(one for one in after.case.injects if one.id == "j01")
        assert inject.at == 1440 + 570 and inject.then == before.case.injects[0].then
        assert after.texts["en"]["cards"]["c_call2"]["title"] == "A second call"
        assert len(after.case.injects) == len(before.case.injects)
        others = [one for one in after.case.injects if one.id != "j01"]
        assert others == [one for one in before.case.injects if one.id != "j01"]

    def test_a_row_without_an_id_is_a_new_inject(self, as_, editor, bilingual, where, draft):
        client = as_(editor)
        book = workbook(client, where)
        book.worksheets[0].append(["", "3", "08:00", "Radio", "Investigator", "", "The road is closed.", ""])
        bring(client, where, saved(book))
        inject = draft().case.injects[-1]
        assert (inject.at, inject.to) == (2 * 1440 + 480, ("investigator",))
        assert draft().texts["fr"]["cards"][inject.card] == {"title": "", "source": "", "text": ""}

    def test_begins_a_case(self, as_, editor, case_page, where, draft):
        case_page.structure, case_page.texts = {}, {}
        case_page.save_revision().publish()
        client, book = as_(editor), Workbook()
        for row in (["Time", "To", "Inject"], ["08:00", "Police", "A call."], ["soon", "Labour", "A letter."]):
            book.active.append(row)
        page = upload(client, where("case-upload"), saved(book))
        assert "Row 3 (column A): its time is missing or cannot be read" in text(
            page
        ) and "Row 2: “Police” is a new seat." in text(page)
        client.post(where("case-take"), {"import": carried(page)})
        assert [seat.id for seat in draft().case.seats] == ["police", "labour"]
        assert draft().texts["en"]["title"] == "The guesthouse"
        assert "it has little to do" in text(client.get(where("case")))

    def test_that_names_nothing_unknown_says_nothing_of_rows_without_a_time(self):
        sheet = read_sheet(b"ID,Time,To,Text\nj1,,,Other words\n")
        case, found = merge_sheet(
            sheet, {"case": "a", "ends": 60, "injects": [{"id": "j1", "card": "c"}], "cards": {"c": {}}}
        )
        assert found == [] and case["cards"]["c"]["text"] == "Other words"
        assert case["injects"] == [{"id": "j1", "card": "c"}]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{", "The file is neither a case"),
        (b"[" * 100_000, "The file is neither a case"),
        (b'{"case": "a", "ends": "soon"}', "The file has an error at “ends”."),
        (
            b'{"case": "a", "ends": 60, "facts": {"f": {"start": Infinity}}}',
            "The file has an error at “facts.f.start”.",
        ),
        (b"PK\x03\x04 damaged", "cannot be read"),
        (b"Colour,Shape\nred,round\n", "No heading was found"),
        (b"Time,Text\n" + b"08:00,A\n" * 401, "more than 400 rows"),
    ],
)
def test_says_beside_the_field_what_is_wrong(as_, editor, where, draft, data, sentence):
    before = draft()
    page = upload(as_(editor), where("case-upload"), data)
    assert page.status_code == 422 and sentence in text(page)
    assert draft() == before


@pytest.mark.parametrize("data", [b" " * (2 * 1024 * 1024 + 1), b"{" + b" " * (8 * 1024 * 1024)])
def test_what_is_too_much_is_not_read(draft, case_page, data, now):
    with pytest.raises(NotRead):
        read_upload(data, draft(), "en", "A", now=now)


class TestKeeping:
    @pytest.mark.parametrize("key", ["", "x", "0", "9" * 30])
    def test_a_key_that_is_not_there_is_not_taken(self, as_, editor, where, draft, key):
        client, before = as_(editor), draft()
        upload(client, where("case-upload"), downloaded(client, where))
        assert "Upload the file again" in text(client.post(where("case-take"), {"import": key}, follow=True))
        assert draft() == before

    def test_what_no_database_holds_is_left_out(self, as_, editor, where, draft):
        client = as_(editor)
        file = json.loads(downloaded(client, where))
        file["cards"]["c_call1"]["title"] = "A\x00 call\ud800"
        bring(client, where, json.dumps(file).encode())
        assert draft().texts["en"]["cards"]["c_call1"]["title"] == "A call"

    def test_nor_of_another_day(self, as_, editor, where):
        client = as_(editor)
        data = downloaded(client, where)
        sent = {"import": carried(upload(client, where("case-upload"), data))}
        PageImport.objects.update(made_at=timezone.now() - PageImport.KEPT)
        assert "Upload the file again" in text(client.post(where("case-take"), sent, follow=True))

    def test_nor_what_somebody_else_read(self, as_, editor, superuser, where, draft):
        before, data = draft(), downloaded(as_(editor), where).replace(b"Hotline", b"A")
        sent = {"import": carried(upload(as_(editor), where("case-upload"), data))}
        assert "Upload the file again" in text(as_(superuser).post(where("case-take"), sent, follow=True))
        assert draft() == before

    def test_nor_over_what_somebody_changed_meanwhile(self, as_, editor, case_page, where, draft):
        client = as_(editor)
        file = json.loads(downloaded(client, where))
        page = upload(client, where("case-upload"), json.dumps({**file, "pass": 0.5}).encode())
        case_page.structure["ends"] += 60
        case_page.save_revision()
        client.post(where("case-take"), {"import": carried(page)})
        assert draft().case.passes_at == 0.7

    def test_nor_over_words_that_somebody_changed_meanwhile(self, as_, editor, case_page, where, draft):
        client = as_(editor)
        page = upload(client, where("case-upload"), downloaded(client, where).replace(b"Hotline note", b"A note"))
        case_page.texts["en"]["cards"]["c_call1"]["title"] = "Mended by a colleague"
        case_page.save_revision()
        client.post(where("case-take"), {"import": carried(page)})
        assert draft().texts["en"]["cards"]["c_call1"]["title"] == "Mended by a colleague"

    def test_twice_is_once(self, as_, editor, case_page, where):
        client = as_(editor)
        data = downloaded(client, where).replace(b"Hotline note", b"A note")
        sent = {"import": carried(upload(client, where("case-upload"), data))}
        for _time in range(2):
            client.post(where("case-take"), sent)
            case_page.refresh_from_db()
        assert case_page.revisions.count() == 2
        assert "Saved in the draft" in text(client.get(where("case-take"), sent, follow=True))
