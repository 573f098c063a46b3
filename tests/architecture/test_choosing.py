"""Choice of the tests that pass again on PostgreSQL: no law that it alone can break is left out."""

import inspect
import re
from threading import Thread

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from lms.people.directory.models import User
from lms.people.identity.accounts import services
from tests import choosing
from tests.conftest import make_person

pytestmark = pytest.mark.once
OF_DATABASES = re.compile(
    r"num_queries|CaptureQueries|IntegrityError|DataError|ProgrammingError|OperationalError|Thread|Barrier|select_for_"
    r"|\.vendor|transaction|\bconnections?\b|execute\(|deadlock|trigger|advisory"
)
"""Words of a test about triggers, constraints, locks, races, counts of statements, and SQL."""


def left_out(items) -> list[pytest.Function]:
    return [item for item in items if choosing.passes_once(item)]


def test_no_test_of_such_a_law_is_left_out(request):
    meeting = [item for item in left_out(request.session.items) if not item.get_closest_marker("sweep")]
    named = {
        item.nodeid.partition("[")[0]
        for item in meeting
        if choosing.meets_database(item) and OF_DATABASES.search(inspect.getsource(item.function))
    }
    assert named == set()


class TestATestThatActsThroughPagesAlone:
    def test_is_left_out(self):
        def it(as_, omar):
            assert "Omar" in as_(omar).get("/").content.decode()

        assert choosing.acts_through_pages(it, ["as_", "omar"])

    def test_is_left_out_where_it_sends_a_form_and_looks_at_rows(self):
        def it():
            Client().post("/", {"name": "Omar"})
            assert User.objects.get().name == "Omar"

        assert choosing.acts_through_pages(it)


class TestATestThatPassesAgain:
    def test_calls_a_service(self):
        def it(client):
            services.anything()
            client.get("/")

        assert not choosing.acts_through_pages(it, ["client"])

    def test_calls_it_by_another_function_of_the_tests(self):
        def it(client):
            make_person("KE-1", "Omar")
            client.get("/")

        assert not choosing.acts_through_pages(it, ["client"])

    @pytest.mark.parametrize("law", [lambda: Thread(), lambda: connection.cursor(), lambda: IntegrityError])
    def test_begins_a_thread_writes_sql_or_meets_a_constraint(self, law):
        def it(client):
            client.get("/")
            Thread, connection, IntegrityError  # noqa: B018

        assert not choosing.acts_through_pages(it, ["client"])
        assert not choosing.acts_through_pages(law, ["client"])

    def test_asks_for_no_page(self):
        def it(wanjiru):
            return User.objects.get() == wanjiru

        assert not choosing.acts_through_pages(it, ["wanjiru"])
