"""Triggers that keep what other rows say do not stand in the way of a migration of a database that is in use."""

import pytest
from django.db import OperationalError, connection, transaction

from lms.desks.notices.triggers import UNREAD

REMADE = (
    "CREATE TABLE new__people_user AS SELECT * FROM people_user",
    "DROP TABLE people_user",
    "ALTER TABLE new__people_user RENAME TO people_user",
)
"""What Django does to a table on SQLite that gets another column."""


def remake() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in REMADE:
            cursor.execute(statement)
        transaction.set_rollback(True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL alters tables in place")
def test_a_table_that_triggers_of_others_name_is_remade(db):
    with pytest.raises(OperationalError, match="error in trigger"):
        remake()
    UNREAD.make_way(using="default", plan=["a migration"])
    remake()


def test_nothing_to_migrate_leaves_them(db):
    before = UNREAD.installed(connection)
    UNREAD.make_way(using="default", plan=[])
    assert UNREAD.installed(connection) == before != {}


def test_they_come_back_afterwards(db):
    before = UNREAD.installed(connection)
    UNREAD.make_way(using="default", plan=["a migration"])
    UNREAD.install(using="default")
    assert UNREAD.installed(connection) == before
