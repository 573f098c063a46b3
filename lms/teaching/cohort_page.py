"""What the page of a cohort shows: twenty-five of its people, and what all of them come to.

It costs by what it shows. The database puts the people in order and counts them (`ranking`); read are the enrolments of
those on the page. `cohorts.gather` reads everybody's, for the file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator

from courses.catalogue import lookup
from lms.interface.parsing import whole_number
from lms.people.models import User

from . import statements
from .cohorts import Assigned, attempts_allowed, failed_for_good, way_of
from .filters import Filters
from .ranking import Counted, Group, Listed, rank
from .standing import Standing

ON_A_PAGE = 25
NOBODY = 0
"""The key of no enrolment."""


@dataclass
class Shown(Assigned):
    """A cohort with the people of a page, and everybody in groups."""

    filters: Filters = field(default_factory=Filters)
    groups: list[Group] = field(default_factory=list)
    page: Any = None
    """A `Page` of `Standing`."""

    @property
    def people(self) -> int:
        return sum(group.people for group in self.groups)

    @property
    def needing_attention(self) -> int:
        return sum(group.people for group in self.groups if group.reason.needs_attention)

    @property
    def units(self) -> list[tuple[int, str]]:
        """The institutions of its people, by name."""
        named = {group.unit: group.unit_name for group in self.groups if group.unit is not None}
        return sorted(named.items(), key=lambda unit: unit[1].casefold())

    @property
    def chosen(self) -> list[Group]:
        """The groups of those whom the address asks for."""
        return [group for group in self.groups if self.filters.choose(group.unit, group.reason)]

    @property
    def number(self) -> int:
        """How many people the address asks for."""
        return sum(group.people for group in self.chosen)

    @property
    def completed(self) -> list[int | None]:
        """For each course how many of the chosen have completed it; None where none of them is enrolled."""
        columns = ([group.completed[place] for group in self.chosen] for place in range(len(self.assignments)))
        known = [[number for number in column if number is not None] for column in columns]
        return [sum(numbers) if numbers else None for numbers in known]


def show(cohort: Any, *, viewer: User, filters: Filters, page: str | None, now: datetime) -> Shown:
    """The page `page` of `cohort`, which `viewer` may see, with what they may see of its people's enrolments.

    Five statements; one more where the address asks for a page that there is not.
    """
    shown = Shown(cohort, now, statements.ASSIGNED.rows(cohort=cohort.pk), filters)
    counted, exhausted = _counted(shown, viewer)
    asked = whole_number(page) or 1
    while True:
        first = (asked - 1) * ON_A_PAGE
        shown.groups, listed = rank(cohort.pk, counted, filters, first=first, number=ON_A_PAGE, now=now)
        found = Paginator(range(shown.number), ON_A_PAGE).get_page(page)
        if found.number == asked:
            break
        asked = found.number
    shown.page = found
    shown.page.object_list = _standings(listed, shown, counted, exhausted)
    return shown


def _counted(shown: Shown, viewer: User) -> tuple[Counted, Mapping[int, int]]:
    """What counts, and how often an activity was failed for good, by enrolment."""
    releases = {int(pk) for one in shown.assignments for pk in (one.releases or "").split(",") if pk}  # type: ignore[attr-defined]  # annotated
    institutions, exhausted = statements.institutions_of(viewer), _exhausted(shown, releases)
    totals = {release: len(lookup.release(release).outline.required) for release in releases}
    return Counted([course.pk for course in shown.courses], totals, institutions, exhausted), exhausted


def _exhausted(shown: Shown, releases: Iterable[int]) -> Mapping[int, int]:
    """How often an activity was failed for good, by enrolment of anybody of the cohort, seen or not.

    Of all failed attempts only those are read that could have been the last: their number is at least what the
    strictest of the releases allows.
    """
    allowed = {
        activity: attempts
        for release in releases
        for activity in lookup.release(release).outline.required
        if (attempts := attempts_allowed(release, activity, at=None)) is not None
    }
    if not allowed:
        return {}
    statement: Any = statements.failed(frozenset(map(UUID, allowed)))  # annotated
    rows = statement.rows(cohort=shown.cohort.pk, least=min(allowed.values()))
    return failed_for_good((one.enrolment_id, one.activity_id, one.of_release, one.done, one.plugins) for one in rows)


def _standings(listed: Sequence[Listed], shown: Shown, counted: Counted, failures: Mapping[int, int]) -> list[Standing]:
    """Those `listed`, with their ways through the courses."""
    ways = {
        pk: way_of(pk, counted.totals[release], remaining, status, score, due, seen)
        for pk, release, status, remaining, score, due, seen in _enrolments(
            [pk for one in listed for pk in one.enrolments], len(counted.courses)
        )
    }
    for pk in failures.keys() & ways.keys():
        ways[pk].failures = failures[pk]
    units, courses = dict(shown.units), [course.hex for course in counted.courses]
    return [
        Standing(
            one.learner,
            one.name,
            one.service_number,
            one.unit,
            units.get(one.unit, "") if one.unit else "",
            {course: ways[pk] for course, pk in zip(courses, one.enrolments, strict=True) if pk in ways},
            one.reason,
        )
        for one in listed
    ]


def _enrolments(keys: Sequence[int | None], courses: int) -> Iterable[tuple[Any, ...]]:
    """Columns of those with `keys`, in the order of `statements.ways`. Of people in so many `courses` a page has the
    same number of places, so that the statement is written once.
    """
    places: dict[str, Any] = {f"way{place}": NOBODY for place in range(ON_A_PAGE * courses)}
    named: dict[str, Any] = {f"way{place}": pk for place, pk in enumerate(pk for pk in keys if pk is not None)}
    return statements.ways(len(places)).records(**places | named) if named else []
