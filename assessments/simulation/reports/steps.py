"""A report: marks by step of the procedure, by role in the case, own profession or institution."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.casework import score
from lms.foundation.plugins.report import FEWEST, Column, Guide, Param, Report, Row
from lms.people.directory.models import User

from . import filters, seats
from .guidance import guide


@dataclass
class GroupMarks:
    """Sums of one group: its learners, runs and editions of the case, and each seat's share of the marks, 0 to 1."""

    learners: set[int] = field(default_factory=set)
    runs: set[int] = field(default_factory=set)
    editions: set[str] = field(default_factory=set)
    shares: list[float] = field(default_factory=list)
    nevers: int = 0


Key = tuple[Any, int, str]
"""Activity, step and group."""


class MarksByStep(Report):
    """One row for each case, step and group. Marks are a seat's own and those that its team shares."""

    slug = "simulation_steps"
    name = gettext_lazy("Simulations: marks by step")

    def filters(self, viewer: User) -> Sequence[Param]:
        return filters.asked(viewer, (filters.ROLE, filters.PROFESSION, filters.INSTITUTION))

    def columns(self, params: Mapping[str, str]) -> list[Column]:
        return [
            Column("step", _("Step")),
            *([Column("group", filters.groups()[params["by"]])] if "by" in params else []),
            Column("case", _("Case")),
            Column("marks", _("Marks, in per cent"), "number"),
            Column("learners", _("Learners"), "number"),
            Column("runs", _("Runs"), "number"),
            Column("editions", _("Editions of the case"), "number"),
            Column("never", _("With a critical mistake"), "percent"),
        ]

    def rows(self, viewer: User, params: Mapping[str, str], *, now: datetime) -> Iterable[Row]:
        sums = _sums(seats.runs_of(viewer, params), params.get("by"))
        return _rows(sums, params)

    def guide(self, viewer: object, params: Mapping[str, str], rows: Sequence[Row]) -> Guide | None:
        return guide(rows, "marks")


def _sums(runs: Iterable[seats.ClosedRun], by: str | None) -> dict[Key, GroupMarks]:
    sums: dict[Key, GroupMarks] = {}
    for number, run in enumerate(runs):
        for seat in run.seats:
            own, group = score(run.script, run.state, seat.role), seats.group_of(seat, run, by)
            for step, (got, offered) in own.steps.items():
                if offered:
                    one = sums.setdefault((run.activity, step, group), GroupMarks())
                    one.learners.add(seat.learner)
                    one.runs.add(number)
                    one.editions.add(run.edition)
                    one.shares.append(got / offered)
                    one.nevers += any(run.script.decisions[id].step == step for id in own.nevers)
    return sums


def _rows(sums: Mapping[Key, GroupMarks], params: Mapping[str, str]) -> Iterator[Row]:
    titles = filters.titles()
    for (activity, step, group), one in sorted(sums.items(), key=lambda pair: (str(pair[0][0]), *pair[0][1:])):
        few = len(one.learners) < FEWEST
        named = {"case": titles.get(activity, ""), "step": _("Step %(number)s") % {"number": step} if step else "–"}
        yield Row(
            named
            | ({"group": group} if "by" in params else {})
            | {
                "learners": None if few else len(one.learners),
                "runs": None if few else len(one.runs),
                "editions": None if few else len(one.editions),
                "marks": None if few else filters.per_cent(sum(one.shares), len(one.shares)),
                "never": None if few else one.nevers / len(one.shares),
            }
        )
