"""No statement of signing in reads a table from its beginning to its end, however many people there are."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.people.directory.models import User
from lms.people.identity.protection import throttling
from tests.conftest import PASSWORD

READ = ("SELECT", "UPDATE", "DELETE")


@pytest.fixture
def statements(wanjiru, omar, monkeypatch):
    """What a failure, a sign-in, the next page, and signing out ask the database, with its parameters put in."""
    browser = Client()
    if connection.vendor == "postgresql":  # what it keeps prepared is shown without its parameters
        monkeypatch.setattr(connection.connection, "prepare_threshold", None)
    with CaptureQueriesContext(connection) as captured:
        browser.post("/sign-in/", {"username": "KE-20377", "password": "wrong"})
        browser.post("/sign-in/", {"username": "ke-20377", "password": "wrong again"})
        browser.post("/sign-in/", {"username": "ke-20377", "password": PASSWORD})
        browser.get("/password/")
        browser.post("/sign-out/")
    return [query["sql"] for query in captured if query["sql"].startswith(READ)]


def tables_read_whole(sql: str) -> set[str]:
    """The tables that the database would read row by row, though any index is cheaper to it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
            found = cursor.fetchone()[0]
            return set(_scanned((json.loads(found) if isinstance(found, str) else found)[0]["Plan"]))
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        details = [row[3] for row in cursor.fetchall()]
        return {detail.split()[1] for detail in details if detail.startswith("SCAN") and "CONSTANT ROW" not in detail}


def _scanned(plan: dict):
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for inner in plan.get("Plans", ()):
        yield from _scanned(inner)


SMALL = {"people_signon"}
"""A row for each institution whose people sign in by a provider of their own: the sign-in page lists those."""


def test_signing_in_and_out_reads_no_table_whole(statements):
    assert any("people_user" in sql and "service_number" in sql for sql in statements)
    assert any("axes_accessattempt" in sql for sql in statements)
    found = {sql: tables_read_whole(sql) - SMALL for sql in statements}
    assert {sql: tables for sql, tables in found.items() if tables} == {}


def test_the_plan_tells_a_reading_of_all_rows(db):
    people = User.objects.filter(service_number__iexact="KE-1")
    sql, params = people.query.sql_with_params()
    with connection.cursor() as cursor:
        written = (
            cursor.mogrify(sql, params)
            if connection.vendor == "postgresql"
            else sql % tuple(f"'{param}'" for param in params)
        )
    assert tables_read_whole(written) == {"people_user"}


@pytest.mark.parametrize("number", ["KE-20377", "ke-20377", "Ké-Ü/1", "ኢት-1"])
def test_a_number_is_found_in_any_case_on_both_databases(db, number):
    person = User.objects.create_user(number, PASSWORD, name="Somebody")
    assert list(User.objects.numbered(number)) == [person]
    assert User.objects.get_by_natural_key(number) == person


def test_failures_that_no_longer_count_are_forgotten(client, wanjiru):
    client.post("/sign-in/", {"username": "KE-20377", "password": "wrong"})
    assert throttling.delete_old_failures(timezone.now()) == 0
    assert throttling.delete_old_failures(timezone.now() + timezone.timedelta(minutes=16)) == 1
