"""What is held about a person comes out as a whole, and nothing that is not theirs to see."""

import json

import pytest
from django.core.management import CommandError, call_command

from lms.people.audit.models import AuditEntry
from lms.people.mails import NewAddress
from lms.privacy.exporting import export


def rows(held, table):
    return [row for kind in held["kinds"] if kind["table"] == table for row in kind["rows"]]


def test_has_who_one_is_and_what_one_learns(wanjiru, completed_enrolment, now):
    NewAddress.objects.create(person=wanjiru, address="soon@example.org", asked_at=now)
    held = export(wanjiru, now=now)
    assert rows(held, "people.User")[0]["name"] == wanjiru.name
    assert rows(held, "people.NewAddress")[0]["address"] == "soon@example.org"
    assert rows(held, "progress.Enrolment")[0]["completed_at"] == completed_enrolment.completed_at.isoformat()
    assert {row["verb"] for row in rows(held, "progress.Event")} >= {"initialized", "answered"}
    json.dumps(held)


def test_has_no_key_and_no_secret(wanjiru, completed_enrolment, now):
    text = json.dumps(export(wanjiru, now=now))
    assert wanjiru.password not in text
    assert '"key"' not in text
    assert "fractions" not in text


def test_has_nothing_of_others(wanjiru, omar, completed_enrolment, now):
    text = json.dumps(export(wanjiru, now=now), ensure_ascii=False)
    assert omar.name not in text
    assert omar.service_number not in text
    assert rows(export(omar, now=now), "progress.Enrolment") == []


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
