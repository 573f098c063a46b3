"""The institution whose certificates the people of an institution get."""

from typing import TYPE_CHECKING

from django.db.models import Case, CharField, F, Q, QuerySet, Subquery, When

from lms.foundation.database.statements import Parameter, Statement

from .choices import Kind
from .institutions import Institution

if TYPE_CHECKING:
    from django.db.models import Model

_FIELDS = ("id", "name", "names", "certificate_settings")
_PATH = Parameter("path", CharField())


def _above() -> QuerySet[Institution]:
    """Return the institutions at or above the one with that path that are marked as issuing, the closest first, and
    behind them the academies.
    """
    rows = Institution.objects.filter(Q(own_issues=True) | Q(kind=Kind.ACADEMY), path__lte=_PATH).alias(below=_PATH)
    return rows.filter(below__startswith=F("path")).order_by(Case(When(own_issues=True, then=0), default=1), "-path")


_CLOSEST: Statement[Institution] = Statement(lambda: _above().only(*_FIELDS)[:1], prepared=True)
COLUMNS = {f"issuer_{name}": Subquery(_above().values(name)[:1]) for name in _FIELDS}
"""For a statement that is written once and asks for something else, too: `path` is that of the institution."""


def issuer_of(institution: Institution) -> Institution:
    """Return the issuer of certificates: the nearest institution, at or above `institution`, that is marked as issuing;
    where none is, the academy above a unit, or the institution itself. A statement where it is another one, and none if
    it was remembered. Of another one only the names and `certificate_settings` are loaded.
    """
    own = institution.issuing == institution.pk if institution.issuing else institution.kind != Kind.UNIT
    if own or not institution.path:
        return institution
    known: Institution | None = institution.__dict__.get("_issuer")
    return known or _CLOSEST.first(path=institution.path) or institution


def remember(institution: Institution, row: "Model") -> None:
    """Remember the issuer of `institution`, if `row` was read with `COLUMNS`."""
    values = [getattr(row, name) for name in COLUMNS]
    institution.__dict__["_issuer"] = Institution.from_db(row._state.db, _FIELDS, values) if values[0] else institution
