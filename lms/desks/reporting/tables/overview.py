"""The three figures that matter: completed, women among them, overdue."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.foundation.interface import words
from lms.foundation.interface.tables.columns import number
from lms.foundation.plugins.report import Figure
from lms.learning.progress.models.records import EnrolmentQuerySet

from ..filters import months
from ..filters.forms import ANY
from ..filters.selection import PERSONS, Selection
from ..sums import queries
from .table import lines_url


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
    """Numbers on the cards. Persons are counted once however often they completed. `quarter` and `before` are
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
    """Return all totals: from sums, or counted in one pass."""
    wanted = list(selection.figures.values())
    if all(queries.can_answer(selection, wanted[:1], by=by) for by in ("sex", "month")):
        return _summed(selection, wanted)
    return _counted(selection)


def _summed(selection: Selection, wanted: list[Figure]) -> Totals:
    by_place = queries.by_column(selection, wanted, "institution_id").values()
    this, before = quarters(selection.today)
    late = sum(group["overdue"] for group in by_place)
    return Totals(
        **queries.persons(selection),
        completions=sum(group["completed"] for group in by_place),
        quarter=queries.completed_between(selection, *this),
        before=queries.completed_between(selection, *before),
        overdue=late,
        cohorts=queries.cohorts_late(selection) if late else 0,
    )


def _counted(selection: Selection) -> Totals:
    completed, overdue = selection.figures["completed"], selection.figures["overdue"]
    done = completed.condition & selection.period(completed.dated)
    late = overdue.condition & selection.period(overdue.dated)
    this, before = periods(selection) or quarters(selection.today)
    in_cohort = Q(assignment__cohort__in=list(selection.scope.cohorts))
    numbers = selection.enrolments().aggregate(
        persons=Count("learner", distinct=True, filter=done),
        women=Count("learner", distinct=True, filter=done & Q(sex="F")),
        men=Count("learner", distinct=True, filter=done & Q(sex="M")),
        completions=Count("pk", filter=done),
        quarter=Count("pk", filter=completed.condition & selection.period(completed.dated, *this)),
        before=Count("pk", filter=completed.condition & selection.period(completed.dated, *before)),
        overdue=Count("pk", filter=late),
        cohorts=Count("assignment__cohort", distinct=True, filter=late & in_cohort),
    )
    return Totals(**numbers)


Days = tuple[date, date]


def quarters(today: date) -> tuple[Days, Days]:
    """Return this quarter until today, and as many days of the quarter before (all of it where it is shorter)."""
    start = months.quarter(today)
    earlier = months.add(start, -3)
    return (start, today), (earlier, min(earlier + (today - start), start - timedelta(days=1)))


def periods(selection: Selection) -> tuple[Days, Days] | None:
    """Return the days asked for, until today, and as many before them; nothing where they have no beginning, or have
    not begun.
    """
    start, end = selection.filters.start, min(selection.filters.end or selection.today, selection.today)
    if start is None or start > end:
        return None
    return (start, end), (start - (end - start) - timedelta(days=1), start - timedelta(days=1))


def median_days(selection: Selection, count: int) -> int:
    """Return the median of the days by which the `count` overdue enrolments are late: the middle one, or the mean of
    the two in the middle.
    """
    overdue = selection.figures["overdue"]
    rows = selection.enrolments().filter(overdue.condition & selection.period(overdue.dated)).order_by("due_at")
    places = _in_the_middle(count)
    middle: list[datetime] = []
    if queries.can_answer(selection, [overdue], by="sex"):
        since, until, before = queries.overdue_around(selection, places)
        around = rows.filter(due_at__range=(since, until))
        middle = _due(around, range(places.start - before, places.stop - before))
        if not middle:  # all of them were completed since the refresh
            places = _in_the_middle(rows.count())
    middle = middle or _due(rows, places)
    late = sum(((selection.now - due) for due in middle), timedelta()) / max(len(middle), 1)
    return late.days


