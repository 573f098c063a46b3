"""Counts the statements of each request inside the server. Transaction control is not counted."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase

HEADER = "X-Statements"
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", "PRAGMA")

last_streamed = 0


class Counter:
    """A wrapper for `connection.execute_wrapper` that counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not str(sql).lstrip().upper().startswith(CONTROL):
            self.count += 1
        return execute(sql, params, many, context)


class CountStatements:
    """Outermost middleware of the bench: sessions and users are counted too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        counter = Counter()
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        if getattr(response, "streaming", False):
            response.streaming_content = _counted(response.streaming_content, counter)
        else:
            response.headers[HEADER] = str(counter.count)
        return response


def _counted(chunks: Iterator[bytes], counter: Counter) -> Iterator[bytes]:
    global last_streamed
    with connection.execute_wrapper(counter):
        yield from chunks
    last_streamed = counter.count
