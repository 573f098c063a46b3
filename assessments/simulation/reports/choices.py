"""A report: what was decided, by role in the case, own profession or institution."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.casework import Decision
from lms.foundation.plugins.report import FEWEST, Column, Guide, Param, Report, Row
from lms.people.directory.models import User

from ..runs.names import Words
from . import filters, seats
from .guidance import guide

LAPSED = ""
"""In the place of an option: nobody decided in time."""


@dataclass
class Choices:
    """Figures of one decision and one group: its learners, the number of seats by option, and the newest words."""

    decision: Decision
    words: Words
    learners: set[int] = field(default_factory=set)
    options: Counter[str] = field(default_factory=Counter)


Key = tuple[Any, str, str]
"""Activity, decision and group."""


class WhatWasDecided(Report):
    """One row for each case, decision, group and option. Whoever shares a seat shares its decision."""

    slug = "simulation_choices"
    name = gettext_lazy("Simulations: what was decided")

    def filters(self, viewer: User) -> Sequence[Param]:
        return filters.asked(viewer, (filters.PROFESSION, filters.INSTITUTION))

    def columns(self, params: Mapping[str, str]) -> list[Column]:
        return [
            Column("option", _("Option")),
            Column("best", _("Best"), "yes"),
            Column("decision", _("Decision")),
            Column("role", _("Role in the case")),
            *([Column("group", filters.groups()[params["by"]])] if "by" in params else []),
            Column("case", _("Case")),
            Column("share", _("Share, in per cent"), "number"),
            Column("learners", _("Learners"), "number"),
        ]

    def rows(self, viewer: User, params: Mapping[str, str], *, now: datetime) -> Iterable[Row]:
        return _rows(_choices(seats.runs_of(viewer, params), params.get("by")), params)

    def guide(self, viewer: object, params: Mapping[str, str], rows: Sequence[Row]) -> Guide | None:
        return guide(rows, "share")


def _choices(runs: Iterable[seats.ClosedRun], by: str | None) -> dict[Key, Choices]:
    found: dict[Key, Choices] = {}
    for run in runs:
        for id, made in run.state.made.items():
            decision = run.script.decisions[id]
            for seat in (one for one in run.seats if one.role == decision.seat):
                key = (run.activity, id, seats.group_of(seat, run, by))
                one = found.setdefault(key, Choices(decision, run.words))
                one.learners.add(seat.learner)
                one.options[made.option if made.seat else LAPSED] += 1
    return found


def _rows(found: Mapping[Key, Choices], params: Mapping[str, str]) -> Iterator[Row]:
    titles = filters.titles()
    for (activity, id, group), one in sorted(found.items(), key=lambda pair: (str(pair[0][0]), *pair[0][1:])):
        few, seated = len(one.learners) < FEWEST, one.options.total()
        named = {
            "case": titles.get(activity, ""),
            "role": one.words.seat(one.decision.seat),
            "decision": one.words.question(id),
        } | ({"group": group} if "by" in params else {})
        for option, best in _options(one):
            yield Row(
                named
                | {
                    "option": one.words.option(id, option) if option else _("Nobody decided"),
                    "best": best,
                    "learners": None if few else len(one.learners),
                    "share": None if few else filters.per_cent(one.options[option], seated),
                }
            )


def _options(one: Choices) -> Iterator[tuple[str, bool]]:
    """Yield the options of the newest edition, and that nobody decided."""
    yield from ((option.id, option.marks == one.decision.most) for option in one.decision.options)
    yield LAPSED, False
