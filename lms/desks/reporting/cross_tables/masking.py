"""Small cells of a cross-table that goes to somebody outside the institution.

What is hidden is decided for the whole, in which the filters are divisions too, academies are divided into units, and
years into months. A filter shows a part of that, so that its table and the one without it tell no more than both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, product

from django.utils.translation import gettext as _

from lms.foundation.plugins.report import InvalidFilter
from lms.people.directory.choices import Kind

from ..filters import months
from ..filters.forms import Filters
from ..filters.selection import Selection
from ..tables.suppression import Node, hidden
from .counting import Counts, Measure, Pattern, count
from .cuts import ACADEMY, CUTS, MONTH, UNIT, YEAR, Cut

NESTED = {ACADEMY.slug: UNIT.slug, YEAR.slug: MONTH.slug}
"""Cuts that are always divided further, each with that by which they are."""
Chosen = Mapping[str, str]


def hidden_nodes(selection: Selection, measure: Measure, cuts: Sequence[Cut]) -> tuple[Counts, set[Node]]:
    """Return the counts under the filters, and the nodes that are not shown. One statement. Raises `InvalidFilter`."""
    chosen = dict(chosen_values(selection.filters))
    wanted = {*(cut.slug for cut in cuts), *chosen}
    pairs = [pair for pair in NESTED.items() if wanted & set(pair)]
    nested = list(chain.from_iterable(pairs))
    single = [slug for slug in CUTS if slug in wanted and slug not in nested]
    slugs = [*nested, *single]
    wide = replace(selection, filters=Filters())
    lattice = count(wide, measure, [CUTS.get(slug, YEAR) for slug in slugs], _patterns(len(pairs), len(single)))
    gone = hidden(lattice.people)
    found, left = Counts(), set[Node]()
    for whole in lattice.people:
        for node in _shown(dict(zip(slugs, whole, strict=True)), cuts, chosen):
            found.rows[node], found.values[node] = lattice.rows[whole], lattice.values[whole]
            found.people[node] = lattice.people[whole]
            left |= {node} if whole in gone else set()
    return found, left


def _patterns(pairs: int, single: int) -> list[Pattern]:
    levels = [((True, True), (True, False), (False, False))] * pairs
    return [tuple(chain.from_iterable(one)) for one in product(*levels, *[((True,), (False,))] * single)]


def _shown(at: Mapping[str, str | None], cuts: Sequence[Cut], chosen: Chosen) -> Iterator[Node]:
    """Yield the nodes of the table that are the node `at` of the whole: it has what is chosen, and sums over all that
    the table has not.
    """
    if any(at[slug] != key for slug, key in chosen.items()):
        return
    free = {cut.slug for cut in cuts} | set(chosen)
    if any(at[slug] is not None for slug in at if slug not in free and at.get(NESTED.get(slug, "")) is None):
        return
    fixed = {slug for slug in at if slug in chosen or NESTED.get(slug) in chosen}
    yield from product(*((at[cut.slug], None) if cut.slug in fixed else (at[cut.slug],) for cut in cuts))


def chosen_values(asked: Filters) -> Iterator[tuple[str, str]]:
    """Yield the cut and the value of each filter. Raises `InvalidFilter` for one that is several values of a cut."""
    yield from asked.about_people.items()
    if asked.sex is not None:
        yield "sex", asked.sex
    if asked.course is not None:
        yield "course", str(asked.course.id)
    if asked.programme is not None or asked.cohort is not None:
        raise InvalidFilter([_("Where small groups are hidden, choose no programme and no cohort.")])
    if asked.institution is not None:
        whole = asked.institution.kind == Kind.ACADEMY and not asked.own
        if not (whole or asked.own or asked.institution.kind == Kind.UNIT):
            raise InvalidFilter([_("Where small groups are hidden, choose an academy or a unit, or all.")])
        yield (ACADEMY if whole else UNIT).slug, str(asked.institution.id)
    if asked.start is not None or asked.end is not None:
        yield _period(asked.start, asked.end)


def _period(start: date | None, end: date | None) -> tuple[str, str]:
    if start and end and start.day == 1:
        if end == months.last(start):
            return MONTH.slug, f"{start:%Y-%m}"
        if (start.month, end) == (1, date(start.year, 12, 31)):
            return YEAR.slug, f"{start:%Y}"
    raise InvalidFilter([_("Where small groups are hidden, choose a whole month or a whole year, or all times.")])
