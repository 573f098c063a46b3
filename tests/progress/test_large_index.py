"""The index from which cross-tables of people are read, and how such an index comes to a database in use."""

import pytest
from django.db import IntegrityError, connection
from django.db.migrations.loader import MigrationLoader

from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment

NAME = "enrolment_completed"
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite makes an index wholly or not")


def run(operation, *, back: bool = False) -> None:
    loader = MigrationLoader(connection)
    after = loader.project_state([("progress", "0005_enrolment_completed")])
    before = loader.project_state([("progress", "0004_country")])
    with connection.schema_editor(atomic=False) as editor:
        if back:
            operation.database_backwards("progress", editor, after, before)
        else:
            operation.database_forwards("progress", editor, before, after)


def operations():
    return MigrationLoader(None).disk_migrations["progress", "0005_enrolment_completed"].operations


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, "progress_enrolment"))


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_there_and_back():
    for operation in reversed(operations()):
        run(operation, back=True)
    assert NAME not in indexes()
    for operation in operations():
        run(operation)
    assert NAME in indexes()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_an_index_that_was_interrupted_is_made_anew(course, wanjiru, abdi, now):
    index, *_rest = operations()
    services.enrol(people=[wanjiru, abdi], course=course, now=now)
    run(index, back=True)
    with connection.cursor() as cursor:
        with pytest.raises(IntegrityError):
            cursor.execute(f"CREATE UNIQUE INDEX CONCURRENTLY {NAME} ON progress_enrolment (status)")
        assert not is_valid(cursor), "what an interruption leaves behind"
        run(index)
        assert is_valid(cursor)
    assert Enrolment.objects.count() == 2


def is_valid(cursor) -> bool:
    cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass", [NAME])
    return cursor.fetchone()[0]


@on_postgresql
@pytest.mark.django_db
def test_postgresql_counts_combinations_of_people():
    with connection.cursor() as cursor:
        cursor.execute("SELECT stxkind::text FROM pg_statistic_ext WHERE stxname = 'enrolment_people'")
        assert cursor.fetchall() == [("{d}",)]
