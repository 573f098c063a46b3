"""Columns of plugins in lists: which a list has, and their values, asked once for all rows of a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from lms.foundation.interface.tables.columns import Text, kind_of
from lms.foundation.plugins.pages.list_columns import ListColumn, list_columns
from lms.foundation.plugins.report import Column
from lms.foundation.plugins.runtime import faults, guard
from lms.foundation.plugins.runtime.activation import InstitutionLike
from lms.people.administration.records.services import narrowed
from lms.people.directory.models import User

ADDED = "added."
"""What the names of plugins' columns begin with, so that none takes the place of a list's own."""
Rows = Iterable[tuple[int, InstitutionLike]]
"""Primary keys of rows, each with the institution at which a plugin has to be on to be asked about it."""


@dataclass(frozen=True)
class ShownColumn:
    """A column with the values of one page."""

    label: str
    kind: Text
    values: Mapping[int, Any]

    kind_slug: str = "text"

    def text(self, row: int, *, today: date) -> str:
        """Return the text that the reader sees; a dash if there is none."""
        return self.kind.show(self.values.get(row), today=today)


def columns_of(place: str, institutions: Iterable[InstitutionLike]) -> list[Column]:
    """Return the columns of `place` whose plugins are on at one of `institutions`, except those that cannot be
    named.
    """
    at = list(institutions)
    columns = []
    for one in list_columns:
        if (
            one.place == place
            and any(list_columns.is_on(one.slug, institution) for institution in at)
            and (label := _label(one))
        ):
            columns.append(Column(ADDED + one.slug, label, one.kind))
    return columns


def values_of(
    column: Column, rows: Rows, viewer: User, *, now: datetime, zone: tzinfo, cohort: object = None
) -> Mapping[int, Any]:
    """Return the values of `rows` as the column's kind takes them, in one call; none if the plugin breaks."""
    slug = column.slug.removeprefix(ADDED)
    one, plugin = list_columns.get(slug), list_columns.owner(slug)
    asked = [pk for pk, at in rows if list_columns.is_on(slug, at)]
    known, kind = set(asked), kind_of(column)

    def given() -> dict[int, Any]:
        within = narrowed(viewer, plugin) if plugin else viewer
        values = one.values(asked, within, cohort=cohort, now=now)
        return {pk: kind.parse(value, zone) for pk, value in values.items() if pk in known}

    if not asked:
        return {}
    return guard.answer_or(_call(one, "values"), given, instead=dict) if plugin else given()


def shown(
    place: str, rows: Rows, viewer: User, *, now: datetime, zone: tzinfo, cohort: object = None
) -> list[ShownColumn]:
    """Return the columns of `place` for the `rows` of a page."""
    rows = list(rows)
    return [
        ShownColumn(
            column.label,
            kind_of(column),
            values_of(column, rows, viewer, now=now, zone=zone, cohort=cohort),
            column.kind,
        )
        for column in columns_of(place, [at for _pk, at in rows])
    ]


def _label(one: ListColumn) -> str:
    """Return its words; empty if they cannot be read."""
    return guard.answer_or(_call(one, "label"), lambda: str(one.label), instead=str)


def _call(one: ListColumn, name: str) -> guard.Call:
    return guard.Call(list_columns.owner(one.slug), faults.COLUMN, f"{one.slug}.{name}")
