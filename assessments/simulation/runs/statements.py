"""Queries and writes of every entry and every poll of a seat, as statements that are written once.

What is read is of the learner’s own seat alone.
"""

from functools import cache

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateTimeField,
    IntegerField,
    QuerySet,
    UUIDField,
    When,
)

from lms.foundation.database.statements import Insert, Parameter, Save, Statement, Update

from .models import LogEntry, Run, Seat, SeatQuerySet

PLAYED = ("state", "seq", "status", "schedule", "next_at", "closed_at")
"""The columns of a run that follow from its entries."""


def _own() -> SeatQuerySet:
    rows: SeatQuerySet = Seat.objects.of(Parameter("person", BigIntegerField()))
    return rows.filter(pk=Parameter("seat", BigIntegerField()))


def _to_enter() -> QuerySet[Seat]:
    """Return the own seat with its run, attempt and enrolment, locked. The filter repeats that each attempt has an
    enrolment: this makes an inner join, and only its rows can be locked.
    """
    rows = _own().filter(attempt__enrolment__isnull=False)
    return rows.select_related("run", "attempt__enrolment__institution").select_for_update(
        of=("run", "attempt", "attempt__enrolment"), no_key=True
    )


def _view() -> QuerySet[Seat]:
    due = When(run__next_at__lte=Parameter("now", DateTimeField()), then=1)
    return _own().only("view").annotate(due=Case(due, default=0, output_field=IntegerField()))


OWN = Statement(_to_enter, prepared=True)
"""One’s own seat to enter something from: locked are the run, the attempt and its enrolment, in this order."""
VIEW = Statement(_view, prepared=True)
"""One’s own seat with the name of its view alone; `due` is 1 where something is due in its run and not stored yet."""
ENTRY = Insert(LogEntry, once=True)
RUN = Save(Run, PLAYED)


@cache
def seats_with(roles: int) -> Update[Seat]:
    """Return the name of the view for the seats of a run with so many roles: “role0” gets “view0”, “role1” gets “view1”
    …
    """
    names = [Parameter(f"role{place}", CharField()) for place in range(roles)]
    views = [Parameter(f"view{place}", CharField()) for place in range(roles)]
    each = Case(*(When(role=role, then=view) for role, view in zip(names, views, strict=True)))
    return Update(lambda: Seat.objects.filter(run=Parameter("run", UUIDField()), role__in=names), view=each)
