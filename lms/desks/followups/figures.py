"""Figures on use at work and of surveys as a reader sees them: response beside each, nothing imputed, small groups
hidden with what would tell them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import get_language, gettext

from courses.models import Course
from lms.desks.reporting.tables.suppression import Node, hidden
from lms.foundation.plugins.report import FEWEST
from lms.people.directory.choices import REPORTING_ROLES, Kind, Sex
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.role_validity import in_force

from .models import Answer, Confirmation, Inquiry
from .questions import APPLIED, HINDERED, SURVEY, SURVEYED

TOTAL: Node = (None, None, None)
BY = ("course", "institution", "sex")


@dataclass
class Numbers:
    """People who were asked, who answered, who used it, and whom a supervisor confirms; None where that is hidden."""

    asked: int = 0
    answered: int = 0
    applied: int = 0
    confirmed: int | None = 0

    def add(self, other: "Numbers") -> None:
        self.asked += other.asked
        self.answered += other.answered
        self.applied += other.applied
        self.confirmed = (self.confirmed or 0) + (other.confirmed or 0)


@dataclass(frozen=True)
class Line:
    """A line of a table; `numbers` is None where it is hidden."""

    label: str
    numbers: Numbers | None

    @property
    def rate(self) -> float | None:
        """Share who answered, 0..1."""
        return self.numbers.answered / self.numbers.asked if self.numbers and self.numbers.asked else None

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Between which shares the use of all who were asked lies, whatever is true of the silent."""
        if not self.numbers or not self.numbers.asked:
            return None
        silent = self.numbers.asked - self.numbers.answered
        return self.numbers.applied / self.numbers.asked, (self.numbers.applied + silent) / self.numbers.asked


def own_places(viewer: User) -> set[int]:
    """Return the keys of the academies and units at which `viewer` reports by a role there, with all below them: not
    of a country or region. Two statements.
    """
    held = viewer.memberships.filter(in_force(), role__in=REPORTING_ROLES)
    paths = held.filter(institution__kind__in=(Kind.ACADEMY, Kind.UNIT)).values_list("institution__path", flat=True)
    below = Q(pk=None)
    for path in paths:
        below |= Q(path__startswith=path)
    return set(Institution.objects.filter(below).values_list("pk", flat=True))


def use_at_work(viewer: User, months: int) -> dict[str, list[Line]]:
    """Return the lines by division: of all, by sex, by course, by institution. Four statements."""
    cells = _cells(viewer, months)
    nodes = sums_of(cells)
    whole = {int(cell[1] or 0) for cell in cells} <= own_places(viewer)
    gone, unconfirmed = (set(), set()) if whole else hidden_of(nodes)
    names = _names(cells)
    found: dict[str, list[Line]] = {"": [], "sex": [], "course": [], "institution": []}
    for node, numbers in nodes.items():
        place = next((at for at, value in enumerate(node) if value is not None), None)
        by, label = ("", gettext("All")) if place is None else (BY[place], names[BY[place]].get(node[place] or "", ""))
        shown = replace(numbers, confirmed=None) if node in unconfirmed else numbers
        found[by].append(Line(label, None if node in gone else shown))
    return {by: sorted(lines, key=lambda line: line.label.casefold()) for by, lines in found.items()}


def sums_of(cells: Mapping[tuple[str, ...], Numbers]) -> Mapping[Node, Numbers]:
    """Return the total, and the sum of each course, institution and sex."""
    nodes: dict[Node, Numbers] = defaultdict(Numbers)
    for cell, numbers in cells.items():
        for node in (TOTAL, *(_only(place, value) for place, value in enumerate(cell))):
            nodes[node].add(numbers)
    return nodes


def _only(place: int, value: str | None) -> Node:
    return tuple(value if at == place else None for at in range(len(BY)))


def hidden_of(nodes: Mapping[Node, Numbers]) -> tuple[set[Node], set[Node]]:
    """Return the nodes that are not shown, by each of their numbers of people and what lies between two of them, since
    each tells of few; and those whose confirmations are not.
    """
    steps = [(0, one.applied, one.answered, one.asked) for one in nodes.values()]
    parts = [[step[high] - step[low] for step in steps] for low, high in combinations(range(4), 2)]
    gone = set().union(*(hidden(dict(zip(nodes, part, strict=True))) for part in parts))
    return gone, hidden({node: numbers.confirmed or 0 for node, numbers in nodes.items()})


