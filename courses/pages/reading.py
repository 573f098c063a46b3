"""Block of code in which what many pages name, such as provisions and procedures, is read from the database once."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.db.models import Model

T = TypeVar("T")
_kept: ContextVar[dict[Hashable, object] | None] = ContextVar("kept", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Keep what `once` and `rows_of` read until the outermost block ends. Nothing of that may be written within."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: Hashable, read: Callable[[], T]) -> T:
    """Return the result of `read`, or within `reading_once` what it returned for this `key` before."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return kept[key]  # type: ignore[return-value]  # it was kept under this key


def rows_of(model: type[Model]) -> dict[object, Model]:
    """Return all rows of `model` by primary key within `reading_once`, else none."""
    return {} if _kept.get() is None else once(model, lambda: dict(model._default_manager.in_bulk()))
