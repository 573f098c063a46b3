"""What a test with real transactions leaves behind: nothing, whatever triggers guard."""

import re
import sqlite3
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from wagtail.models import Page

from lms.learning.progress.models import Event
from lms.people.directory.models import User
from tests import databases
from tests.builders import complete

pytestmark = pytest.mark.django_db(transaction=True)
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
}


def test_the_database_is_put_back_as_the_migrations_left_it(enrolment, now):
    complete(enrolment, now=now)
    triggers, allowed = guards(), permissions()
    Group.objects.first().permissions.clear()
    Permission.objects.filter(codename="add_group").update(codename="another")
    Permission.objects.filter(codename="delete_group").delete()

    databases.put_back()

    assert not Event.objects.exists() and not User.objects.exists()
    assert permissions() == allowed
    assert Page.objects.get(depth=1).numchild == Page.objects.filter(depth=2).count()
    assert guards() == triggers


def test_rows_of_the_next_test_have_the_numbers_of_the_first():
    """Else nothing that `tests.kept` holds would fit on PostgreSQL, and each test would write its world anew."""
    first = [User.objects.create_user(f"KE-{number}", name="Amina").pk for number in range(3)]
    databases.put_back()
    assert [User.objects.create_user(f"KE-{number}", name="Amina").pk for number in range(3)] == first


@pytest.mark.once
def test_whoever_still_writes_fails_the_test_and_does_not_stop_the_run(monkeypatch):
    monkeypatch.setattr(databases, "PATIENCE", 0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(TimeoutError):
        databases.put_back()

    other.close()
    connection.close()


@pytest.mark.once
def test_no_test_counts_the_rows_of_tables_for_the_planner():
    """What ANALYZE notes outlives the test that took its rows back: PostgreSQL would plan for empty tables from then
    on, and the statement of a later test, which fills them in its transaction, took longer than three minutes.
    """
    tests = Path(__file__).parents[1]
    files = [path for path in tests.rglob("*.py") if "bench" not in path.parts]
    assert [path.name for path in files if re.search(r"execute\(\W*ANALYZE", path.read_text("utf-8"))] == []


def guards() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        return cursor.fetchall()


def permissions() -> set[tuple[int, str, str | None]]:
    return set(Permission.objects.values_list("pk", "codename", "group__name"))
