"""Institutions to choose from, as the tree has them, each below the one it belongs to, and a lock on all trees."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.forms.models import ModelChoiceField, ModelChoiceIterator
from django_filters import ModelChoiceFilter
from django_filters.fields import ModelChoiceField as FilterField
from django_filters.fields import ModelChoiceIterator as FilterIterator

from .institutions import Institution
from .models import Cohort

STEP = "\u2003"
"""A space of one letter's width, which a list of choices does not swallow."""
MOST_COHORTS = 200
"""So many can be looked through in a list."""


def in_order(institutions: Iterable[Institution]) -> Iterator[tuple[Institution, int]]:
    """Yield each institution before those below it and beside the others by name, with how many of the given ones are
    above it.
    """
    rows = {row.path or f"?{row.pk}/": row for row in institutions}
    below: dict[str, list[str]] = {}
    for path in rows:
        below.setdefault(_above(path, rows), []).append(path)
    yield from _walk(rows, below, "", 0)


def named_cohorts(cohorts: QuerySet[Cohort], institutions: Iterable[Institution]) -> list[tuple[str, str]]:
    """Return the first of `cohorts` to choose from, each with the name of its institution. One statement."""
    places = {row.pk: row.local_name() for row in institutions}
    rows = cohorts.order_by("name", "pk").values_list("pk", "name", "institution_id")[:MOST_COHORTS]
    return [(str(pk), f"{name} · {places.get(at, '')}") for pk, name, at in rows]


def _above(path: str, rows: dict[str, Institution]) -> str:
    """Return the path of the nearest institution above that is among `rows`; empty if there is none."""
    parts = path.split("/")[:-1]
    return next((above for end in range(len(parts) - 1, 0, -1) if (above := "/".join(parts[:end]) + "/") in rows), "")


def _walk(
    rows: dict[str, Institution], below: dict[str, list[str]], above: str, depth: int
) -> Iterator[tuple[Institution, int]]:
    for path in sorted(below.get(above, []), key=lambda path: (rows[path].local_name().casefold(), rows[path].pk)):
        yield rows[path], depth
        yield from _walk(rows, below, path, depth + 1)


def indented(institutions: Iterable[Institution]) -> list[tuple[str, str]]:
    """Return the keys and names of institutions as choices, in the reader's language, indented by depth."""
    return [(str(row.pk), STEP * depth + row.local_name()) for row, depth in in_order(institutions)]


class InTree(ModelChoiceIterator):
    """Choices of institutions in the order of the tree, in one statement, however many institutions there are."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for row, depth in in_order(self.queryset.all()):
            value, label = self.choice(row)
            yield value, STEP * depth + label


class InstitutionChoiceField(ModelChoiceField):
    iterator = InTree

    def label_from_instance(self, obj: Institution) -> str:
        return obj.local_name()


class _FilterInTree(FilterIterator, InTree):
    """Choices of a filter, with the one for rows without an institution, if the filter has one."""


class _InstitutionFilterField(FilterField):
    iterator = _FilterInTree
    label_from_instance = InstitutionChoiceField.label_from_instance


class InstitutionFilter(ModelChoiceFilter):
    field_class = _InstitutionFilterField


def hold_the_trees() -> None:
    """Lock the trees, so that one transaction at a time changes the tree, a switch or a setting: a new institution must
    not miss a change above it.
    """
    list(
        Institution.objects.select_for_update(no_key=True)
        .filter(parent=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
