"""The cells of sealed values: counted from the rows, and summed over every division."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.models import Course
from lms.desks.reporting.cross_tables.masks import Mask, People
from lms.desks.reporting.tables.suppression import Node, sums
from lms.foundation.interface import words
from lms.people.directory.choices import RoleFamily, Sex
from lms.people.directory.countries import country_choices

from .counting import rules as of
from .counting.applications import SILENT
from .models import Snapshot, SnapshotRow

Parts = dict[tuple[str, ...], int]
Group = Counter[frozenset[tuple[str, ...]]]
"""Numbers of people by the cells that they are in."""


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
    """The figures of one value: for each cell what counts above and below the line. `answered` is empty where nobody is
    asked. `groups` are all the people: who count, and who do not and have answered or not.
    """

    rules: of.Rules
    above: Parts = field(default_factory=dict)
    below: Parts = field(default_factory=dict)
    answered: Parts = field(default_factory=dict)
    groups: tuple[Group, Group, Group] = field(default_factory=lambda: (Counter(), Counter(), Counter()))

    @cached_property
    def hidden(self) -> set[Node]:
        """The nodes that only the institution itself sees."""
        return hidden_nodes(self.nodes, len(self.rules.by), self.groups)

    @cached_property
    def nodes(self) -> set[Node]:
        return {(None,) * len(self.rules.by), *sums(self.above)}

    def cells(self, gone: Collection[Node], *, label: Callable[[str, str], str]) -> list[Cell]:
        """Return the figures, the whole first; those of the nodes that are `gone` without numbers. Where no division
        is left it is the whole alone: which divisions there are would tell of which there is nobody.
        """
        above, below, answered = (defaultdict(int, sums(part)) for part in (self.above, self.below, self.answered))
        found = []
        whole: Node = (None,) * len(self.rules.by)
        for node in sorted(self.nodes if self.nodes - set(gone) - {whole} else {whole}, key=_order):
            labels = tuple("" if one is None else label(by, one) for by, one in zip(self.rules.by, node, strict=True))
            up, down = above[node], below[node]
            shown = Cell(labels, up, down, self.rules.value(up, down), answered.get(node) if self.answered else None)
            found.append(Cell(labels, None, None, None) if node in gone else shown)
        return found


def _order(node: Node) -> tuple[int, list[str]]:
    return sum(one is not None for one in node), [one or "" for one in node]


def hidden_nodes(nodes: Iterable[Node], divisions: int, groups: Iterable[Group]) -> set[Node]:
    """Return which of `nodes` are small in one of several `groups` of people, or would tell of small ones. Pure."""
    masks = []
    for group in groups:
        people = People(divisions)
        for cells, number in group.items():
            people.add([((), cell) for cell in cells], number)
        masks.append(Mask(people))
    return {node for node in nodes if not all(mask.shows((), node) for mask in masks)}


def tables_of(snapshots: Iterable[Snapshot]) -> dict[UUID, Table]:
    """Return the table of each value by its key. One statement, and one where people can count several times."""
    found: dict[UUID, Table] = {one.pk: Table(one.definition.rules) for one in snapshots}
    rows = SnapshotRow.objects.filter(snapshot__in=found).values("snapshot_id", "strata")
    silent = Sum("denominator", filter=Q(why=SILENT), default=0)
    rows = rows.annotate(above=Sum("numerator"), below=Sum("denominator"), silent=silent)
    for key, strata, above, below, silent in rows.values_list("snapshot_id", "strata", "above", "below", "silent"):
        table, cell = found[key], _cell(strata, found[key].rules)
        table.above[cell], table.below[cell] = above, below
        if table.rules.kind == of.APPLIED:
            table.answered[cell] = below - silent
        if table.rules.counting != of.INSTANCES:
            for group, number in zip(table.groups, (above, below - silent - above, silent), strict=True):
                group.update({frozenset({cell}): number} if number > 0 else {})
    _count_people({key: table for key, table in found.items() if table.rules.counting == of.INSTANCES})
    return found


def _cell(strata: str, rules: of.Rules) -> tuple[str, ...]:
    values = json.loads(strata)
    return tuple(values[by] for by in rules.by)


def _count_people(tables: Mapping[UUID, Table]) -> None:
    """Fill in the groups of tables in which people count several times, each once. One statement."""
    if not tables:
        return
    rows = SnapshotRow.objects.filter(snapshot__in=tables).order_by("snapshot", "pseudonym")
    columns = ("snapshot_id", "pseudonym", "strata", "numerator", "denominator", "why")
    for (key, _who), own in groupby(rows.values_list(*columns).iterator(2000), itemgetter(0, 1)):
        found: tuple[set[tuple[str, ...]], ...] = (set(), set(), set())
        for *_key, strata, above, below, why in own:
            which = 2 * int(why == SILENT) or int(not above)
            if above or below:
                found[which].add(_cell(strata, tables[key].rules))
        for group, cells in zip(tables[key].groups, found, strict=True):
            if cells:
                group[frozenset(cells)] += 1


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
