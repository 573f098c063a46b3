"""What is kept for a time goes after it, and not before."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.desks.privacy import retention
from lms.desks.privacy.checks import retention_names_tables
from lms.desks.privacy.retention import apply, periods
from lms.people.audit.models import AuditEntry
from lms.people.audit.services import note
from lms.people.identity.mail.mails import NewAddress


@pytest.fixture
def old(wanjiru):
    return NewAddress.objects.create(
        person=wanjiru, address="old@example.org", asked_at=timezone.now() - timedelta(days=91)
    )


@pytest.fixture
def new(abdi):
    return NewAddress.objects.create(
        person=abdi, address="new@example.org", asked_at=timezone.now() - timedelta(days=89)
    )


def test_retention_deletes_older_rows_and_no_others(old, new):
    assert {one.table: one.rows for one in apply(now=timezone.now())}["people.NewAddress"] == 1
    assert list(NewAddress.objects.all()) == [new]
    assert sum(one.rows for one in apply(now=timezone.now())) == 0


def test_an_installation_chooses_its_days(old, new, settings):
    settings.RETENTION_DAYS = {"people.NewAddress": 0}
    assert "people.NewAddress" not in {one.table for one in apply(now=timezone.now())}
    settings.RETENTION_DAYS = {"people.NewAddress": 10}
    assert {one.table: one.rows for one in apply(now=timezone.now())}["people.NewAddress"] == 2


def test_a_dry_run_says_what_would_go(old, new, capsys):
    call_command("retention", "--dry-run", "--json")
    said = {row["table"]: row for row in json.loads(capsys.readouterr().out)}
    assert said["people.NewAddress"]["rows"] == 1
    assert NewAddress.objects.count() == 2
    call_command("retention", "--now")
    assert "people.NewAddress: 90 days: 1 rows" in capsys.readouterr().out
    assert NewAddress.objects.count() == 1


def test_retention_leaves_tables_that_their_room_sweeps(db):
    swept = {one.table for one in periods(now=timezone.now()) if one.swept}
    assert {"people.Mail", "people.Session"} <= swept
    assert swept.isdisjoint(one.table for one in apply(now=timezone.now()))


def test_old_audit_entries_are_deleted_and_the_log_stays_append_only(wanjiru, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(retention, "BATCH", 2)
    for days in (731, 732, 733, 729):
        note("signed_in", person=wanjiru, now=now - timedelta(days=days))
    assert {one.table: one.rows for one in retention.apply(now=now)}["people.AuditEntry"] == 3
    [kept] = AuditEntry.objects.filter(action="signed_in")
    assert kept.at == now - timedelta(days=729)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        kept.delete()


@pytest.mark.parametrize(("name", "found"), [("people.NewAddress", []), ("people.Newaddress", ["privacy.W001"])])
def test_a_period_of_no_table_is_found_before_it_is_missed(settings, name, found):
    settings.RETENTION_DAYS = {name: 30}
    assert [one.id for one in retention_names_tables(None)] == found


def test_administrators_read_on_a_page_how_long_each_table_is_kept_here(as_, amina, wanjiru, settings):
    settings.RETENTION_DAYS = {"people.NewAddress": 17}
    page = as_(amina).get("/academy/privacy/rules/")
    spans = [str(span) for _room, _text, span in page.context["kept"]]
    assert len(spans) > 10 and "17 days" in page.content.decode()
    settings.RETENTION_DAYS = {"people.NewAddress": 0}
    page = as_(amina).get("/academy/privacy/rules/")
    assert len(page.context["kept"]) == len(spans) - 1 and "17 days" not in page.content.decode()
    assert as_(wanjiru).get("/academy/privacy/rules/").status_code == 404
