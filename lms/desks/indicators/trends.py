"""The chart of an indicator: its sealed values and its targets over time, with their words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from lms.foundation.interface import words
from lms.foundation.interface.charts import NARROW, WIDTH, Straight, straight

from . import texts
from .overview import Standing

Marks = list[tuple[date, int]]


@dataclass(frozen=True)
class Trend:
    """The lines of values and targets, and once more for a phone."""

    drawing: Straight
    narrow: Straight
    words: str


def trend_of(one: Standing) -> Trend | None:
    """Return the chart of the values that the reader sees, in the present unit, one for each day; None of fewer than
    two marks.
    """
    unit = one.rules.unit
    known = {
        snapshot.as_of: value
        for snapshot in one.snapshots
        if snapshot.definition.rules.unit == unit and (value := one.value_of(snapshot)) is not None
    }
    values = sorted(known.items())
    targets = sorted({target.day: target.value for target in one.targets}.items())
    days = sorted({day for day, _value in (*values, *targets)})
    if not values or len(days) < 2:
        return None
    first = days[0]

    def placed(marks: Marks) -> list[tuple[float, float]]:
        return [((day - first).days, value) for day, value in marks]

    length = (days[-1] - first).days
    edges = [(0.0, words.month(first)), (float(length), words.month(days[-1]))]
    drawing, narrow = (
        straight([placed(values), placed(targets)], length, edges, rtl=get_language_bidi(), wide=wide)
        for wide in (WIDTH, NARROW)
    )
    return Trend(drawing, narrow, _words(unit, values, targets))


def _words(unit: str, values: Marks, targets: Marks) -> str:
    (first, low), (last, high) = values[0], values[-1]
    about = {
        "first": texts.value(unit, low),
        "since": words.day(first, today=last),
        "last": texts.value(unit, high),
        "until": words.day(last, today=last),
    }
    said = _("%(first)s on %(since)s, %(last)s on %(until)s.") % about
    aims = [
        _("Target: %(value)s by %(day)s.") % {"value": texts.value(unit, value), "day": words.day(day, today=last)}
        for day, value in targets
    ]
    return " ".join([said, *aims])
