"""For whom rows are read while a page of the admin is made, known below every view, so that none can forget it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import BigIntegerField, BooleanField, Expression

from .models import User

_viewer: ContextVar[User | None] = ContextVar("viewer", default=None)


@contextmanager
def viewed_by(viewer: User | None) -> Iterator[None]:
    """Inside the block, models that say so read only rows that `viewer` may see; all rows for None and for a superuser."""
    token = _viewer.set(None if viewer is not None and viewer.is_superuser else viewer)
    try:
        yield
    finally:
        _viewer.reset(token)


def unlimited() -> Any:
    """Inside the block all rows are read: what is written for everybody, such as a release, does not depend on who asked for it."""
    return viewed_by(None)


class Unlimited(Expression):
    """True where rows are read for nobody in particular. Found out when a statement is made, since forms keep their querysets."""

    conditional = True
    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        raise FullResultSet if _viewer.get() is None else EmptyResultSet


class OfViewer(Expression):
    """An attribute of whom rows are read for: a number, or NULL."""

    output_field = BigIntegerField()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    @property
    def identity(self) -> Any:
        return (type(self), self.name)

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:
        return "%s", [getattr(_viewer.get(), self.name, None)]
