"""Lines of the page and their words: completions of twelve months, and the same months a year before."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from lms.desks.reporting.filters import months
from lms.foundation.interface.charts import Straight, straight
from lms.foundation.interface.tables.columns import number

from .counts import YEAR, Counts


@dataclass(frozen=True)
class Trend:
    """The chart and its words; `labels` are places of the months' names."""

    drawing: Straight
    labels: list[tuple[str, str]]
    words: str
    hidden: bool


def trend_of(counts: Counts) -> Trend | None:
    """Return the lines; None where nothing was completed in these two years, or all of it is hidden."""
    now = [counts.by_month.get(month, 0) for month in counts.months]
    before = [counts.by_month.get(months.add(month, -YEAR), 0) for month in counts.months]
    if not any(now) and not any(before):
        return None
    drawing = straight([_pairs(now), _pairs(before)], YEAR - 1, rtl=get_language_bidi())
    places = straight([[(place, 0.0) for place in range(YEAR)]], YEAR - 1, rtl=get_language_bidi()).lines[0][1]
    labels = [(point.x, months.short(month)) for point, month in zip(places, counts.months, strict=True)]
    return Trend(drawing, labels, _words(counts, now), None in now or None in before)


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
