"""Statements that each test sends to SQLite, by their shape, for the choice of what passes again on PostgreSQL."""

import json
import os
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.backends.signals import connection_created

VALUE = r"(?:%s|\?|-?\d+|NULL|DEFAULT|'[^']*')"
LIST = re.compile(rf"\({VALUE}(?:, {VALUE})*\)(?:, \({VALUE}(?:, {VALUE})*\))*")
"""Values in parentheses, whose number is that of the rows."""
REFUSED = 0
"""Stands among the shapes of a test in which a statement was refused: PostgreSQL then refuses all that follow it."""
UNSEEN = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


def shape_of(sql: str) -> int:
    """Number a statement without its values."""
    return zlib.crc32(re.sub(VALUE, "?", LIST.sub("(?)", sql)).encode())


class Recording:
    """Plugin of pytest that writes a line of JSON for each test: its id and the shapes of its statements."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.jsonl").open("a")
        self._shapes: dict[str, int] = {}
        self._said: set[str] = set()
        self._refused = False
        connection_created.connect(self._watch)

    def _watch(self, *, connection: Any, **_signal: Any) -> None:
        if self._note not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._note)

    def _note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self._said.add(sql)
        try:
            return execute(sql, params, many, context)
        except DatabaseError:
            self._refused = True
            raise

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._watch(connection=connection)
        self._refused = False
        self._said.clear()
        result = yield
        shapes = {self._shape(str(sql)) for sql in self._said if not str(sql).startswith(UNSEEN)}
        print(json.dumps([item.nodeid, sorted(shapes | {REFUSED} if self._refused else shapes)]), file=self._file)
        return result

    def _shape(self, sql: str) -> int:
        if sql not in self._shapes:
            self._shapes[sql] = shape_of(sql)
        return self._shapes[sql]

    def pytest_sessionfinish(self) -> None:
        self._file.close()


def recorded(folder: Path) -> dict[str, set[int]]:
    """The shapes of each test that was recorded."""
    lines = [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text().splitlines()]
    return {name: set(shapes) for name, shapes in map(json.loads, lines)}
