"""Locks of courses and activities for a learner: conditions of a release compared with the learner's results.

Asks nothing where there are none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef

from courses.catalogue import lookup
from courses.catalogue.conditions import single, unmet
from courses.catalogue.outline import Outline
from courses.catalogue.prerequisite_cycles import all_conditions, prerequisites
from courses.models import Course
from lms.foundation.plugins.access import AccessCondition, Condition, Facts, access_conditions
from lms.foundation.plugins.runtime import guard, value_checks

from ..models import Enrolment
from ..models.waivers import Waiver


@dataclass(frozen=True)
class NamedCourse:
    """A course that a condition names, as far as one learner is told of it."""

    titles: Mapping[str, str]
    slug: str
    enrolled: bool
    completed: bool


@dataclass(frozen=True)
class Locks:
    """Unmet conditions for one enrolment: conditions of the course, and of activities by their id. Conditions that are
    met are not among them.
    """

    course: tuple[Condition, ...] = ()
    activities: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)
    courses: Mapping[str, NamedCourse] = field(default_factory=dict)

    def of(self, activity: str) -> tuple[Condition, ...]:
        """Return the conditions that keep the activity locked; empty if it is open."""
        return self.activities.get(activity, ())


NOTHING_LOCKED = Locks()


def locks_of(enrolments: Sequence[Enrolment], *, now: datetime) -> dict[int, Locks]:
    """Return by primary key the locks in each of `enrolments`, which are one learner's.

    No statement where no release has conditions. One where a condition names a course, one where anything is locked and
    may have been waived; and those of kinds that have facts of their own, which are asked once for all.
    """
    outlines = {row.pk: lookup.release(row.release_id).outline for row in enrolments}
    with_conditions = [row for row in enrolments if row.completed_at is None and outlines[row.pk].has_conditions]
    locks = dict.fromkeys(outlines, NOTHING_LOCKED)
    if not with_conditions:
        return locks
    courses = _courses(with_conditions[0].learner_id, [outlines[row.pk] for row in with_conditions])
    own = _own_facts(with_conditions, outlines, now)
    for row in with_conditions:
        locks[row.pk] = _locks(row, outlines[row.pk], courses, own[row.pk], now)
    return locks | _without_waived([row for row in with_conditions if locks[row.pk].activities], locks, outlines)


def _courses(learner: int, outlines: Iterable[Outline]) -> dict[str, NamedCourse]:
    keys = {key for outline in outlines for key in prerequisites(outline)}
    if not keys:
        return {}
    own = Enrolment.objects.filter(learner=learner, course=OuterRef("pk"))
    rows: Any = Course.objects.filter(pk__in=keys).annotate(
        enrolled=Exists(own), completed=Exists(own.filter(completed_at__isnull=False))
    )
    return {str(row.pk): NamedCourse(dict(row.titles), row.slug, row.enrolled, row.completed) for row in rows}


def _own_facts(
    rows: Sequence[Enrolment], outlines: Mapping[int, Outline], now: datetime
) -> dict[int, dict[str, object]]:
    """Return the facts that kinds of conditions have of their own, by enrolment and slug."""
    found: dict[int, dict[str, object]] = {row.pk: {} for row in rows}
    by_row = {row.pk: list(single(all_conditions(outlines[row.pk]))) for row in rows}
    for slug in sorted({one.kind for conditions in by_row.values() for one in conditions}):
        kind = access_conditions.peek(slug)
        if kind is None or type(kind).facts is AccessCondition.facts:
            continue
        asked = [row for row in rows if access_conditions.is_on(slug, row.institution)]
        wanted = [[one for one in by_row[row.pk] if one.kind == slug] for row in asked]
        pairs = [(row, conditions) for row, conditions in zip(asked, wanted, strict=True) if conditions]
        for pk, facts in _asked(kind, pairs, now).items() if pairs else ():
            if pk in found:
                found[pk][slug] = facts
    return found


def _asked(
    kind: AccessCondition, pairs: Sequence[tuple[Enrolment, Sequence[Condition]]], now: datetime
) -> Mapping[int, object]:
    """Return the facts of one kind; nothing where it breaks."""

    def given() -> Mapping[int, object]:
        conditions = list({str(one.write()): one for _row, several in pairs for one in several}.values())
        with transaction.atomic():  # what it did to the database before it broke is taken back
            facts = kind.facts([row for row, _several in pairs], conditions, now=now)
        sound: Mapping[int, object] = value_checks.instance_of(Mapping)(facts)
        return sound

    call = guard.Call(access_conditions.owner(kind.slug), access_conditions.socket, f"{kind.slug}.facts")
    return guard.answer_or(call, given, instead=dict)


def _locks(
    row: Enrolment, outline: Outline, courses: Mapping[str, NamedCourse], own: Mapping[str, object], now: datetime
) -> Locks:
    facts = Facts(
        day=_day_at(row, now),
        role=row.role_family,
        done=row.done,
        scores=row.scores,
        courses={key for key, known in courses.items() if known.completed},
        institution=row.institution,
        own=own,
    )
    of_course = unmet(outline.conditions, facts)
    activities = {
        entry.id: missing
        for entry in outline.activities
        if entry.id not in row.done and (missing := (*of_course, *unmet(entry.conditions, facts)))
    }
    return Locks(of_course, activities, courses)


def _day_at(row: Enrolment, now: datetime) -> date:
    """Return the day at the institution, whose time zone is that of the dates its learners are given."""
    return now.astimezone(ZoneInfo(row.institution.timezone)).date()


def _without_waived(
    rows: Sequence[Enrolment], locks: Mapping[int, Locks], outlines: Mapping[int, Outline]
) -> dict[int, Locks]:
    """Return the locks without those set aside for the learner."""
    waived: dict[int, set[UUID | None]] = {}
    if rows:
        for pk, activity in Waiver.objects.filter(enrolment__in=rows).values_list("enrolment_id", "activity"):
            waived.setdefault(pk, set()).add(activity)
    return {pk: _waive(locks[pk], activities) for pk, activities in waived.items()}


def _waive(locks: Locks, waived: set[UUID | None]) -> Locks:
    opened = {str(activity) for activity in waived if activity}
    of_course = () if None in waived else locks.course
    left = {
        activity: missing[0 if None not in waived else len(locks.course) :]
        for activity, missing in locks.activities.items()
        if activity not in opened
    }
    return Locks(of_course, {activity: missing for activity, missing in left.items() if missing}, locks.courses)
