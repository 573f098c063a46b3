"""The journal keeps what it was told: the database itself refuses to change it."""

import pytest
from django.db import IntegrityError, connection, transaction

from lms.learning.progress.journal import event_store
from lms.learning.progress.journal.triggers import JOURNAL
from lms.learning.progress.models import Event
from tests.builders import complete


@pytest.fixture
def events(enrolment, now):
    complete(enrolment, now=now)
    return Event.objects.filter(enrolment=enrolment)


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
