"""Small cells of a cross-table that goes to somebody outside the institution.

What is hidden is decided for all that may be asked, in which filters are divisions too: places, years and sexes, and
one more division at a time (`masks`). A table shows a part of that.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product

from django.utils.translation import gettext as _

from lms.foundation.plugins.report import InvalidFilter
from lms.people.directory.choices import Kind

from ..filters import months
from ..filters.forms import Filters
from ..filters.selection import Selection
from ..tables.suppression import Node
from .counting import Cell, Counts, Measure, add, batches
from .cuts import ACADEMY, CUTS, MONTH, UNIT, YEAR, Cut
from .masks import Mask, People
from .rectangles import Place

PLACES = ("country", ACADEMY.slug, UNIT.slug)
YEAR_OF, SEX = "year", "sex"
LAST = tuple(slug for slug in CUTS if slug not in (*PLACES, SEX))
"""The divisions of which a table has one at most."""
Chosen = Mapping[str, str]


@dataclass
class MaskedCounts:
    """Counts of a table by `cuts`, of rows that have the `chosen` values, and what of them is not shown."""

    cuts: Sequence[Cut]
    chosen: Chosen
    slugs: Sequence[str]
    """Divisions of the whole, places first."""
    people: People
    counts: Counts
    values: list[set[str]]
    """The values of each cut in the whole, whether or not the chosen rows have them."""

    @cached_property
    def mask(self) -> Mask:
        return Mask(self.people)

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], list[Place]]:
        """The places by the division that tells them from those around them, and their value of it."""
        found: dict[tuple[str, str], list[Place]] = defaultdict(list)
        for place, values in self.people.values:
            if place and not values:
                found[PLACES[len(place) - 1], place[-1]].append(place)
        return found

    def hides(self, node: Node) -> bool:
        """Return whether a number is not shown."""
        asked = {cut.slug: value for cut, value in zip(self.cuts, node, strict=True) if value is not None}
        if any(asked.get(slug, value) != value for slug, value in self.chosen.items()):
            return False
        asked |= self.chosen
        if MONTH.slug in asked:
            asked[YEAR_OF] = asked[MONTH.slug][:4]
        wanted = [asked.get(slug) for slug in self.slugs[len(PLACES) :]]
        return not all(self.mask.shows(place, wanted) for place in self._at(asked))

    def _at(self, asked: Chosen) -> list[Place]:
        """Return the places whose sum is asked for."""
        slug = next((slug for slug in reversed(PLACES) if slug in asked), "")
        if not slug:
            return [()]
        return [
            place
            for place in self._places.get((slug, asked[slug]), ())
            if all(asked.get(above, here) == here for above, here in zip(PLACES, place, strict=False))
        ]


def masked_counts(selection: Selection, measure: Measure, cuts: Sequence[Cut]) -> MaskedCounts:
    """Return the counts under the filters, and what is not shown of them. One statement. Raises `InvalidFilter`."""
    chosen = dict(chosen_values(selection.filters))
    slugs = _divisions(measure, {*(cut.slug for cut in cuts), *chosen})
    found = MaskedCounts(cuts, chosen, slugs, People(len(slugs) - len(PLACES)), Counts(), [set() for _cut in cuts])
    at = [slugs.index(cut.slug) for cut in cuts]

    def nodes_of(cell: Cell) -> list[Node]:
        if any(cell[slugs.index(slug)] != value for slug, value in chosen.items()):
            return []
        return list(product(*((cell[place], None) for place in at)))

    wide = replace(selection, filters=Filters())
    for batch in batches(wide, measure, [CUTS.get(slug, YEAR) for slug in slugs]):
        add(found.counts, batch, nodes_of)
        for cells, number in batch.people.items():
            found.people.add([(cell[: len(PLACES)], cell[len(PLACES) :]) for cell in cells], number)
        for values, place in zip(found.values, at, strict=True):
            values.update(cell[place] for cell in batch.rows)
    found.people.sum_up()
    return found


def _divisions(measure: Measure, asked: set[str]) -> list[str]:
    """Return the whole that a table is part of: places, years, sexes where the figure has them, and what is asked
    besides. Raises `InvalidFilter` where that is too much.
    """
    last = [slug for slug in LAST if slug in asked]
    if len(last) > 1:
        sentence = _(
            "Where small groups are hidden, choose one of these at most, beside places, sex and year: %(cuts)s."
        )
        raise InvalidFilter([sentence % {"cuts": ", ".join(str(CUTS[slug].label) for slug in LAST)}])
    over = measure.over
    has_sex = over is None or bool(over.source.enrolment) or SEX in over.source.paths
    return [*PLACES, YEAR_OF, *([SEX] if has_sex else []), *last]


def check(selection: Selection, measure: Measure, cuts: Sequence[Cut]) -> None:
    """Raise `InvalidFilter` for what is not asked where small groups are hidden."""
    _divisions(measure, {*(cut.slug for cut in cuts), *dict(chosen_values(selection.filters))})


def chosen_values(asked: Filters) -> Iterator[tuple[str, str]]:
    """Yield the cut and the value of each filter. Raises `InvalidFilter` for one that is several values of a cut."""
    yield from asked.about_people.items()
    if asked.sex is not None:
        yield SEX, asked.sex
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
            return YEAR_OF, f"{start:%Y}"
    raise InvalidFilter([_("Where small groups are hidden, choose a whole month or a whole year, or all times.")])
