"""Viewer for whom rows are read while a page of the admin is made, known below every view, so that no view can forget
it; and the placeholder for a viewer in cached SQL statements (`lms.foundation.database.statements`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Count,
    Expression,
    Min,
    Model,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from lms.foundation.database.statements import Parameter, Statement, Values
from lms.foundation.plugins.runtime.activation import on_by_default

from .models import Membership, User

if TYPE_CHECKING:
    from .models import MembershipQuerySet

Row = TypeVar("Row", bound=Model)
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
    """A viewer whose key is given under the name `viewer` when a statement is asked. Not a superuser, narrowed to no
    plugin or to that one which is `within`, since who may see what is another statement then: see `fits_parameter`.
    """

    is_superuser = False
    pk = Parameter("viewer", BigIntegerField())

    def __init__(self, within: str = "") -> None:
        self.within = within

    @property
    def memberships(self) -> "MembershipQuerySet":
        return Membership.objects.filter(user=self.pk)


def fits_parameter(viewer: User) -> bool:
    """Return whether `viewer` may take the place of `ViewerParameter`."""
    return not (viewer.is_superuser or viewer.within)


class RowsOfViewer(Generic[Row]):
    """Query of what a viewer may see, `asks(viewer)`, whose SQL is written once for all viewers of a plugin, but for
    superusers. `prepared` is as in `Statement`.
    """

    def __init__(self, asks: "Callable[[Any], QuerySet[Row]]", *, prepared: bool = True) -> None:
        self.asks, self.prepared = asks, prepared
        self._statements: dict[tuple[str, bool], Statement[Row]] = {}

    def rows(self, viewer: User, **values: Any) -> list[Row]:
        """Return the rows; `values` are of the other open places, by name."""
        return self._for(viewer).rows(viewer=viewer.pk, **values)

    def records(self, viewer: User) -> list[tuple[Any, ...]]:
        """Return the same rows as `Statement.records` does."""
        return self._for(viewer).records(viewer=viewer.pk)

    def _for(self, viewer: User) -> Statement[Row]:
        if viewer.is_superuser:
            return Statement(lambda: self.asks(viewer))
        key = viewer.within, on_by_default(viewer.within)
        if key not in self._statements:
            self._statements[key] = Statement(lambda: self.asks(ViewerParameter(key[0])), prepared=self.prepared)
        return self._statements[key]


class CountOfViewer:
    """Number of the rows of such a query, and the earliest moment in their column `moment`."""

    def __init__(self, asks: "Callable[[Any], QuerySet[Any]]", moment: str) -> None:
        self.asks, self.moment = asks, moment
        self._values = Values(lambda: self._counted(ViewerParameter()), prepared=True)

    def of(self, viewer: User) -> dict[str, Any]:
        """Return the `number` of rows, and `at`, which is None where there are none."""
        if fits_parameter(viewer):
            [(number, at)] = self._values.rows(viewer=viewer.pk)
        else:
            [(number, at)] = self._counted(viewer)
        moment = datetime.fromisoformat(at) if at else None
        return {"number": int(number), "at": moment and (moment if moment.tzinfo else moment.replace(tzinfo=UTC))}

    def _counted(self, viewer: Any) -> "QuerySet[Any, tuple[Any, ...]]":
        """Return one row, since all rows have the same `whole`, in texts, which no driver converts."""
        whole = self.asks(viewer).order_by().annotate(whole=Value(1)).values("whole")
        texts = {"number": Cast(Count("pk"), TextField()), "at": Cast(Min(self.moment), TextField())}
        return whole.annotate(**texts).values_list("number", "at")
