"""Every parameter that an address of the admin reads is sent what nobody would type, and none of them is a fault."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from tests.authorisation.conftest import cast, report, staff, world
from tests.authorisation.matrix import MATRIX
from tests.authorisation.test_matrix import Visitor, address

__all__ = ["cast", "report", "staff", "world"]

HOSTILE = (
    *(
        "-1",
        "abc",
        "1.5",
        "\u00b2",
        "\u0661\u0662",
        "2147483648",
        "9" * 18,
        "9" * 400,
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
    ),
    *("a\x00", "x" * 5000, "\ufffd%'_\"", "\n", "title__x", "*,-", "[]", "a:b:c"),
)
EACH = 5
"""One value in so many is sent to one parameter, so that the next ones get the others."""
READING = ("get", "getlist", "__getitem__", "__contains__")


@contextmanager
def names_read() -> Iterator[set[str]]:
    """The parameters that are looked up meanwhile."""
    found: set[str] = set()

    def noting(read):
        def noted(query, name, *more, **named):
            found.add(name)
            return read(query, name, *more, **named)

        return noted

    with ExitStack() as watched:
        for method in READING:
            watched.enter_context(mock.patch.object(QueryDict, method, noting(getattr(QueryDict, method))))
        yield found


def parameters(visitor: Visitor, world) -> dict[str, list[str]]:
    """For each parameter the addresses under the admin that read it."""
    readers: dict[str, list[str]] = {}
    for name, row in MATRIX.items():
        url = address(name, row, world)
        if url.startswith("/admin/") and not name.endswith("_results") and row.of("superuser", "get") == 200:
            with names_read() as read:
                visitor.get(url)
            for parameter in read:
                readers.setdefault(parameter, []).append(url)
    return readers


@pytest.fixture
def visitor(cast):
    return Visitor(cast["superuser"])


@pytest.mark.sweep
def test_none_is_a_fault(visitor, world):
    """Each value is sent to one of the addresses that read a parameter, in turn."""
    readers, faults = parameters(visitor, world), {}
    for place, (parameter, urls) in enumerate(sorted(readers.items())):
        for turn, value in enumerate(HOSTILE[place % EACH :: EACH]):
            url = urls[(place + turn) % len(urls)]
            status = visitor.get(f"{url}{'&' if '?' in url else '?'}{urlencode({parameter: value})}").status_code
            faults |= {(url, parameter, value[:20]): status} if status >= 500 else {}

    assert faults == {} and len(readers) > 60


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("wagtailadmin_choose_page_email_link", "parent_page_id", "abc"),
        ("wagtailadmin_choose_page", "target_pages[]", "\u00b2"),
        ("wagtailimages_chooser:chosen_multiple", "id", "abc"),
        ("wagtailadmin_reports:site_history", "timestamp_from", "0001-01-01"),
        ("questions_export", "lists", "x"),
    ],
)
def test_what_was_a_fault_once_is_none(visitor, course_page, name, parameter, value):
    assert visitor.get(reverse(name), {parameter: value}).status_code in (200, 400)