def _cells(viewer: User, months: int) -> dict[tuple[str, ...], Numbers]:
    rows = Inquiry.objects.counted_for(viewer, *REPORTING_ROLES).asked().filter(months=months)
    given = Confirmation.objects.given().filter(inquiry=OuterRef("pk"))
    counted = (
        rows.order_by()
        .values(*BY)
        .annotate(
            asked=Count("pk"),
            answered=Count("answer"),
            applied=Count("answer", filter=Q(answer__used__in=APPLIED)),
            confirmed=Count("pk", filter=Q(Exists(given))),
        )
    )
    names = ("asked", "answered", "applied", "confirmed")
    return {tuple(str(one[by]) for by in BY): Numbers(*(one[name] for name in names)) for one in counted}


def _names(cells: Iterable[tuple[str, ...]]) -> dict[str, dict[str, str]]:
    keys = list(cells)
    language = get_language() or ""
    courses = Course.objects.filter(pk__in={cell[0] for cell in keys}).only("titles", "slug")
    places = Institution.objects.filter(pk__in={cell[1] for cell in keys})
    return {
        "course": {str(one.pk): str(one.title_in(language)) for one in courses},
        "institution": {str(one.pk): one.local_name() for one in places},
        "sex": {value: str(label) for value, label in Sex.choices},
    }


def hindrances(viewer: User, months: int, total: Line) -> list[tuple[object, int | None]]:
    """Return how many of those who answered name each hindrance, the most frequent first; None for fewer than five.
    Nothing where the total is hidden, or too few answered. One statement.
    """
    if total.numbers is None or total.numbers.answered < FEWEST:
        return []
    rows = Answer.objects.counted_for(viewer, *REPORTING_ROLES).filter(months_of(months)).order_by()
    found: dict[str, int] = dict.fromkeys(HINDERED, 0)
    for codes, number in rows.values_list("hindered").annotate(Count("pk")):
        for code in filter(None, codes.split(",")):
            found[code] = found.get(code, 0) + number
    ordered = sorted(found.items(), key=lambda one: -one[1])
    return [(HINDERED[code], None if 0 < number < FEWEST else number) for code, number in ordered if code in HINDERED]


def months_of(months: int) -> Q:
    return Q(inquiry=None) if months == SURVEY else Q(inquiry__months=months)


def surveys(viewer: User) -> list[tuple[str, int, int, list[float]]]:
    """Return title, people asked, answers, and the mean mark (1..4) of each question, for each course with five
    answers or more, unless it would tell of a part that has fewer. Three statements.
    """
    answers = Answer.objects.counted_for(viewer, *REPORTING_ROLES).filter(inquiry=None).order_by()
    parts: dict[Any, dict[Node, int]] = defaultdict(lambda: defaultdict(int))
    sums: dict[Any, list[int]] = defaultdict(lambda: [0] * len(SURVEYED))
    for course, place, marks, number in answers.values_list("course", "institution", "marks").annotate(Count("pk")):
        for node in ((None,), (str(place),)):
            parts[course][node] += number
        sums[course] = [held + number * int(mark) for held, mark in zip(sums[course], marks, strict=True)]
    shown = [course for course, nodes in parts.items() if (None,) not in hidden(nodes) and nodes[None,] >= FEWEST]
    rows = Inquiry.objects.counted_for(viewer, *REPORTING_ROLES).asked().filter(months=SURVEY, course__in=shown)
    asked = dict(rows.order_by().values_list("course").annotate(Count("pk")))
    titles = Course.objects.filter(pk__in=shown).only("titles", "slug").in_bulk()
    found = [
        (
            str(titles[course].title_in(get_language() or "")),
            asked.get(course, 0),
            parts[course][None,],
            [total / parts[course][None,] for total in sums[course]],
        )
        for course in shown
    ]
    return sorted(found, key=lambda one: one[0].casefold())
