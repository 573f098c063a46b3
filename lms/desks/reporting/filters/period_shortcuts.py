"""Periods that are one click away."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import months
from .selection import Selection


@dataclass(frozen=True)
class Shortcut:
    """`query` is the address of the same question about the period; `current` where that is what was asked."""

    label: str
    query: str
    current: bool


def shortcuts(selection: Selection) -> list[Shortcut]:
    """Return this quarter, this year, everything."""
    today = selection.today
    year = today.replace(month=1, day=1)
    known = [
        (_("This quarter"), months.quarter(today), today),
        (_("This year"), year, today),
        (_("From the beginning"), None, None),
    ]
    filters = selection.filters
    return [
        Shortcut(
            label,
            filters.query((), **{"from": start.isoformat() if start else "", "to": end.isoformat() if end else ""}),
            (filters.start, filters.end) == (start, end),
        )
        for label, start, end in known
    ]
