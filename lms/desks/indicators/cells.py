"""The cells of sealed values: counted from the rows, summed over every division, and hidden where they are small."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Q, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.models import Course
from lms.desks.reporting.tables.suppression import Node, hidden, sums
from lms.foundation.interface import words
from lms.people.directory.choices import RoleFamily, Sex
from lms.people.directory.countries import country_choices

from .counting import rules as of
from .counting.applications import SILENT
from .models import Snapshot, SnapshotRow

Parts = dict[tuple[str, ...], int]


@dataclass(frozen=True)
class Cell:
    """One figure of a value; `numerator` and `denominator` are None where they are hidden. `labels` has a text for
    each division, empty for all of it. `answered` is how many answered, where people were asked.
    """

    labels: tuple[str, ...]
    numerator: int | None
    denominator: int | None
    value: int | None
    answered: int | None = None

    @property
    def response(self) -> float | None:
        """Share who answered of those who were asked, 0..1; None where nobody was."""
        return self.answered / self.denominator if self.answered is not None and self.denominator else None


@dataclass(frozen=True)
class Table:
    """The figures of one value: for each cell what counts above and below the line, and of how many people above.
    `answered` is empty where nobody is asked.
    """

    rules: of.Rules
    above: Parts
    below: Parts
    people: Parts
    answered: Parts = field(default_factory=dict)

    @cached_property
    def hidden(self) -> set[Node]:
        """The nodes that only the institution itself sees: small ones, of those who count and of those who do not."""
        gone = hidden(sums(self.people))
        if any(self.below.values()):
            rest = {cell: number - self.above[cell] for cell, number in self.below.items()}
            gone |= hidden(sums(self.below)) | hidden(sums(rest))
            silent = {cell: self.below[cell] - number for cell, number in self.answered.items()}
            gone |= hidden(self.all_answered) | hidden(sums(silent))
        return gone

    @cached_property
    def all_answered(self) -> dict[Node, int]:
        return sums(self.answered)

    def cells(self, *, whole: bool, label: Callable[[str, str], str]) -> list[Cell]:
        """Return the figures, the whole first; small ones without numbers unless `whole`."""
        above, below = sums(self.above), sums(self.below)
        if not above:
            above = below = {(None,) * len(self.rules.by): 0}
        gone = set() if whole else self.hidden
        return [self._cell(node, above[node], below[node], node in gone, label) for node in sorted(above, key=_order)]

    def _cell(self, node: Node, above: int, below: int, gone: bool, label: Callable[[str, str], str]) -> Cell:
        labels = tuple("" if one is None else label(by, one) for by, one in zip(self.rules.by, node, strict=True))
        if gone:
            return Cell(labels, None, None, None)
        return Cell(labels, above, below, self.rules.value(above, below), self.all_answered.get(node))


def _order(node: Node) -> tuple[int, list[str]]:
    return sum(one is not None for one in node), [one or "" for one in node]


def tables_of(snapshots: Iterable[Snapshot]) -> dict[object, Table]:
    """Return the table of each value by its key. One statement."""
    wanted = {one.pk: one.definition.rules for one in snapshots}
    found: dict[object, Table] = {key: Table(rules, {}, {}, {}) for key, rules in wanted.items()}
    rows = SnapshotRow.objects.filter(snapshot__in=wanted).values("snapshot_id", "strata")
    rows = rows.annotate(
        above=Sum("numerator"),
        below=Sum("denominator"),
        people=Count("pseudonym", Q(numerator=1), distinct=True),
        silent=Sum("denominator", filter=Q(why=SILENT), default=0),
    )
    columns = ("snapshot_id", "strata", "above", "below", "people", "silent")
    for key, strata, above, below, people, silent in rows.values_list(*columns):
        table, values = found[key], json.loads(strata)
        cell = tuple(values[by] for by in table.rules.by)
        table.above[cell], table.below[cell], table.people[cell] = above, below, people
        if table.rules.kind == of.APPLIED:
            table.answered[cell] = below - silent
    return found


class Labels:
    """Names of what a value is divided by, in the language that is active. One statement for all courses."""

    def __init__(self) -> None:
        self._fixed: Mapping[str, Mapping[str, object]] = {
            of.SEX: dict(Sex.choices),
            of.AGENCY: dict(RoleFamily.choices),
            of.COUNTRY: dict(country_choices()),
        }

    def __call__(self, by: str, value: str) -> str:
        if by == of.COURSE:
            return self._courses.get(value, value)
        if by == of.OF_MONTH:
            return words.month(date.fromisoformat(f"{value}-01"))
        return str(self._fixed.get(by, {}).get(value, value)) or _("Not stated")

    @cached_property
    def _courses(self) -> dict[str, str]:
        language = get_language() or ""
        return {one.slug: str(one.title_in(language)) for one in Course.objects.only("slug", "titles")}
