"""Choice of the tests that pass again on PostgreSQL and Redis, as docs/develop/testing.md states it: all but those
that meet no database, and those that act through pages alone and send no statement that no other test sends.

Fixtures prepare, and a test acts: what decides is what its own code names, and that of functions of the tests which it
calls.
"""

import functools
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from .statements import REFUSED, Recording, recorded

WITH_DATABASE = {"db", "transactional_db", "live_server"}
"""Fixtures without which pytest-django refuses every statement."""
OF_LAWS = {"django_assert_num_queries", "django_assert_max_num_queries", "transactional_db", "live_server", "on_commit"}
"""Fixtures for the count of statements, real transactions, and what tasks do after a commit."""
QUERIES = ("tests/attacks/", "tests/indicators/", "tests/reporting/", "tests/search/", "tests/upgrade/")
"""Folders of hostile questions, and of pages that are each a query of their own: all of them passes again."""
OUTSIDE = re.compile(r"\b(caches?|redis|REDIS|subprocess|Popen|environ|Environment|multiprocessing|TEST_\w+_URL)\b")
"""Words of files whose tests start processes, which open the database themselves, or keep something in Redis."""
PAGES = {"as_", "client", "admin_client", "Client"}
LAWS = {
    *("connection", "connections", "transaction", "execute", "CaptureQueriesContext", "IntegrityError", "DataError"),
    *("Thread", "ThreadPoolExecutor", "Barrier", "call_command", "select_for_update", "full_clean"),
}
"""Names by which a test counts statements, begins a race, or meets a constraint."""
PRODUCT = ("lms", "courses", "assessments", "certificates", "home")


RECORD = os.environ.get("TEST_STATEMENTS", "")
"""Folder of what the run on SQLite recorded (`tests.statements`). Without one, all that meets the database passes
again.
"""


@pytest.hookimpl(tryfirst=True)  # before tests are left out by their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("TEST_ON") != "postgresql":
        if RECORD:
            config.pluginmanager.register(Recording(Path(RECORD)))
        return
    for item in passing_once([item for item in items if not item.get_closest_marker("once")], _recorded()):
        item.add_marker("once")


def _recorded() -> dict[str, set[int]]:
    return recorded(Path(RECORD)) if RECORD else {}


def passing_once(items: list[pytest.Item], shapes: Mapping[str, set[int]]) -> list[pytest.Item]:
    """Give the tests that SQLite alone proves. `shapes` are those of the statements of each test there."""
    free = [item for item in items if not meets_database(item) and not _starts_something(item)]
    through_pages = [item for item in items if meets_database(item) and item.nodeid in shapes and may_be_left_out(item)]
    left = {*free, *through_pages}
    sent = {shape for item in items if item not in left for shape in shapes.get(item.nodeid, ())} - {REFUSED}
    for item in sorted(through_pages, key=lambda item: (-len(shapes[item.nodeid]), item.nodeid)):
        if not shapes[item.nodeid] <= sent:
            sent |= shapes[item.nodeid] - {REFUSED}
            left.discard(item)
    return [item for item in items if item in left]


def may_be_left_out(item: pytest.Item) -> bool:
    """Tell whether the test acts through pages, has no real transactions and counts no statements."""
    if not isinstance(item, pytest.Function) or item.nodeid.startswith(QUERIES):
        return False
    mark = item.get_closest_marker("django_db")
    if OF_LAWS & {*item.fixturenames} or (mark and mark.kwargs.get("transaction")):
        return False
    return acts_through_pages(item.function, item.fixturenames)


def meets_database(item: pytest.Item) -> bool:
    """Tell whether statements of the test itself are let through."""
    return bool(WITH_DATABASE & {*getattr(item, "fixturenames", WITH_DATABASE)} or item.get_closest_marker("django_db"))


def _starts_something(item: pytest.Item) -> bool:
    return any(_goes_outside(name) for name in _files_of(item))


def acts_through_pages(test: Any, fixtures: Collection[str] = ()) -> bool:
    """Tell whether the test asks for pages and sends forms, calls nothing of the product, and states no law of
    databases.
    """
    named = {name: value for function in _called(test) for name, value in _names(function)}
    asks = bool(PAGES & {*fixtures, *named}) and bool({"get", "post"} & named.keys())
    return asks and not LAWS & named.keys() and not any(map(_calls_the_product, named.values()))


def _calls_the_product(value: Any) -> bool:
    """Tell whether this is a function of it, or a module with its functions; its classes name rows and values."""
    module = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
    return isinstance(value, ModuleType | FunctionType) and str(module).split(".")[0] in PRODUCT


def _called(test: Any) -> list[FunctionType]:
    """The function of the test, and those of the tests that it names, directly or not."""
    found = [getattr(test, "__func__", test)]
    for function in found:
        found += [
            value
            for _name, value in _names(function)
            if isinstance(value, FunctionType) and value.__module__.startswith("tests.") and value not in found
        ]
    return found


def _names(function: FunctionType) -> Iterator[tuple[str, Any]]:
    """The names in the code of a function, of functions within it too, each with what it is in the module, or None."""
    codes = [function.__code__]
    for code in codes:
        codes += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
        for name in code.co_names:
            yield name, function.__globals__.get(name)


def _files_of(item: Any) -> set[str]:
    """The files of the test, of the fixtures it asks for that are not everybody's, and of helpers that it imports."""
    fixtures = [definition.func for several in item._fixtureinfo.name2fixturedefs.values() for definition in several]
    named = [*fixtures, *vars(item.module).values()]
    modules = {getattr(value, "__module__", None) or getattr(value, "__name__", "") for value in named}
    return {item.module.__name__, *(name for name in modules if name.startswith("tests."))} - {"tests.conftest"}


@functools.cache
def _goes_outside(module: str) -> bool:
    import sys
    from inspect import getsource

    return bool(OUTSIDE.search(getsource(sys.modules[module])))
