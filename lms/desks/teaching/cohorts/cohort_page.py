"""Page of a cohort: twenty-five of its people, and numbers for all of them.

It costs by what it shows. People are counted and put in order by their kept places (`counting`), and where these cannot
tell by the database, from their enrolments (`ranking`); read are the enrolments of those on the page. `cohorts.gather`
reads everybody's, for the file.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator

from courses.catalogue import lookup
from courses.models import Course
from lms.foundation.interface.parsing import whole_number
from lms.people.directory.models import User

from ..standing import statements
from ..standing.counts import count, stretch
from ..standing.filters import Filters
from ..standing.ranking import CountedEnrolments, Group, rank
from ..standing.rules import CourseStanding, Reason, Standing, reason_for
from .queries import COMPLETED, CohortAssignments, CohortStandings, attempts_allowed, failed_for_good, gather, way_of

ON_A_PAGE = 25
MOST_JUDGED = 100
"""People of a cohort that is judged person by person where only their numbers are shown; more are counted."""
NOBODY = 0
"""The key of no person."""


@dataclass
class CohortPage(CohortAssignments):
    """A cohort with the people of a page, and everybody in groups."""

    filters: Filters = field(default_factory=Filters)
    groups: list[Group] = field(default_factory=list)
    page: Any = None
    """A `Page` of `Standing`."""

    @property
    def course(self) -> Course | None:
        """The one whose activities the address asks for."""
        return next((course for course in self.courses if course.pk == self.filters.course), None)

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
        """The number of people that the address asks for."""
        return sum(group.people for group in self.chosen)

    @property
    def completed(self) -> list[int | None]:
        """Counts: for each course how many of the chosen have completed it; None where none of them is enrolled."""
        columns = ([group.completed[place] for group in self.chosen] for place in range(len(self.assignments)))
        known = [[number for number in column if number is not None] for column in columns]
        return [sum(numbers) if numbers else None for numbers in known]


def show(cohort: Any, *, viewer: User, filters: Filters, page: str | None, now: datetime) -> CohortPage:
    """Return the page `page` of `cohort`, which `viewer` may see, with what they may see of its people's enrolments.

    Six statements, whether places can tell or everybody is ranked from their enrolments; one less in the order in which
    people were seen, and one more for an enrolment that the viewer does not see or a page that there is not.
    """
    shown = CohortPage(cohort, now, statements.ASSIGNED.rows(cohort=cohort.pk), filters)
    if shown.course is None:
        shown.filters = filters = replace(filters, course=None, part=1, marks=False)
    counted, failures = _counted(shown, statements.institutions_of(viewer))
    counts = count(cohort.pk, counted, shown.rule, now=now) if filters.sort != "seen" else None
    if counts is None:
        listed = _ranked(shown, counted, page)
    else:
        shown.groups = counts.groups
        shown.page = Paginator(range(shown.number), ON_A_PAGE).get_page(page)
        first = (shown.page.number - 1) * ON_A_PAGE
        listed = dict.fromkeys(stretch(counts, filters, first=first, number=ON_A_PAGE))
    twice = counts.twice if counts else 0
    shown.page.object_list = list(_standings(listed, shown, counted, failures, twice))
    return shown


def _ranked(shown: CohortPage, counted: CountedEnrolments, page: str | None) -> dict[int, Reason | None]:
    """Rank all people of the cohort from their enrolments, and return the reasons of those on the page; rank once more
    where the address asks for a page that does not exist.
    """
    asked = whole_number(page) or 1
    while True:
        first = (asked - 1) * ON_A_PAGE
        shown.groups, listed = rank(
            shown.cohort.pk, counted, shown.filters, shown.rule, first=first, number=ON_A_PAGE, now=shown.now
        )
        shown.page = Paginator(range(shown.number), ON_A_PAGE).get_page(page)
        if shown.page.number == asked:
            return {one.learner: one.reason for one in listed}
        asked = shown.page.number


def summarise(cohorts: Sequence[Any], *, viewer: User, now: datetime) -> list[CohortStandings | CohortPage]:
    """Count the people of each of `cohorts` and those who need attention, in their order; `viewer` may see them,
    and each says its `size`.

    Small cohorts are judged together, in seven statements. A large one is counted, in four at most of its own.
    """
    small = gather([one for one in cohorts if (one.size or 0) <= MOST_JUDGED], viewer=viewer, now=now)
    institutions = statements.institutions_of(viewer) if len(small) < len(cohorts) else None
    return [small[one.pk] if one.pk in small else _counts_of(one, institutions, now) for one in cohorts]


def _counts_of(cohort: Any, institutions: Collection[int] | None, now: datetime) -> CohortPage:
    """Return a cohort with its people in groups, and nobody listed."""
    shown = CohortPage(cohort, now, statements.ASSIGNED.rows(cohort=cohort.pk))
    counted, _failures = _counted(shown, institutions)
    counts = count(cohort.pk, counted, shown.rule, now=now)
    shown.groups = counts.groups if counts else _groups(shown, counted)
    return shown


def _groups(shown: CohortPage, counted: CountedEnrolments) -> list[Group]:
    """Return the groups of all people, ranked from their enrolments, where places cannot tell."""
    return rank(shown.cohort.pk, counted, shown.filters, shown.rule, first=0, number=1, now=shown.now)[0]


def _counted(shown: CohortPage, institutions: Collection[int] | None) -> tuple[CountedEnrolments, Mapping[int, int]]:
    """Give what counts, and by enrolment how often an activity was failed for good. A viewer sees `institutions`."""
    releases = {int(pk) for one in shown.assignments for pk in (one.releases or "").split(",") if pk}  # type: ignore[attr-defined]  # annotated
    totals = {release: len(lookup.release(release).outline.required) for release in releases}
    failures, learners = _exhausted(shown, releases)
    return CountedEnrolments([course.pk for course in shown.courses], totals, institutions, learners), failures


def _exhausted(shown: CohortPage, releases: Iterable[int]) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """Return how often an activity was failed for good, by enrolment of any person of the cohort, seen or not; and the
    learners of these enrolments.

    Of all failed attempts only those are read that could have been the last: their number is at least what the
    strictest of the releases allows.
    """
    allowed = {}
    for release in releases:
        for activity in lookup.release(release).outline.required:
            attempts = attempts_allowed(release, activity, at=None)
            if attempts is not None:
                allowed[activity] = attempts
    if not allowed:
        return {}, {}
    statement: Any = statements.failed(frozenset(map(UUID, allowed)))  # annotated
    rows = statement.rows(cohort=shown.cohort.pk, least=min(allowed.values()))
    failures = failed_for_good(
        (one.enrolment_id, one.activity_id, one.of_release, one.done, one.plugins) for one in rows
    )
    learners = {one.enrolment_id: one.of_learner for one in rows}
    return failures, {enrolment: learners[enrolment] for enrolment in failures}


def _standings(
    listed: Mapping[int, Reason | None],
    shown: CohortPage,
    counted: CountedEnrolments,
    failures: Mapping[int, int],
    twice: int,
) -> Iterator[Standing]:
    """Yield the standings of the people `listed`, with their latest ways through the courses. A person without a reason
    gets one, by `twice` the median of the activities done.
    """
    people, units = _people(list(listed), counted, failures), dict[int | None, str](shown.units)
    for learner, reason in listed.items():
        if (standing := people.get(learner)) is not None:  # deleted meanwhile
            standing.unit = units.get(standing.unit_id, "")
            if reason is None:
                reason = reason_for(standing, shown.rule, done=standing.done, typical=twice / 2, now=shown.now)
            standing.reason = reason
            yield standing


def _people(learners: Sequence[int], counted: CountedEnrolments, failures: Mapping[int, int]) -> dict[int, Standing]:
    """Return `learners` with those of their enrolments that the viewer sees. A page has the same number of places
    whoever is on it, so that the statement is written once.
    """
    people: dict[int, Standing] = {}
    ways: dict[int, dict[str, CourseStanding]] = {}
    named = {text: one.hex for one in counted.courses for text in (one.hex, str(one))}
    places = [*learners, *[NOBODY] * (ON_A_PAGE - len(learners))]
    given: dict[str, Any] = {f"person{place}": pk for place, pk in enumerate(places)}
    given |= {f"course{place}": course for place, course in enumerate(counted.courses)}
    rows = statements.people(ON_A_PAGE, len(counted.courses)).rows(**given) if learners else []
    for learner, name, number, unit, pk, course, release, status, remaining, score, institution, *moments in rows:
        if learner not in people:
            own = ways[learner] = {}
            people[learner] = Standing(learner, name, number, unit, "", own)
        if pk is not None and _sees(counted, institution, status, unit):
            way = way_of(pk, counted.totals[release], remaining, status, score, *moments)
            way.failures = failures.get(pk, 0)
            way.is_elsewhere = counted.institutions is not None and institution not in counted.institutions
            known = ways[learner].setdefault(named[course], way)
            if known.enrolment < pk:
                ways[learner][named[course]] = way
    return people


def _sees(counted: CountedEnrolments, institution: int, status: str, unit: int | None) -> bool:
    """Return whether the viewer sees an enrolment. An enrolment completed elsewhere is seen where its learner is
    now.
    """
    there = counted.institutions
    return there is None or institution in there or (status == COMPLETED and unit in there)
