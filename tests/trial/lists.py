"""Tabs and columns of the plugin `trial_lists`: sound ones, and some that break in every way there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.utils.functional import lazy

from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.list_columns import ListColumn, list_columns
from lms.foundation.plugins.pages.slots import Link, Panel
from lms.foundation.plugins.pages.tabs import Tab, tabs
from lms.foundation.plugins.runtime import activation
from lms.learning.progress.models import Enrolment

PLUGIN = "trial_lists"
asked: list[Any] = []
"""What columns were asked about, call by call."""


def _broken(*_args: Any) -> Any:
    raise RuntimeError("broken")


class Field(Tab):
    slug = "trial_lists_field"
    label = "In the field"
    place = slots.COHORT

    def panel(self, row: Any, viewer: Any, *, now: Any) -> Panel | None:
        seen = Enrolment.objects.visible_to(viewer).filter(learner__cohort_places__cohort=row).count()
        return Panel(f"{seen} of {row.name}", "interface/components/empty.html") if seen else None


class Away(Tab):
    slug = "trial_lists_away"
    label = "Away"
    place = slots.PERSON
    gives: Any = Panel("Days away", "interface/components/empty.html")

    def panel(self, row: Any, viewer: Any, *, now: Any) -> Any:
        given = type(self).gives
        return given() if callable(given) else given


class Mute(Tab):
    slug = "trial_lists_mute"
    label = lazy(_broken, str)()
    place = slots.COHORT

    def panel(self, row: Any, viewer: Any, *, now: Any) -> None: ...


class Hours(ListColumn):
    slug = "trial_lists_hours"
    label = "Hours present"
    place = slots.COHORT
    kind = "number"

    def values(self, rows: Any, viewer: Any, *, cohort: Any, now: Any) -> Any:
        asked.append((list(rows), cohort))
        seen = set(Enrolment.objects.visible_to(viewer).filter(learner__in=rows).values_list("learner", flat=True))
        return dict.fromkeys(seen, 1234) | {-1: 5}


class Last(ListColumn):
    """What it gives is set by a test."""

    slug = "trial_lists_last"
    label = "Last drill"
    place = slots.COHORT
    kind = "date"
    gives: Any = date(2026, 11, 20)

    def values(self, rows: Any, viewer: Any, *, cohort: Any, now: Any) -> Any:
        given = type(self).gives
        return given() if callable(given) else dict.fromkeys(rows, given)


class Remark(ListColumn):
    slug = "trial_lists_remark"
    label = "Remark"
    place = slots.ENROLMENT

    def values(self, rows: Any, viewer: Any, *, cohort: Any, now: Any) -> Any:
        asked.append((list(rows), cohort))
        return {pk: f"=remark {pk}" for pk in rows}


class Nameless(Remark):
    slug = "trial_lists_nameless"
    label = lazy(_broken, str)()
    place = slots.COHORT


BROKEN_PANELS = (_broken, lambda: Link("A", "/x/"), lambda: "panel", lambda: Panel("", "a.html"))
BROKEN_VALUES = (_broken, lambda: None, lambda: [1], "yesterday", 5)


@contextmanager
def plugged() -> Iterator[None]:
    """The plugin is there, and off until it is switched on."""
    activation.know(PLUGIN, package=__name__, on_by_default=False)
    for tab in (Field, Away, Mute):
        tabs.register(tab)
    for column in (Hours, Last, Remark, Nameless):
        list_columns.register(column)
    asked.clear()
    gives = Away.gives, Last.gives
    yield
    Away.gives, Last.gives = gives
    for withdraw in activation.withdrawals:
        withdraw(PLUGIN)
