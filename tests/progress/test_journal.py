"""The journal keeps what it was told: the database itself refuses to change it."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import event_store, services
from lms.learning.progress.journal.triggers import JOURNAL
from lms.learning.progress.models import Event
from tests.builders import complete


@pytest.fixture
def events(enrolment, now):
    complete(enrolment, now=now)
    return Event.objects.filter(enrolment=enrolment)


def test_an_event_cannot_be_changed(events):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        events.update(position=F("position") + 10)


def test_an_event_cannot_be_deleted(events):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=events.first().pk).delete()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_journal_cannot_be_emptied_at_once(events):
    connection.check_constraints()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE progress_event")


def test_lawful_erasure_is_permitted_and_only_within_it(events):
    one, other = events[:2]
    with event_store.erasure():
        Event.objects.filter(pk=one.pk).delete()

    assert not Event.objects.filter(pk=one.pk).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=other.pk).delete()


def test_an_erasure_that_fails_permits_nothing_afterwards(events):
    with pytest.raises(ZeroDivisionError), event_store.erasure():
        raise ZeroDivisionError
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=events.first().pk).delete()


def test_a_missing_trigger_is_noticed_and_put_back(db):
    assert JOURNAL.check(databases=["default"]) == []
    on = " ON progress_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER progress_event_never_updated{on}")
    assert [warning.id for warning in JOURNAL.check(databases=["default"])] == ["progress.W001"]

    JOURNAL.install(using="default")

    assert JOURNAL.check(databases=["default"]) == []


def test_the_same_event_again_changes_nothing(enrolment, now):
    entry = enrolment.release.outline.by_slug("trafficking-lesson-1")
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
    event_id = uuid7()
    for _time in range(3):
        services.answer(attempt=attempt, data={"done": ["1"]}, event_id=event_id, now=now)

    attempt.refresh_from_db()
    assert (attempt.events, Event.objects.filter(pk=event_id).count()) == (2, 1)


def test_an_event_id_of_another_attempt_is_refused(enrolment, now):
    entries = enrolment.release.outline.activities
    one, other = (
        services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
        for entry in entries[:2]
    )
    event_id = uuid7()
    services.answer(attempt=one, data={"done": ["1"]}, event_id=event_id, now=now)

    with pytest.raises(event_store.EventConflict), transaction.atomic():
        services.answer(attempt=other, data={"done": ["1"]}, event_id=event_id, now=now)

    other.refresh_from_db()
    assert other.events == 1


@pytest.mark.once
def test_the_check_speaks_when_django_is_asked(db, capsys):
    call_command("check", databases=["default"])
    assert "progress.W001" not in capsys.readouterr().err
