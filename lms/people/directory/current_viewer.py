"""Viewer for whom rows are read while a page of the admin is made, known below every view, so that no view can forget
it; and the placeholder for a viewer in cached SQL statements (`lms.foundation.database.statements`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import BigIntegerField, BooleanField, Expression

from lms.foundation.database.statements import Parameter

from .models import Membership, User

if TYPE_CHECKING:
    from .models import MembershipQuerySet

_viewer: ContextVar[User | None] = ContextVar("viewer", default=None)
_everything: ContextVar[bool] = ContextVar("everything", default=False)


@contextmanager
def viewed_by(viewer: User) -> Iterator[None]:
    """Limit models that say so to rows that `viewer` may see, inside the block."""
    token = _viewer.set(viewer)
    try:
        yield
    finally:
        _viewer.reset(token)


@contextmanager
def unlimited() -> Iterator[None]:
    """Read all rows inside the block: data written for everybody, such as a release, do not depend on who asked for
    them.
    """
    token = _everything.set(True)
    try:
        yield
    finally:
        _everything.reset(token)


def viewer() -> User | None:
    """Return the person for whom the current page is made, whatever rows are read meanwhile. None outside the admin."""
    return _viewer.get()


def is_unlimited() -> bool:
    """Return whether all rows are read."""
    person = _viewer.get()
    return _everything.get() or person is None or person.is_superuser


class Unlimited(Expression):
    """True where rows are read for nobody in particular.

    Found out when a statement is made, since forms keep their querysets.
    """

    conditional = True
    output_field = BooleanField()

    def as_sql(self, compiler: object, connection: object, **_context: object) -> Any:
        raise FullResultSet if is_unlimited() else EmptyResultSet


class OfViewer(Expression):
    """An attribute of whom rows are read for: a number, or NULL."""

    output_field = BigIntegerField()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    @property
    def identity(self) -> Any:
        return (type(self), self.name)

    def as_sql(self, compiler: object, connection: object, **_context: object) -> tuple[str, tuple[Any, ...]]:
        return "%s", (getattr(_viewer.get(), self.name, None),)


class ViewerParameter:
    """A viewer whose key is given under the name `viewer` when a statement is asked. Not a superuser, and not narrowed
    to a plugin, since who may see what is another statement then: see `fits_parameter`.
    """

    is_superuser = False
    within = ""
    pk = Parameter("viewer", BigIntegerField())

    @property
    def memberships(self) -> "MembershipQuerySet":
        return Membership.objects.filter(user=self.pk)


def fits_parameter(viewer: User) -> bool:
    """Return whether `viewer` may take the place of `ViewerParameter`."""
    return not (viewer.is_superuser or viewer.within)
