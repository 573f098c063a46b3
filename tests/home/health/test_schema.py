"""A database that is not whole, or of another version, is not taken for one that works."""

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from home.models import Heartbeat
from home.operation.health import schema
from lms.foundation.plugins.health import DOWN, UP, WARNING


def finding():
    schema.schema.forget()
    return schema.schema(timezone.now())


def nothing(**found):
    names = ("missing_tables", "missing_columns", "unapplied_migrations", "missing_triggers")
    return dict.fromkeys(names, 0) | found


def test_a_whole_database_is_up(db):
    assert (finding().status, finding().figures) == (UP, nothing())


def test_every_migration_that_is_installed_stands_in_the_database(db):
    assert schema._migrations() <= set(MigrationRecorder.Migration.objects.values_list("app", "name"))
    assert len(schema._migrations()) > 200


def test_half_a_database_is_down(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE home_heartbeat RENAME TO home_gone")
    try:
        assert (finding().status, finding().figures) == (DOWN, nothing(missing_tables=1, missing_columns=0))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE home_gone RENAME TO home_heartbeat")


def test_a_table_of_another_version_is_down(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE home_heartbeat RENAME COLUMN seen_at TO heard_at")
    try:
        assert (finding().status, finding().figures) == (DOWN, nothing(missing_columns=1))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE home_heartbeat RENAME COLUMN heard_at TO seen_at")


def test_a_migration_that_was_not_applied_is_down(db):
    number, _rows = MigrationRecorder.Migration.objects.filter(app="certificates").delete()
    found = finding()
    assert (found.status, found.figures) == (DOWN, nothing(unapplied_migrations=number))


def test_a_trigger_that_is_gone_is_a_warning(db):
    on = " ON progress_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER progress_event_never_updated{on}")
    assert (finding().status, finding().figures) == (WARNING, nothing(missing_triggers=1))


def test_is_read_once_a_minute(db, django_assert_num_queries):
    finding()
    Heartbeat.objects.count()
    with django_assert_num_queries(0):
        schema.schema(timezone.now())
