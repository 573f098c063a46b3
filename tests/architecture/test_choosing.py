"""Choice of the tests that pass again on PostgreSQL: no law that it alone can break is left out."""

import inspect
import re
from dataclasses import dataclass
from threading import Thread

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client

from lms.people.directory.models import User
from lms.people.identity.accounts import services
from tests import choosing
from tests.conftest import make_person
from tests.statements import REFUSED, Recording, recorded, shape_of

pytestmark = pytest.mark.once
OF_DATABASES = re.compile(
    r"num_queries|CaptureQueries|IntegrityError|DataError|ProgrammingError|OperationalError|Thread|Barrier|select_for_"
    r"|\.vendor|transaction|\bconnections?\b|execute\(|deadlock|trigger|advisory"
)
"""Words of a test about triggers, constraints, locks, races, counts of statements, and SQL."""


def sources_left_out(items) -> dict[str, str]:
    """The tests that meet the database and may be left out, with their code."""
    among = [item for item in items if choosing.meets_database(item) and choosing.may_be_left_out(item)]
    return {item.nodeid.partition("[")[0]: inspect.getsource(item.function) for item in among}


def test_no_test_of_such_a_law_may_be_left_out(request):
    sources = sources_left_out(request.session.items)
    assert [name for name, source in sources.items() if OF_DATABASES.search(source)] == []


def test_each_statement_passes_again_and_so_does_what_follows_one_that_was_refused(monkeypatch):
    monkeypatch.setattr(choosing, "may_be_left_out", lambda item: item.nodeid != "service")
    shapes = {
        "service": {1, 2},
        "page": {1},
        "same statements": {1, 2},
        "one more": {1, 3},
        "fewer": {3},
        "refused": {1, REFUSED},
    }
    items = [_Test(name) for name in [*shapes, "not recorded"]]

    left = choosing.passing_once(items, shapes)

    assert [item.nodeid for item in left] == ["page", "same statements", "fewer"]


@dataclass(frozen=True)
class _Test:
    nodeid: str
    fixturenames: tuple[str, ...] = ("db",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('SELECT "a" FROM "t" WHERE "id" IN (%s, %s)', 'SELECT "a" FROM "t" WHERE "id" IN (%s)', True),
        ('INSERT INTO "t" ("a") VALUES (%s), (NULL)', 'INSERT INTO "t" ("a") VALUES (%s)', True),
        ('SELECT "a" FROM "t" LIMIT 21', 'SELECT "a" FROM "t" LIMIT 1', True),
        ('SELECT "a" FROM "t"', 'SELECT "a" FROM "t" ORDER BY "a" ASC', False),
        ('SELECT "a" FROM "t" WHERE "id" = %s', 'SELECT "a" FROM "t" WHERE "id" IN (%s)', False),
    ],
)
def test_statements_that_differ_in_values_alone_have_one_shape(one, other, same):
    assert (shape_of(one) == shape_of(other)) is same


@pytest.mark.django_db
def test_what_a_test_sends_is_recorded(tmp_path, wanjiru):
    recording = Recording(tmp_path)
    test = recording.pytest_runtest_protocol(_Test("this one"))
    next(test)
    User.objects.filter(pk=wanjiru.pk).exists()
    with pytest.raises(OperationalError), transaction.atomic():
        User.objects.raw("SELECT nothing FROM people_user")[0]
    with pytest.raises(StopIteration):
        next(test)
    connection.execute_wrappers.remove(recording._note)
    recording.pytest_sessionfinish()

    shapes = recorded(tmp_path)["this one"]
    assert REFUSED in shapes and len(shapes) == 3


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
