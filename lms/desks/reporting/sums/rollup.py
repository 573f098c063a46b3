"""Rows of differences become one row for each sum, from time to time, so that there are few to add up."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from .statements import COLUMNS, correct

AT_ONCE = 2000
"""So many new rows are taken up in one transaction."""


def roll_up() -> int:
    """Add up what was written since the last time; returns how many rows that were. Killed at any point, or done by
    two at once, the sums stay what they are: rows go and come in one transaction.
    """
    done = 0
    for model in COLUMNS:
        while number := _batch(model):
            done += number
    return done


@transaction.atomic
def begin_anew() -> None:
    """Count everything anew, into one row for each sum: after so much came in that adding it up takes longer."""
    for model in COLUMNS:
        model._base_manager.all().delete()
    correct()
    for model in COLUMNS:
        model._base_manager.update(rolled=True)


@transaction.atomic
def _batch(model: Any) -> int:
    columns = COLUMNS[model]
    new = _locked(model.objects.filter(rolled=False))[:AT_ONCE]
    fresh = list(new)
    if not fresh:
        return 0
    keys = {_key(row, columns) for row in fresh}
    alike = [_one_of(column, {key[place] for key in keys}) for place, column in enumerate(columns)]
    known = [row for row in _locked(model.objects.filter(*alike, rolled=True)) if _key(row, columns) in keys]
    model.objects.filter(pk__in=[row.pk for row in (*fresh, *known)]).delete()
    totals = _totals((*fresh, *known), columns)
    model.objects.bulk_create(
        model(**dict(zip(columns, key, strict=True)), number=number, rolled=True)
        for key, number in totals.items()
        if number
    )
    return len(fresh)


def _one_of(column: str, values: set[Any]) -> Q:
    named = Q(**{f"{column}__in": values - {None}})
    return named | Q(**{f"{column}__isnull": True}) if None in values else named


def _locked(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return rows.select_for_update(no_key=True).order_by("pk")


def _key(row: object, columns: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, column) for column in columns)


def _totals(rows: Iterable[Any], columns: Iterable[str]) -> dict[tuple[Any, ...], int]:
    totals: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = _key(row, columns)
        totals[key] = totals.get(key, 0) + row.number
    return totals
