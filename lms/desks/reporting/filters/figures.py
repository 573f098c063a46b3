"""Figures that are counted of enrolments, each by the day of what it counts."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.report import Figure, Source, figures
from lms.foundation.plugins.runtime import faults, guard
from lms.learning.progress.models.dates import overdue
from lms.learning.progress.models.records import Enrolment
from lms.people.directory.choices import Sex

from .scope import ScopedInstitution

COMPLETED = Q(status=Enrolment.Status.COMPLETED)
NEVER = Q(pk=0)
"""Of no enrolment: what is counted of stays alone."""

FINISHED = Figure("finished", _("Completed by now"), COMPLETED, "enrolled_at", kept=True)
"""Of those enrolled in the period, who has completed by now: what the completion rate is made of."""
HELD = Figure("held", _("Assigned or transferred here"), Q(), "enrolled_at", kept=True)
"""Of those enrolled in the period, for whom the institution is responsible, or was when they completed:
the whole of the rate.
"""

MADE_HERE = Q(arrived_at=None)
"""Enrolled at this institution, and not brought along from another one."""
BEGUN_HERE = Q(started_at__isnull=False) & (MADE_HERE | Q(started_at__gte=F("arrived_at")))
ARRIVED, LEFT = "transferred_in", "transferred_out"
_TRANSFERRED_IN = Figure(ARRIVED, _("Transferred in"), Q(arrived_at__isnull=False), "arrived_at", kept=True)
_ASSIGNED = Figure("assigned", _("Assigned"), MADE_HERE, "enrolled_at", kept=True)
_STARTED = Figure("started", _("Started"), BEGUN_HERE, "started_at", kept=True)
_COMPLETED = Figure("completed", _("Completed"), COMPLETED, "completed_at", kept=True)

Places = Collection[ScopedInstitution]


def counted(now: datetime, places: Places | None = None) -> list[Figure]:
    """Return every figure over enrolments that has a column, in the order of the columns. What was completed counts by
    the day of completion, and so on: each figure by the day of what it counts, so that the months of a year add up to
    the year.

    Each counts at the institution that was responsible on that day, once: whoever was transferred is still assigned and
    started where they were, and completes where they came to. The fields are those of an enrolment; see `STAYS`.
    """
    return [
        _ASSIGNED,
        _STARTED,
        _COMPLETED,
        Figure("women", _("Women who completed"), COMPLETED & Q(sex=Sex.FEMALE), "completed_at", kept=True),
        Figure("men", _("Men who completed"), COMPLETED & Q(sex=Sex.MALE), "completed_at", kept=True),
        _overdue(now),
        _TRANSFERRED_IN,
        Figure(LEFT, _("Transferred out"), NEVER, "moved_at", kept=True),
        *added(places),
    ]


def _overdue(now: datetime) -> Figure:
    return Figure("overdue", _("Overdue"), overdue(now), "due_at", kept=True)


def added(places: Places | None = None) -> list[Figure]:
    """Return the figures over enrolments that rooms and plugins add, but for those of plugins that cannot be counted.

    At `places` where its plugin is off a figure counts nothing, and where that is everywhere it is not there.
    """
    figures_on = []
    for slug, figure in figures.things.items():
        plugin = figures.owner(slug)
        if plugin:
            figure = replace(figure, kept=False)
        if figure.source is not None or figure.only_crossed or not _is_sound(figure, plugin):
            continue
        if plugin and places is not None:
            on = on_at(slug, places)
            if len(on) < len(places):
                figure = replace(figure, condition=figure.condition & Q(institution__in=on))
            if not on:
                continue
        figures_on.append(figure)
    return figures_on


@dataclass(frozen=True)
class OverTable:
    """A figure over another table: this `source`, the plugin that brings it (empty for the house), and the ids of the
    institutions where it is on.
    """

    figure: Figure
    source: Source
    plugin: str
    places: Collection[int]


def over_tables(places: Places, *, crossed: bool = False) -> list[OverTable]:
    """Return the figures over other tables that are on at one of `places` at least; with `crossed` those that only
    cross-tables have.
    """
    sourced = [
        OverTable(figure, figure.source, figures.owner(slug), on_at(slug, places))
        for slug, figure in figures.things.items()
        if figure.source is not None and figure.only_crossed == crossed
    ]
    return [one for one in sourced if one.places]


def on_at(slug: str, places: Places) -> list[int]:
    """Return ids of the `places` where the plugin that brings the figure is on."""
    return [place.id for place in places if figures.is_on(slug, place)]


def _is_sound(figure: Figure, plugin: str) -> bool:
    """Return whether the condition fits enrolments and `dated` is one of their days."""

    def asked() -> bool:
        rows = Enrolment.objects.filter(figure.condition).values(figure.dated)
        return bool(str(rows.query) and str(figure.label))

    call = guard.Call(plugin, faults.FIGURE, figure.slug)
    return not plugin or guard.answer_or(call, asked, instead=bool)


OF_STAYS = (_ASSIGNED, _STARTED, _TRANSFERRED_IN, Figure(LEFT, _("Transferred out"), Q(), "left_at"))
STAYS = {figure.slug: figure for figure in OF_STAYS}
"""What is counted of enrolments that were at an institution until their learner was transferred."""


def kept(now: datetime) -> list[Figure]:
    """Return the figures over enrolments whose counts are kept as sums: the reports' own, and those of the house's
    rooms that say so. Women and men follow from them.
    """
    added = [figure for slug, figure in figures.things.items() if figure.kept and not figures.owner(slug)]
    return [HELD, FINISHED, _ASSIGNED, _STARTED, _COMPLETED, _overdue(now), _TRANSFERRED_IN, *added]
