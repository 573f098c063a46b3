"""Lines of the page and their words: completions of twelve months, and the same months a year before."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from lms.desks.reporting.filters import months
from lms.foundation.interface.charts import NARROW, WIDTH, Straight, straight
from lms.foundation.interface.tables.columns import number

from .counts import YEAR, Counts


@dataclass(frozen=True)
class Trend:
    """The chart, once more for a phone, and its words."""

    drawing: Straight
    narrow: Straight
    words: str
    hidden: bool


def trend_of(counts: Counts) -> Trend | None:
    """Return the lines; None where nothing was completed in these two years, or all of it is hidden."""
    now = [counts.by_month.get(month, 0) for month in counts.months]
    before = [counts.by_month.get(months.add(month, -YEAR), 0) for month in counts.months]
    if not any(now) and not any(before):
        return None
    named = [(float(place), months.short(month)) for place, month in enumerate(counts.months)]
    drawing, narrow = (
        straight([_pairs(now), _pairs(before)], YEAR - 1, named, rtl=get_language_bidi(), wide=wide)
        for wide in (WIDTH, NARROW)
    )
    return Trend(drawing, narrow, _words(counts, now), None in now or None in before)


def _pairs(values: Sequence[int | None]) -> list[tuple[float, float]]:
    return [(place, value) for place, value in enumerate(values) if value is not None]


def _words(counts: Counts, now: Sequence[int | None]) -> str:
    this, before = counts.year(), counts.year(back=1)
    most = max(range(YEAR), key=lambda place: now[place] or 0)
    sentences = []
    if this is not None:
        about = {"count": number(this), "first": months.name(counts.months[0]), "last": months.name(counts.months[-1])}
        sentences.append(_("%(count)s completions from %(first)s to %(last)s.") % about)
    if before is not None:
        sentences.append(_("%(count)s in the twelve months before.") % {"count": number(before)})
    if now[most]:
        about = {"month": months.name(counts.months[most]), "count": number(now[most] or 0)}
        sentences.append(_("Most in %(month)s: %(count)s.") % about)
    return " ".join(sentences)


def is_rising(counts: Counts) -> str:
    """Return “up” or “down” for this year beside the one before; empty where they are equal, or one is hidden."""
    this, before = counts.year(), counts.year(back=1)
    if this is None or before is None or this == before:
        return ""
    return "up" if this > before else "down"
