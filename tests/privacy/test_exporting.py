"""What is held about a person comes out as a whole, and nothing that is not theirs to see."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from assessments.observation.models import Observation
from lms.desks.privacy import files
from lms.desks.privacy.export import export
from lms.desks.privacy.files import pdf
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.manifest import PersonalData
from lms.foundation.plugins.personal_data import Reader, names_for
from lms.learning.progress.journal.services import answer, begin, enrol, record
from lms.learning.progress.models import Enrolment
from lms.people.administration.merging.services import merge
from lms.people.audit.models import AuditEntry
from lms.people.identity.mail.mails import NewAddress
from tests.conftest import make_person
from tests.made_files import made_file

from .canaries import CANARIES


def rows(held, table):
    return [row for kind in held["kinds"] if kind["table"] == table for row in kind["rows"]]


def test_the_export_has_a_person_s_data_and_learning(wanjiru, completed_enrolment, now):
    NewAddress.objects.create(person=wanjiru, address="soon@example.org", asked_at=now)
    held = export(wanjiru, reader=Reader.THE_PERSON, now=now)
    assert rows(held, "people.User")[0]["name"] == wanjiru.name
    assert rows(held, "people.NewAddress")[0]["address"] == "soon@example.org"
    assert rows(held, "progress.Enrolment")[0]["completed_at"] == completed_enrolment.completed_at.isoformat()
    assert {row["verb"] for row in rows(held, "progress.Event")} >= {"initialized", "answered"}
    json.dumps(held)


def test_the_export_has_no_key_and_no_secret(wanjiru, completed_enrolment, now):
    text = json.dumps(export(wanjiru, reader=Reader.THE_PERSON, now=now))
    assert wanjiru.password not in text
    assert '"key"' not in text
    assert "fractions" not in text


def test_the_export_has_no_data_of_other_people(wanjiru, omar, completed_enrolment, now):
    text = json.dumps(export(wanjiru, reader=Reader.THE_PERSON, now=now), ensure_ascii=False)
    assert omar.name not in text
    assert omar.service_number not in text
    assert rows(export(omar, reader=Reader.THE_PERSON, now=now), "progress.Enrolment") == []


@pytest.mark.parametrize("both", [True, False])
def test_the_export_has_the_texts_of_a_merged_account(course, wanjiru, academy, superuser, now, both):
    other = make_person("KE-20378", "Wanjiru Kamau", academy)
    learners = [wanjiru, other] if both else [other]
    for person in learners:
        enrol(people=[person], course=course, now=now)
        enrolment = Enrolment.objects.get(learner=person)
        entry = next(entry for entry in enrolment.release.outline.activities if entry.kind == "quiz")
        attempt = begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)
        answer(attempt=attempt, data={"submit": ["1"]}, event_id=uuid7(), now=now)
        remark = {"question": attempt.form["items"][0]["id"], "text": f"Unfair to {person.service_number}"}
        record(attempt=attempt, verb="contested", data=remark, event_id=uuid7(), now=now, by=person)

    merge(person=other, into=wanjiru, by=superuser, now=now)

    assert Enrolment.objects.filter(learner=other).exists() is both
    events = rows(export(wanjiru, reader=Reader.THE_PERSON, now=now), "progress.Event")
    texts = [row["data"]["text"] for row in events if row["verb"] == "contested"]
    assert sorted(texts) == [f"Unfair to {person.service_number}" for person in learners]


def test_the_command_writes_it_and_the_log_knows(wanjiru, completed_enrolment, capsys):
    call_command("personal_data", "--json", of=wanjiru.service_number.lower())
    assert json.loads(capsys.readouterr().out)["of"] == wanjiru.service_number
    assert AuditEntry.objects.filter(action="personal_data_exported", person=wanjiru).count() == 1
    call_command("personal_data", of=wanjiru.service_number)
    assert wanjiru.name in capsys.readouterr().out


@pytest.mark.django_db
def test_the_command_knows_who_is_nobody():
    with pytest.raises(CommandError, match="Nobody has"):
        call_command("personal_data", of="nobody")


WRITTEN = set(CANARIES) - {"name", "number", "email", "phone", "rank"}
"""What somebody wrote, or others about them, and no page of staff shows as such."""


def test_staff_get_figures_and_no_word(zebu, studied, now):
    held = export(zebu, reader=Reader.STAFF, now=now)
    text = json.dumps(held, ensure_ascii=False)
    assert [name for name in WRITTEN if CANARIES[name] in text] == []
    assert rows(held, "people.User")[0]["name"] == zebu.name
    assert rows(held, "progress.Enrolment")[0]["completed_at"] is not None
    assert {row["verb"] for row in rows(held, "progress.Event")} >= {"initialized", "answered"}
    assert all(set(row) <= {"attempt", "verb", "occurred_at", "received_at"} for row in rows(held, "progress.Event"))


def test_staff_are_told_how_many_there_are_of_what_they_do_not_get(zebu, studied, now):
    kinds = [kind for kind in export(zebu, reader=Reader.STAFF, now=now)["kinds"] if not kind["staff"]]
    own = {(kind["table"], kind["person"]): kind for kind in export(zebu, reader=Reader.THE_PERSON, now=now)["kinds"]}
    assert all(kind["rows"] == [] for kind in kinds)
    assert [kind["number"] for kind in kinds] == [own[kind["table"], kind["person"]]["number"] for kind in kinds]
    assert sum(kind["number"] for kind in kinds if kind["table"] == "conversations.Message") == 2


def test_staff_get_no_data_that_are_not_declared_for_them():
    assert names_for(Reader.STAFF, PersonalData("toy.Thing", person="learner", what="Things.")) == ()
    assert names_for(Reader.THE_PERSON, PersonalData("toy.Thing", person="learner", what="Things.")) is None


def test_a_draft_of_a_checklist_is_its_observers_alone(zebu, studied, now):
    Observation.objects.update(signed_at=None)
    held = export(zebu, reader=Reader.THE_PERSON, now=now)
    assert CANARIES["finding"] not in json.dumps(held, ensure_ascii=False)
    assert [row["signed_at"] for row in rows(held, "observation.Finding") if "signed_at" in row] == [None]


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
    answer = made_file(client, "/privacy/personal-data.pdf")
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


@pytest.fixture
def most_lines(monkeypatch):
    """A bound that paper reaches soon."""
    monkeypatch.setattr(files, "MOST_LINES", 400)
    return 400


def test_says_how_many_rows_are_left_out_and_cuts_what_is_long(wanjiru, now, most_lines):
    rows = [{"number": f"row-{number}", "none": None} for number in range(most_lines + 60)]
    text = read(pdf(held_by(wanjiru, *rows), person=wanjiru, on=now.date()))
    assert f"{most_lines + 60} rows" in text
    assert f"the newest {most_lines} stand here" in text
    assert f"row-{most_lines + 59}" in text
    assert "row-59 " not in text
    assert "none" not in text
    text = read(pdf(held_by(wanjiru, {"text": "word " * 4_000}), person=wanjiru, on=now.date()))
    assert "the text" in text
    assert 300 < text.count("word") < 500


def test_the_pdf_has_a_limit_of_lines(wanjiru, now, most_lines):
    row = {f"column_{number}": "x" * 50 for number in range(12)}
    kind = {"room": "Progress", "what": "answers", "names": {}, "number": 400, "missing": False, "rows": [row] * 400}
    held = {"of": wanjiru.service_number, "for": Reader.THE_PERSON.value, "kinds": [kind] * 20}
    drawn = read(pdf(held, person=wanjiru, on=now.date())).count("column ")
    assert most_lines / 2 < drawn <= most_lines


def test_a_row_that_is_higher_than_a_page_is_set(wanjiru, now):
    row = {"text": "a\n" * 900, **{f"column_{number}": "x" * 300 for number in range(40)}}
    assert len(PdfReader(io.BytesIO(pdf(held_by(wanjiru, row), person=wanjiru, on=now.date()))).pages) > 1
