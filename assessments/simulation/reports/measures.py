"""A report: how runs came out, by the measures of their case."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.casework import measures
from lms.foundation.plugins.report import FEWEST, Column, Guide, Param, Report, Row
from lms.people.directory.choices import REPORTING_ROLES

from ..runs.models import Run
from ..runs.names import Words
from . import filters, seats
from .guidance import guide

if TYPE_CHECKING:
    from lms.people.directory.models import User


@dataclass
class MeasureValues:
    """Values of one measure in each run of a group; None where the step never happened, which is no 0."""

    words: Words
    editions: set[str] = field(default_factory=set)
    values: list[Any] = field(default_factory=list)


Key = tuple[Any, str]
"""Activity and measure."""


class MeasuresOfRuns(Report):
    """One row for each case and measure: a run is one observation, and counts where its institution is."""

    slug = "simulation_measures"
    name = gettext_lazy("Simulations: how runs came out")

    def filters(self, viewer: "User") -> Sequence[Param]:
        return [one for one in filters.asked(viewer, ()) if one.name != "by"]

    def columns(self, params: Mapping[str, str]) -> list[Column]:
        return [
            Column("measure", _("Measure")),
            Column("case", _("Case")),
            Column("yes", _("Yes, in per cent"), "number"),
            Column("mean", _("Mean"), "number"),
            Column("never", _("Never happened"), "percent"),
            Column("runs", _("Runs"), "number"),
            Column("editions", _("Editions of the case"), "number"),
        ]

    def rows(self, viewer: "User", params: Mapping[str, str], *, now: datetime) -> Iterable[Row]:
        runs = Run.objects.visible_to(viewer, *REPORTING_ROLES).filter(filters.of_runs(params))
        runs = runs.filter(filters.within(viewer, params, "institution__path"))
        if "cohort" in params:
            runs = runs.filter(cohort=int(params["cohort"]))
        return _rows(_values(seats.read(runs, lambda run: [])))

    def guide(self, viewer: object, params: Mapping[str, str], rows: Sequence[Row]) -> Guide | None:
        return guide(rows, "runs")


def _values(runs: Iterable[seats.ClosedRun]) -> dict[Key, MeasureValues]:
    found: dict[Key, MeasureValues] = {}
    for run in runs:
        for id, value in measures(run.script, run.state).items():
            one = found.setdefault((run.activity, id), MeasureValues(run.words))
            one.editions.add(run.edition)
            one.values.append(value)
    return found


def _rows(found: Mapping[Key, MeasureValues]) -> Iterator[Row]:
    titles = filters.titles()
    for (activity, id), one in sorted(found.items(), key=lambda pair: str(pair[0][0])):
        few = len(one.values) < FEWEST
        truths = [value for value in one.values if isinstance(value, bool)]
        numbers = [value for value in one.values if isinstance(value, int | float) and not isinstance(value, bool)]
        yield Row(
            {
                "case": titles.get(activity, ""),
                "measure": one.words.label("measures", id),
                "runs": None if few else len(one.values),
                "editions": None if few else len(one.editions),
                "yes": None if few or not truths else filters.per_cent(sum(truths), len(truths)),
                "mean": None if few or not numbers else round(sum(numbers) / len(numbers), 2),
                "never": None if few else sum(value is None for value in one.values) / len(one.values),
            }
        )
