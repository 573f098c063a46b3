"""Standings of the learners of cohorts, read in as many statements for one learner as for a thousand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import TextField, Value
from django.db.models.functions import Cast

from courses.catalogue import lookup
from courses.models import Course
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.models import Cohort, CohortMember, User

from ..standing.epoch import Epoch
from ..standing.rules import CourseStanding, Standing, judge
from ..standing.statements import FAILED, in_order
from ..standing.thresholds import Thresholds

ASSIGNED, COMPLETED = Enrolment.Status.ASSIGNED.value, Enrolment.Status.COMPLETED.value


@dataclass
class CohortAssignments:
    """A cohort with what it has been assigned, in the order in which it was."""

    cohort: Any
    """A `Cohort`, with what the caller annotated it with."""
    now: datetime
    assignments: list[Assignment] = field(default_factory=list)

    @property
    def rule(self) -> Thresholds:
        return Thresholds.of(self.cohort)

    @property
    def courses(self) -> list[Course]:
        return [assignment.course for assignment in self.assignments]

    @property
    def due_at(self) -> datetime | None:
        """The next day by which something is due, else the last there was."""
        dates = [assignment.due_at for assignment in self.assignments if assignment.due_at is not None]
        return min((due for due in dates if due >= self.now), default=max(dates, default=None))


@dataclass
class CohortStandings(CohortAssignments):
    """Cohort with the standing of each of its people."""

    standings: list[Standing] = field(default_factory=list)

    @property
    def people(self) -> int:
        return len(self.standings)

    @property
    def needing_attention(self) -> int:
        return sum(standing.reason.needs_attention for standing in self.standings)

    @property
    def units(self) -> list[tuple[int, str]]:
        """The institutions of its people, by name."""
        named = {standing.unit_id: standing.unit for standing in self.standings if standing.unit_id is not None}
        return sorted(named.items(), key=lambda unit: unit[1].casefold())


def gather(cohorts: Sequence[Cohort], *, viewer: User, now: datetime) -> dict[int, CohortStandings]:
    """Return the classes of `cohorts`, which `viewer` may see, by primary key; of their people's enrolments only what
    `viewer` may see.
    """
    classes = {cohort.pk: CohortStandings(cohort, now) for cohort in cohorts}
    if not classes:
        return {}
    for assignment in in_order(Assignment.objects.in_force().filter(cohort__in=classes)):
        classes[assignment.cohort_id or 0].assignments.append(assignment)
    ways = _ways(classes, viewer)
    people = CohortMember.objects.filter(cohort__in=classes).values_list(
        "cohort_id", "user_id", "user__name", "user__service_number", "user__institution_id", "user__institution__name"
    )
    wanted = {pk: [course.pk.hex for course in of_cohort.courses] for pk, of_cohort in classes.items()}
    for cohort, learner, name, number, unit_id, unit in people:
        own = ways.get(learner, {})
        here = own if len(classes) == 1 else {course: own[course] for course in wanted[cohort] if course in own}
        classes[cohort].standings.append(Standing(learner, name, number, unit_id, unit or "", here))
    for of_cohort in classes.values():
        judge(of_cohort.standings, of_cohort.rule, now=now)
    return classes


_COURSE = Cast("course_id", TextField())  # which the driver hands over as it is
_COLUMNS = (
    "pk",
    "learner_id",
    _COURSE,
    "release_id",
    "remaining",
    "status",
    "score",
    Epoch("due_at"),
    Epoch("seen_at"),
    Epoch("enrolled_at"),
)


def _ways(classes: Mapping[int, CohortStandings], viewer: User) -> dict[int, dict[str, CourseStanding]]:
    """Return by learner and course (`hex`, which is hashed once) each member's latest enrolment in what some cohort was
    assigned.

    With the activities failed for good; and with what they completed elsewhere before, in which nobody is enrolled
    anew.
    """
    courses = {course.pk for of_cohort in classes.values() for course in of_cohort.courses}
    named = {text: course.hex for course in courses for text in (str(course), course.hex)}
    members = CohortMember.objects.filter(cohort__in=classes).values("user")
    rows = Enrolment.objects.visible_to(viewer).filter(learner__in=members, course__in=courses)
    totals: dict[int, int] = {}
    ways: defaultdict[int, dict[str, CourseStanding]] = defaultdict(dict)
    brought = Enrolment.objects.brought_to(viewer).filter(learner__in=members, course__in=courses)
    both = rows.values_list(Value(0), *_COLUMNS).union(brought.values_list(Value(1), *_COLUMNS), all=True)
    for elsewhere, pk, learner, text, release, remaining, status, score, *moments in both:
        if release not in totals:
            totals[release] = len(lookup.release(release).outline.required)
        own, course = ways[learner], named[text]
        known = own.get(course)
        if known is None or known.enrolment < pk:
            own[course] = way_of(pk, totals[release], remaining, status, score, *moments)
            own[course].is_elsewhere = bool(elsewhere)
    if exhausted := _exhausted(rows):
        latest = {way.enrolment: way for own in ways.values() for way in own.values()}
        for enrolment in exhausted.keys() & latest.keys():
            latest[enrolment].failures = exhausted[enrolment]
    return ways


def way_of(
    pk: int,
    total: int,
    remaining: int,
    status: str,
    score: float | None,
    due: float | None = None,
    seen: float | None = None,
    enrolled: float | None = None,
) -> CourseStanding:
    """Read the standing from columns of an enrolment."""
    return CourseStanding(pk, total, remaining, status != ASSIGNED, status == COMPLETED, score, due, seen, enrolled)


def _exhausted(rows: Any) -> dict[int, int]:
    """Return how often an activity without any attempt left was failed, by enrolment of `rows`; the most frequent where
    there are several.
    """
    failed = Attempt.objects.filter(FAILED, enrolment__in=rows.filter(completed_at=None))
    columns = (
        "enrolment_id",
        "activity_id",
        "enrolment__release_id",
        "enrolment__done",
        "enrolment__institution__plugins",
    )
    return failed_for_good(failed.values_list(*columns))


def failed_for_good(failed: Iterable[tuple[int, UUID, int, list[str], Mapping[str, bool]]]) -> dict[int, int]:
    """Return the same of all `failed` attempts of some enrolments: enrolment, activity, and of the enrolment its
    release, what is done, and the plugins of its institution.
    """
    counts: Counter[tuple[int, str, int]] = Counter()
    switches: dict[int, frozenset[tuple[str, bool]]] = {}
    for enrolment, activity, release, done, plugins in failed:
        if str(activity) not in done:
            counts[enrolment, str(activity), release] += 1
            switches[enrolment] = frozenset(plugins.items())
    allowed = cache(lambda release, name, at: attempts_allowed(release, name, at=InstitutionSwitches(dict(at))))
    failures: dict[int, int] = {}
    for (enrolment, name, release), times in counts.items():
        most = allowed(release, name, switches[enrolment])
        if most is not None and times >= most:
            failures[enrolment] = max(times, failures.get(enrolment, 0))
    return failures


@dataclass(frozen=True)
class InstitutionSwitches:
    """An institution, as far as it has to be known to tell which plugins are on there."""

    plugins: Mapping[str, bool]


def attempts_allowed(release: int, activity: str, *, at: InstitutionSwitches | None) -> int | None:
    """Return how many attempts the release allows at one of its required activities, wherever its plugin is on if `at`
    is None; None where the number is unlimited or unknown.
    """
    outline = lookup.release(release).outline
    entry = outline.by_id(activity)
    kind = activities.find(entry.kind, at=at) if entry is not None and entry.required else None
    if entry is None or kind is None:
        return None
    definition = lookup.content(entry.content(outline.source, "", outline.source)).definition
    try:
        return kind.attempts_allowed(definition, terms={})
    except NotInstalled:
        return None
