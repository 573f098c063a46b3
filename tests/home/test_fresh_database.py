"""An empty database gets its tables at once: the same as by migrating step by step."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

from home.management.commands.migrate import LOCK, one_at_a_time
from home.operation import fresh_database
from tests import fresh_rows
from tests.attacks.mutation import instead

BY_NUMBER_OR_COLUMN = re.compile(r"^__unnamed|^fk_\d+$|_[0-9a-f]{8}(_\w+)?$|_(key|pkey)$|_check$")
"""Names of constraints that a database numbers, or Django makes of a column's name at the time; it finds those by their
columns.
"""


@contextmanager
def empty_database(name: str, folder) -> Iterator[None]:
    """Within, the default connection goes to a database without tables. On PostgreSQL its name begins with that of the
    database for tests, since each worker has one of those.
    """
    connection.close()
    before = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = str(folder / name)
    else:
        name = f"{before}_{name}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # of a run that was killed
            cursor.execute(f'CREATE DATABASE "{name}"')
        connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}"')


def schema() -> set[tuple[str, str]]:
    """Each column and constraint of each table, described in words."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.get_table_list(cursor):
            for column in connection.introspection.get_table_description(cursor, table.name):
                found.add((table.name, str(column._replace(display_size=None))))
            for name, about in connection.introspection.get_constraints(cursor, table.name).items():
                called = "" if BY_NUMBER_OR_COLUMN.search(name) else name
                found.add((table.name, f"{called}: {sorted((key, str(value)) for key, value in about.items())}"))
    return found


def migrated(name: str, folder) -> tuple[set[tuple[str, str]], list[dict[str, object]]]:
    """The schema and rows after migrating an empty database."""
    with empty_database(name, folder):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        return schema(), fresh_rows.rows()


@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
def test_the_tables_and_rows_are_those_of_migrating(tmp_path):
    with instead(fresh_database, "digest", lambda _plan: "another"):
        tables, rows = migrated("step_by_step", tmp_path)

    made, filled = migrated("at_once", tmp_path)

    assert sorted(made - tables) == sorted(tables - made)
    # Numbers of rows differ, where a migration reads groups in no order.
    assert sorted(f"{row['model']} {row['fields']}" for row in filled) == sorted(
        f"{row['model']} {row['fields']}" for row in rows
    )


@pytest.mark.django_db(transaction=True)
def test_a_database_with_tables_is_left_to_migrate(tmp_path):
    with empty_database("filled", tmp_path):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE mine (id integer)")
        assert not fresh_database.create_tables(connection)
        assert connection.introspection.table_names() == ["mine"]


@pytest.mark.django_db(transaction=True)
def test_libraries_with_other_migrations_are_left_to_migrate(tmp_path):
    with empty_database("newer", tmp_path), instead(fresh_database, "digest", lambda _plan: "another"):
        assert not fresh_database.create_tables(connection)
        assert connection.introspection.table_names() == []


@pytest.mark.django_db(transaction=True)
def test_a_database_where_rows_would_go_elsewhere_is_left_to_migrate(tmp_path, settings):
    with empty_database("other", tmp_path):
        other = connection.copy("other")
        assert not fresh_database.create_tables(other)
        other.close()
        settings.DATABASE_ROUTERS = ["builtins.object"]  # one without an opinion
        assert not fresh_database.create_tables(connection)
        assert connection.introspection.table_names() == []


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_at_once_makes_nothing(tmp_path):
    digest = fresh_database.digest

    def another_is_first(plan: list[Migration]) -> str:
        with instead(fresh_database, "digest", digest):
            assert fresh_database.create_tables(connection)
        return digest(plan)

    with empty_database("twice", tmp_path):
        with instead(fresh_database, "digest", another_is_first):
            assert not fresh_database.create_tables(connection)
        assert "people_user" in connection.introspection.table_names()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_a_second_migrate_waits_for_the_first(tmp_path):
    with empty_database("waiting", tmp_path):
        values = connection.settings_dict
        address = f"postgres://{values['USER']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
        with one_at_a_time("default"):
            command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
            settings = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "lms.settings.dev"}
            second = subprocess.Popen(command, env={**os.environ, **settings})
            while not waiting_for(LOCK):
                assert second.poll() is None, "It migrates beside the first."
                time.sleep(0.05)
            assert connection.introspection.table_names() == []
        assert second.wait(timeout=120) == 0
        assert "people_user" in connection.introspection.table_names()


def waiting_for(lock: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE datname = current_database() "
            "AND locktype = 'advisory' AND objid = %s AND NOT granted",  # other workers wait in databases of their own
            [lock],
        )
        return cursor.fetchone() is not None


@pytest.mark.django_db(transaction=True)
def test_what_breaks_leaves_an_empty_database(tmp_path):
    def breaks(*_arguments: object) -> None:
        raise RuntimeError

    with empty_database("broken", tmp_path):
        with instead(fresh_database, "_fill", breaks), pytest.raises(RuntimeError):
            fresh_database.create_tables(connection)
        assert connection.introspection.table_names() == []


@pytest.mark.once
@pytest.mark.django_db
def test_the_rows_are_of_the_libraries_that_are_installed():
    """Else an empty database is migrated step by step: `python -m tests.fresh_rows` writes the rows anew."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)

    kept = fresh_database.read()

    assert kept["migrations"] == fresh_database.digest([migration for migration, _back in plan])