def _in_the_middle(count: int) -> range:
    return range(max(count - 1, 0) // 2, count // 2 + 1)


def _due(rows: EnrolmentQuerySet, places: range) -> list[datetime]:
    """Return when those of the `rows` are due that stand at `places`."""
    return [due for due in rows.values_list("due_at", flat=True)[places.start : places.stop] if due]


def cards(selection: Selection) -> list[Card]:
    """Return the three figures with what stands below each. Two statements, one where nobody is overdue."""
    numbers = totals(selection)
    return [_completed(selection, numbers), _women(selection, numbers), _overdue(selection, numbers)]


def _completed(selection: Selection, numbers: Totals) -> Card:
    persons = lines_url(selection, PERSONS) if numbers.persons else ""
    asked = periods(selection)
    notes = []
    if numbers.completions:
        text = ngettext("%(count)s completion", "%(count)s completions", numbers.completions) % {
            "count": number(numbers.completions)
        }
        notes.append(Note(text, lines_url(selection, "completed"), _trend(numbers) if asked else ""))
    if asked:
        notes.append(_days_before(selection, numbers, asked[1]))
    elif selection.filters.start is None and selection.filters.end is None:
        notes += _this_quarter(selection, numbers)
    return Card(_("Officers who completed"), number(numbers.persons), persons, notes)


def _trend(numbers: Totals) -> str:
    return "up" if numbers.quarter >= numbers.before else "down"


def _days_before(selection: Selection, numbers: Totals, before: Days) -> Note:
    """Return the note with the number in as many days before those asked for."""
    days = (before[1] - before[0]).days + 1
    text = ngettext("%(count)s on the day before", "%(count)s in the %(days)s days before", days)
    return Note(
        text % {"count": number(numbers.before), "days": number(days)},
        _between(selection, *before) if numbers.before else "",
    )


def _this_quarter(selection: Selection, numbers: Totals) -> list[Note]:
    this, before = quarters(selection.today)
    notes = []
    if numbers.quarter:
        notes.append(
            Note(
                _("%(count)s this quarter") % {"count": number(numbers.quarter)},
                _between(selection, *this),
                _trend(numbers),
            )
        )
    if numbers.before:
        text = _("%(count)s by this day of the last quarter") % {"count": number(numbers.before)}
        notes.append(Note(text, _between(selection, *before)))
    return notes


def _between(selection: Selection, start: date, end: date) -> str:
    return lines_url(selection, "completed", **{"from": start.isoformat(), "to": end.isoformat()})


def _women(selection: Selection, numbers: Totals) -> Card:
    sexes = [
        (numbers.women, "F", ngettext("%(count)s woman", "%(count)s women", numbers.women)),
        (numbers.men, "M", ngettext("%(count)s man", "%(count)s men", numbers.men)),
    ]
    notes = [
        Note(text % {"count": number(count)}, lines_url(selection, PERSONS, sex=code))
        for count, code, text in sexes
        if count
    ]
    share = words.percent(numbers.women / numbers.persons) if numbers.persons else "–"
    return Card(_("Women among them"), share, lines_url(selection, PERSONS, sex="F") if numbers.women else "", notes)


def _overdue(selection: Selection, numbers: Totals) -> Card:
    if not numbers.overdue:
        return Card(_("Overdue now"), number(0), "", [Note(_("Nobody is late."))])
    notes = []
    if numbers.cohorts:
        text = ngettext("in %(count)s cohort", "in %(count)s cohorts", numbers.cohorts) % {
            "count": number(numbers.cohorts)
        }
        cohort = "" if isinstance(selection.filters.cohort, int) else ANY
        query = selection.filters.query(
            (), **{"by": "cohort", "only": "overdue", **({"cohort": cohort} if cohort else {})}
        )
        notes.append(Note(text, f"{reverse('reports:completion')}?{query}"))
    days = median_days(selection, numbers.overdue)
    notes.append(Note(ngettext("median %(count)s day", "median %(count)s days", days) % {"count": number(days)}))
    return Card(_("Overdue now"), number(numbers.overdue), lines_url(selection, "overdue"), notes, overdue=True)
