"""The three figures that matter: completed, women among them, overdue."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.interface import words
from lms.interface.columns import number
from lms.plugins.report import Row

from . import months
from .figures import ARRIVED, LEFT
from .filters import ANY
from .selection import PERSONS, Selection
from .tables import lines_url


@dataclass(frozen=True)
class Note:
    """A few words below a figure, with the list behind them; `trend` is up, down or nothing."""

    text: str
    url: str = ""
    trend: str = ""


@dataclass(frozen=True)
class Card:
    """One of the three figures."""

    label: str
    value: str
    url: str
    notes: list[Note]
    overdue: bool = False


@dataclass(frozen=True)
class Totals:
    """What the cards count. Persons are counted once however often they completed. `quarter` and `before` are
    completions in the days that are compared: those asked for and those before them, else of this quarter and the last.
    """

    persons: int
    women: int
    men: int
    completions: int
    quarter: int
    before: int
    overdue: int
    cohorts: int


def totals(selection: Selection) -> Totals:
    """All totals in one pass."""
    completed, overdue = selection.figures["completed"], selection.figures["overdue"]
    done = completed.condition & selection.period(completed.dated)
    late = overdue.condition & selection.period(overdue.dated)
    this, before = periods(selection) or quarters(selection.today)
    in_cohort = Q(assignment__cohort__in=list(selection.scope.cohorts))
    sums = selection.enrolments().aggregate(
        persons=Count("learner", distinct=True, filter=done),
        women=Count("learner", distinct=True, filter=done & Q(sex="F")),
        men=Count("learner", distinct=True, filter=done & Q(sex="M")),
        completions=Count("pk", filter=done),
        quarter=Count("pk", filter=completed.condition & selection.period(completed.dated, *this)),
        before=Count("pk", filter=completed.condition & selection.period(completed.dated, *before)),
        overdue=Count("pk", filter=late),
        cohorts=Count("assignment__cohort", distinct=True, filter=late & in_cohort),
    )
    return Totals(**sums)


Days = tuple[date, date]


def quarters(today: date) -> tuple[Days, Days]:
    """This quarter until today, and as many days of the quarter before (all of it where it is shorter)."""
    start = months.quarter(today)
    earlier = months.add(start, -3)
    return (start, today), (earlier, min(earlier + (today - start), start - timedelta(days=1)))


def periods(selection: Selection) -> tuple[Days, Days] | None:
    """The days asked for, until today, and as many before them; nothing where they have no beginning,
    or have not begun.
    """
    start, end = selection.filters.start, min(selection.filters.end or selection.today, selection.today)
    if start is None or start > end:
        return None
    return (start, end), (start - (end - start) - timedelta(days=1), start - timedelta(days=1))


def median_days(selection: Selection, count: int) -> int:
    """The median of the days by which the `count` overdue enrolments are late: the middle one,
    or the mean of the two in the middle.
    """
    overdue = selection.figures["overdue"]
    rows = selection.enrolments().filter(overdue.condition & selection.period(overdue.dated)).order_by("due_at")
    middle = [due for due in rows.values_list("due_at", flat=True)[(count - 1) // 2 : count // 2 + 1] if due]
    late = sum(((selection.now - due) for due in middle), timedelta()) / max(len(middle), 1)
    return late.days


def cards(selection: Selection) -> list[Card]:
    """The three figures with what stands below each. Two statements, one where nobody is overdue."""
    sums = totals(selection)
    return [_completed(selection, sums), _women(selection, sums), _overdue(selection, sums)]


def _completed(selection: Selection, sums: Totals) -> Card:
    persons = lines_url(selection, PERSONS) if sums.persons else ""
    asked = periods(selection)
    notes = []
    if sums.completions:
        text = ngettext("%(count)s completion", "%(count)s completions", sums.completions) % {
            "count": number(sums.completions)
        }
        notes.append(Note(text, lines_url(selection, "completed"), _trend(sums) if asked else ""))
    if asked:
        notes.append(_days_before(selection, sums, asked[1]))
    elif selection.filters.start is None and selection.filters.end is None:
        notes += _this_quarter(selection, sums)
    return Card(_("Officers who completed"), number(sums.persons), persons, notes)


def _trend(sums: Totals) -> str:
    return "up" if sums.quarter >= sums.before else "down"


def _days_before(selection: Selection, sums: Totals, before: Days) -> Note:
    """How many in as many days before those asked for."""
    days = (before[1] - before[0]).days + 1
    text = ngettext("%(count)s on the day before", "%(count)s in the %(days)s days before", days)
    return Note(
        text % {"count": number(sums.before), "days": number(days)},
        _between(selection, *before) if sums.before else "",
    )


def _this_quarter(selection: Selection, sums: Totals) -> list[Note]:
    this, before = quarters(selection.today)
    notes = []
    if sums.quarter:
        notes.append(
            Note(
                _("%(count)s this quarter") % {"count": number(sums.quarter)},
                _between(selection, *this),
                _trend(sums),
            )
        )
    if sums.before:
        text = _("%(count)s by this day of the last quarter") % {"count": number(sums.before)}
        notes.append(Note(text, _between(selection, *before)))
    return notes


def _between(selection: Selection, start: date, end: date) -> str:
    return lines_url(selection, "completed", **{"from": start.isoformat(), "to": end.isoformat()})


def _women(selection: Selection, sums: Totals) -> Card:
    sexes = [
        (sums.women, "F", ngettext("%(count)s woman", "%(count)s women", sums.women)),
        (sums.men, "M", ngettext("%(count)s man", "%(count)s men", sums.men)),
    ]
    notes = [
        Note(text % {"count": number(count)}, lines_url(selection, PERSONS, sex=code))
        for count, code, text in sexes
        if count
    ]
    share = words.percent(sums.women / sums.persons) if sums.persons else "–"
    return Card(_("Women among them"), share, lines_url(selection, PERSONS, sex="F") if sums.women else "", notes)


def _overdue(selection: Selection, sums: Totals) -> Card:
    if not sums.overdue:
        return Card(_("Overdue now"), number(0), "", [Note(_("Nobody is late."))])
    notes = []
    if sums.cohorts:
        text = ngettext("in %(count)s cohort", "in %(count)s cohorts", sums.cohorts) % {"count": number(sums.cohorts)}
        cohort = "" if isinstance(selection.filters.cohort, int) else ANY
        query = selection.filters.query(
            (), **{"by": "cohort", "only": "overdue", **({"cohort": cohort} if cohort else {})}
        )
        notes.append(Note(text, f"{reverse('reports:completion')}?{query}"))
    days = median_days(selection, sums.overdue)
    notes.append(Note(ngettext("median %(count)s day", "median %(count)s days", days) % {"count": number(days)}))
    return Card(_("Overdue now"), number(sums.overdue), lines_url(selection, "overdue"), notes, overdue=True)


def moved(selection: Selection, rows: list[Row]) -> list[Note]:
    """How many were transferred in and out, as the table's `rows` count them; nothing where nobody was."""
    notes = []
    for slug, text in ((ARRIVED, _("Transferred in: %(count)s")), (LEFT, _("Transferred out: %(count)s"))):
        if count := sum(row.cells[slug] for row in rows):
            notes.append(Note(text % {"count": number(count)}, lines_url(selection, slug)))
    return notes
