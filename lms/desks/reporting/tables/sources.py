"""Figures over tables of other rooms: the same question, asked of their rows, in groups that are large enough."""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.db.models import Count, F

from lms.foundation.plugins.report import Figure, Source
from lms.foundation.plugins.runtime import faults, guard
from lms.learning.progress.models import Enrolment
from lms.people.directory.institutions import Institution

from ..filters.figures import OverTable
from ..filters.selection import Selection
from .suppression import hidden_groups

Numbers = dict[Any, int | None]
"""By the key of a group what was counted in it; None where that is not shown."""
OF_ENROLMENTS = {
    "course": "course_id",
    "cohort": "assignment__cohort_id",
    "sex": "sex",
    "rank": "rank_band",
    "institution": "institution_id",
}


def column_of(source: Source, by: str) -> F:
    """Return the column by what the rows of `source` are grouped."""
    if not source.enrolment:
        return F(f"{source.institution}_id")
    return F(f"{source.enrolment}__{OF_ENROLMENTS[by]}")


def numbers(
    selection: Selection,
    key_of: Callable[[Figure, Source], object],
    *,
    known: Callable[[object], object] = lambda key: key,
) -> dict[str, Numbers]:
    """Return the numbers of each figure over another table, by its slug; one statement each. Figures that break are
    left out.

    `key_of` gives the expression by which the rows are grouped, `known` the key of the group that a value belongs to.
    """
    by_figure = {}
    for one in selection.sourced:
        counted = (_guarded if one.plugin else _counted)(selection, one, key_of, known)
        if counted is not None:
            by_figure[one.figure.slug] = counted
    return by_figure


def _guarded(
    selection: Selection, one: OverTable, key_of: Callable[[Figure, Source], object], known: Callable[[object], object]
) -> Numbers | None:
    def asked() -> Numbers | None:
        with transaction.atomic():  # a statement that the database refuses ends its transaction
            _check(one.figure, one.source)
            return _counted(selection, one, key_of, known)

    return guard.answer_or(guard.Call(one.plugin, faults.FIGURE, one.figure.slug), asked, instead=lambda: None)


def _check(figure: Figure, source: Source) -> None:
    """Raise `TypeError` where rows cannot be joined by the paths that are stated, or have no such time."""
    model = source.rows().model
    path, target = (source.enrolment, Enrolment) if source.enrolment else (source.institution, Institution)
    end = model
    for name in path.split("__"):
        step = end._meta.get_field(name)
        if not (step.many_to_one or step.one_to_one):
            raise TypeError(f"“{name}” of the path “{path}” leads to many rows")
        end = step.related_model
    if end is not target:
        raise TypeError(f"the path “{path}” leads to {end.__name__} and not to {target.__name__}")
    if not isinstance(model._meta.get_field(figure.dated), models.DateTimeField):
        raise TypeError(f"“{figure.dated}” is no time")
    str(figure.label)


def _counted(
    selection: Selection, one: OverTable, key_of: Callable[[Figure, Source], object], known: Callable[[object], object]
) -> Numbers | None:
    figure, source = one.figure, one.source
    key = key_of(figure, source)
    rows = selection.over(one).filter(figure.condition & selection.period(figure.dated))
    rows = (
        rows.filter(**{f"{figure.dated}__isnull": False})
        .annotate(group_of_figure=key)
        .order_by()
        .values("group_of_figure")
    )
    person = f"{source.enrolment}__learner" if source.enrolment else "pk"
    rows = rows.annotate(rows_of_figure=Count("pk", distinct=True), persons_of_figure=Count(person, distinct=True))
    sums: dict[Any, int] = {}
    persons: dict[Any, int] = {}
    for value, number, people in rows.values_list("group_of_figure", "rows_of_figure", "persons_of_figure"):
        group = known(value)
        sums[group] = sums.get(group, 0) + number
        persons[group] = max(persons.get(group, 0), people)  # the same person may be in several that become one group
    hidden = hidden_groups(persons)
    return {group: None if group in hidden else number for group, number in sums.items()}
