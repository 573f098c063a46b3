"""The academy above a unit, whose name the certificates of its people bear."""

from typing import TYPE_CHECKING

from django.db.models import CharField, F, QuerySet, Subquery

from lms.foundation.database.statements import Parameter, Statement

from .choices import Kind
from .institutions import Institution

if TYPE_CHECKING:
    from django.db.models import Model

_NAMED = ("id", "name", "names")
_PATH = Parameter("path", CharField())


def _above() -> QuerySet[Institution]:
    """Return the academies at or above an institution with that path, the closest first."""
    rows = Institution.objects.filter(kind=Kind.ACADEMY, path__lte=_PATH).alias(below=_PATH)
    return rows.filter(below__startswith=F("path")).order_by("-path")


_CLOSEST: Statement[Institution] = Statement(lambda: _above().only(*_NAMED)[:1], prepared=True)
COLUMNS = {f"academy_{name}": Subquery(_above().values(name)[:1]) for name in _NAMED}
"""For a statement that is written once and asks for something else, too: `path` is that of the institution."""


def academy_of(institution: Institution) -> Institution:
    """Return the academy named on the certificate: that above a unit, or the institution itself; a statement for units
    only, and none if it was remembered.
    """
    if institution.kind != Kind.UNIT or not institution.path:
        return institution
    known: Institution | None = institution.__dict__.get("_academy")
    return known or _CLOSEST.first(path=institution.path) or institution


def remember(institution: Institution, row: "Model") -> None:
    """Remember the academy of `institution`, if `row` was read with `COLUMNS`."""
    values = [getattr(row, name) for name in COLUMNS]
    institution.__dict__["_academy"] = Institution.from_db(row._state.db, _NAMED, values) if values[0] else institution
