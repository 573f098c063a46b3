"""Words and numbers of the page “At a glance”."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.desks.reporting.filters.selection import PERSONS
from lms.desks.reporting.tables.table import lines_url
from lms.foundation.interface import words
from lms.foundation.interface.tables.columns import NOTHING, number

from .counts import Counts, PlaceCounts
from .goals import Goal
from .trends import is_rising

MOST_LATE, MOST_ROWS = 5, 100
HIDDEN = "…"


@dataclass(frozen=True)
class Card:
    """One figure with what stands below it, and where it leads; `trend` is up, down or nothing."""

    label: str
    value: str
    url: str = ""
    note: str = ""
    trend: str = ""
    overdue: bool = False


@dataclass(frozen=True)
class Line:
    """One row of the table: each cell with its heading, its number in words, and where that leads."""

    name: str
    url: str
    cells: list[tuple[str, str, str]]


def cards_of(counts: Counts) -> list[Card]:
    """Return the cards of the figures that matter."""
    people, women = counts.people["persons"], counts.people["women"]
    shown = not counts.totals_only
    lists = lines_url(counts.selection, PERSONS) if shown and people else ""
    completions = _("%(count)s completions") % {"count": _shown(counts.completions)}
    cards = [
        Card(_("Officers who completed"), _shown(people), lists, completions),
        Card(_("Women among them"), _share(women, people)),
        Card(_("Completions in twelve months"), _shown(counts.year()), "", _year_before(counts), is_rising(counts)),
    ]
    if shown:
        url = lines_url(counts.selection, "overdue") if counts.overdue else ""
        cards.append(Card(_("Overdue now"), number(counts.overdue), url, overdue=bool(counts.overdue)))
    return cards


def _share(women: int | None, people: int | None) -> str:
    if women is None or people is None:
        return HIDDEN
    return words.percent(women / people) if people else NOTHING


def _year_before(counts: Counts) -> str:
    return _("%(count)s in the twelve months before") % {"count": _shown(counts.year(back=1))}


def _shown(value: int | None) -> str:
    return HIDDEN if value is None else number(value)


def headings_of(counts: Counts) -> list[str]:
    """Return the headings of the cells of a line."""
    first = [_("People"), _("Women among them"), _("Completions")]
    return first if counts.totals_only else [*first, _("In twelve months"), _("Overdue")]


def line_of(counts: Counts, one: PlaceCounts) -> Line:
    """Return the row of one place."""
    name, headings = counts.selection.scope.place_name(one.place.id), headings_of(counts)
    if counts.totals_only:
        shown = [(_shown(value), "") for value in (one.people, one.women, one.completions)]
        return Line(_itself(one, name), "", [(heading, *cell) for heading, cell in zip(headings, shown, strict=True)])
    place, since = _query_of(one), counts.months[0].isoformat()
    asked: list[tuple[int | None, str, dict[str, str]]] = [
        (one.people, PERSONS, {}),
        (one.women, PERSONS, {"sex": "F"}),
        (one.completions, "completed", {}),
        (one.recent, "completed", {"from": since}),
        (one.overdue, "overdue", {}),
    ]
    cells = [
        (heading, _shown(value), lines_url(counts.selection, state, institution=place, **more) if value else "")
        for heading, (value, state, more) in zip(headings, asked, strict=True)
    ]
    return Line(_itself(one, name), f"{reverse('reports:completion')}?by=course&institution={place}", cells)


def _query_of(one: PlaceCounts) -> str:
    """Return the value of the filter of institutions for a place."""
    return f"{one.place.id}-own" if one.itself else str(one.place.id)


def _itself(one: PlaceCounts, name: str) -> str:
    return _("%(place)s itself") % {"place": name} if one.itself else name


def attention_of(counts: Counts, goals: list[Goal]) -> list[tuple[str, str]]:
    """Return sentences on what needs attention, each with where it leads; the most overdue places first."""
    found = []
    if not counts.totals_only:
        late = sorted((one for one in counts.places if one.overdue), key=lambda one: -(one.overdue or 0))
        for one in late[:MOST_LATE]:
            about = {"place": counts.selection.scope.place_name(one.place.id), "count": number(one.overdue or 0)}
            sentence = ngettext("%(place)s: %(count)s overdue", "%(place)s: %(count)s overdue", one.overdue or 0)
            found.append((sentence % about, lines_url(counts.selection, "overdue", institution=_query_of(one))))
        for one in (one for one in counts.places if not one.recent and not one.itself):
            name = counts.selection.scope.place_name(one.place.id)
            sentence = _("%(place)s: nothing completed in twelve months") % {"place": name}
            found.append((sentence, f"{reverse('reports:completion')}?institution={one.place.id}&by=course"))
    for goal in (goal for goal in goals if goal.behind):
        about = {"title": goal.title, "value": goal.value, "target": goal.target}
        sentence = _("%(title)s: %(value)s, below the target of %(target)s") % about
        found.append((sentence, reverse("indicators:indicator", args=[goal.pk])))
    return found[:20]
