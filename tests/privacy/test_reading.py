"""What is held about somebody comes as a PDF to read, whole or with a word on what is left out."""

import io

import pytest
from pypdf import PdfReader

from lms.desks.privacy.pdf_export import MOST_LINES, pdf
from lms.foundation.plugins.personal_data import Reader
from lms.people.audit.models import AuditEntry


def read(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def held_by(person, *rows):
    return {
        "of": person.service_number,
        "for": Reader.THE_PERSON.value,
        "kinds": [
            {
                "room": "Progress",
                "what": "answers",
                "names": {"text": "the text"},
                "number": len(rows),
                "missing": False,
                "rows": list(rows),
            },
            {"room": "x", "what": "y", "names": {}, "number": 0, "missing": False, "rows": []},
        ],
    }


def test_the_pdf_has_a_person_s_data_and_learning(client, wanjiru, completed_enrolment):
    client.force_login(wanjiru)
    answer = client.get("/privacy/personal-data.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith('.pdf"')
    assert "no-store" in answer["Cache-Control"]
    text = read(answer.content)
    assert wanjiru.service_number in text
    assert "completed at" in text  # as people say it; the file of JSON has the names of columns
    assert AuditEntry.objects.filter(action="personal_data_exported", person=wanjiru).count() == 1


@pytest.mark.parametrize("language", ["ar", "am", "fr"])
def test_the_pdf_is_set_in_every_script(language, wanjiru, now):
    from django.utils import translation

    wanjiru.name = "Wanjirũ ዋንጂሩ وانجيرو 🙂 <b>"
    with translation.override(language):
        data = pdf(held_by(wanjiru, {"text": "نص ጽሑፍ 🙂 {{ x }} </td>"}), person=wanjiru, on=now.date())
    assert "Wanjir" in read(data)


def test_one_for_staff_says_of_what_they_do_not_get_how_many_there_are(wanjiru, now):
    kind = {"room": "Messages", "what": "letters", "names": {}, "number": 3, "missing": False, "rows": []}
    held = {"of": wanjiru.service_number, "for": Reader.STAFF.value, "kinds": [kind]}
    text = read(pdf(held, person=wanjiru, on=now.date()))
    assert "Messages: letters" in text and "3 rows" in text and "A file for staff" in text
    assert "the newest" not in text


def test_says_how_many_rows_are_left_out_and_cuts_what_is_long(wanjiru, now):
    rows = [{"number": f"row-{number}", "none": None} for number in range(MOST_LINES + 60)]
    text = read(pdf(held_by(wanjiru, *rows), person=wanjiru, on=now.date()))
    assert f"{MOST_LINES + 60} rows" in text
    assert f"the newest {MOST_LINES} stand here" in text
    assert f"row-{MOST_LINES + 59}" in text
    assert "row-59 " not in text
    assert "none" not in text
    text = read(pdf(held_by(wanjiru, {"text": "word " * 40_000}), person=wanjiru, on=now.date()))
    assert "the text" in text
    assert 300 < text.count("word") < 500


def test_the_pdf_has_a_limit_of_lines(wanjiru, now):
    row = {f"column_{number}": "x" * 50 for number in range(12)}
    kind = {"room": "Progress", "what": "answers", "names": {}, "number": 400, "missing": False, "rows": [row] * 400}
    held = {"of": wanjiru.service_number, "for": Reader.THE_PERSON.value, "kinds": [kind] * 20}
    drawn = read(pdf(held, person=wanjiru, on=now.date())).count("column_")
    assert MOST_LINES / 2 < drawn <= MOST_LINES


def test_a_row_that_is_higher_than_a_page_is_set(wanjiru, now):
    row = {"text": "a\n" * 900, **{f"column_{number}": "x" * 300 for number in range(40)}}
    assert len(PdfReader(io.BytesIO(pdf(held_by(wanjiru, row), person=wanjiru, on=now.date()))).pages) > 1
