"""Laws on meetings: each begins within the time that was asked for, and the number of statements does not grow."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ..meetings import Appointment, MeetingKind
from .behaviour import NOW
from .breach import expect

SPAN = timedelta(days=15)


def meets_in_time(kind: MeetingKind, cohorts: Sequence[Any], people: Sequence[Any]) -> None:
    """Check that a kind has a label, and gives appointments of its own that begin within the time, with as many
    statements for two cohorts as for one.
    """
    expect(str(kind.label).strip(), f"The meeting kind “{kind.slug}” has no label.")
    times = {"since": NOW, "until": NOW + SPAN}
    keys = [cohort.pk for cohort in cohorts]
    few = _asked(kind, "of_cohorts", lambda: kind.of_cohorts(keys[:1], **times))
    many = _asked(kind, "of_cohorts", lambda: kind.of_cohorts(keys, **times))
    told = f"of_cohorts of “{kind.slug}” takes {few} statements for one cohort and {many} for {len(keys)}."
    expect(many <= few, told)
    _asked(kind, "of_person", lambda: kind.of_person(people[0], **times))
    _asked(kind, "led_by", lambda: kind.led_by(people[0], **times))
    _asked(kind, "within", lambda: kind.within(**times))
    _asked(kind, "with_keys", lambda: kind.with_keys({0}, **times))


def _asked(kind: MeetingKind, name: str, ask: Callable[[], Sequence[Appointment]]) -> int:
    """Return the number of statements of one function, whose meetings are sound."""
    with CaptureQueriesContext(connection) as statements:
        found = list(ask())
    for one in found:
        what = f"{name} of “{kind.slug}” gives {one!r:.200}"
        expect(isinstance(one, Appointment), f"{what}, which is no Appointment.")
        expect(one.kind == kind.slug, f"{what}, whose kind is not its own.")
        expect(NOW <= one.starts_at < NOW + SPAN, f"{what}, which does not begin within the time that was asked for.")
        expect(one.institution is not None, f"{what}, which is at no institution.")
    return len(statements)
