"""Triggers that keep what other rows say do not stand in the way of a migration of a database that is in use."""

import pytest
from django.db import OperationalError, connection, transaction

from lms.desks.notices.triggers import UNREAD
from lms.desks.reporting.sums.triggers import SUMS

KEPT = (UNREAD, SUMS)
REMADE = (
    "CREATE TABLE new__progress_enrolment AS SELECT * FROM progress_enrolment",
    "DROP TABLE progress_enrolment",
    "ALTER TABLE new__progress_enrolment RENAME TO progress_enrolment",
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
    for one in KEPT:
        one.make_way(using="default", plan=["a migration"])
    remake()


def test_nothing_to_migrate_leaves_them(db):
    before = [one.installed(connection) for one in KEPT]
    for one in KEPT:
        one.make_way(using="default", plan=[])
    assert [one.installed(connection) for one in KEPT] == before and all(before)


def test_they_come_back_afterwards(db):
    before = [one.installed(connection) for one in KEPT]
    for one in KEPT:
        one.make_way(using="default", plan=["a migration"])
        one.install(using="default")
    assert [one.installed(connection) for one in KEPT] == before
