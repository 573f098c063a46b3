"""Transfer of attendance into the journal of the learners' courses, if a session counts for an activity."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef

from courses.catalogue.lookup import release
from courses.models import Course
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import Arrival, begin_many, record_many
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import Cohort, User

from .activity import ATTENDED, Attend
from .models import Attendance, Session

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution

RECENT = timedelta(days=180)
MOST = 1000
"""Records that one round of the job brings in."""


@dataclass
class Subjects:
    """Subjects that a session of a cohort can have: titles by id of its courses, except withdrawn ones, and of their
    activities that are met by attending; `course_of` gives the course of such an activity.
    """

    courses: dict[UUID, str] = field(default_factory=dict)
    activities: dict[UUID, str] = field(default_factory=dict)
    course_of: dict[UUID | None, UUID] = field(default_factory=dict)


def subjects_of(cohort: Cohort, *, language: str) -> Subjects:
    """Return what the courses assigned to the cohort have, with titles in `language`."""
    found = Subjects()
    for course in _courses(cohort, assignments__withdrawn_at=None):
        outline = release(course.release_id).outline
        found.courses[course.pk] = course.title_in(language)
        for entry in outline.activities:
            if entry.kind == Attend.slug:
                title = f"{entry.title(language, outline.source)} · {course.title_in(language)}"
                found.activities[UUID(entry.id)], found.course_of[UUID(entry.id)] = title, course.pk
    return found


def bring_in(session: Session, rows: Sequence[Attendance], *, by: User | None, now: datetime) -> int:
    """Record `rows` of `session` in the attempts of their learners, begun for them where there is none; how many were.

    Who is not enrolled yet, and where attendance is off, is left for later. As many statements for a thousand as for
    three, but for what follows where a course is completed.
    """
    if session.activity_id is None or not rows:
        return 0
    enrolments = _enrolments(session, [row.learner_id for row in rows])
    begun = begin_many(
        enrolments=list(enrolments.values()), activity=session.activity_id, by=by, now=now, language="en"
    )
    attempts = {learner: begun.get(enrolment.pk) for learner, enrolment in enrolments.items()}
    pairs = [(row, one) for row in rows if isinstance(one := attempts.get(row.learner_id), Attempt)]
    facts = [Arrival(one.pk, _said(row, session), uuid7(), ATTENDED, _when(session, now)) for row, one in pairs]
    refused = record_many(facts, by=by, now=now) if facts else []
    stored = [row.pk for (row, _one), why in zip(pairs, refused, strict=True) if why is None]
    Attendance.objects.filter(pk__in=stored).update(journalled=True)
    return len(stored)


def take_up(institutions: "Sequence[Institution]", *, now: datetime) -> int:
    """Bring in what was noted before its learners were enrolled, or while attendance was off; how many were."""
    rows = Attendance.objects.filter(
        journalled=False, session__activity__isnull=False, session__planned_at__gt=now - RECENT
    ).filter(session__institution__in=institutions)
    enrolled = Enrolment.objects.filter(
        learner=OuterRef("learner"), course__assignments__cohort=OuterRef("session__cohort")
    )
    waiting = rows.filter(Exists(enrolled)).select_related("session__cohort", "session__institution", "by")
    groups: dict[tuple[int, int | None], list[Attendance]] = {}
    for row in waiting.order_by("pk")[:MOST]:
        groups.setdefault((row.session_id, row.by_id), []).append(row)
    return sum(bring_in(group[0].session, group, by=group[0].by, now=now) for group in groups.values())


def _courses(cohort: Cohort, **only: object) -> list[Course]:
    rows = Course.objects.filter(assignments__cohort=cohort, release__isnull=False, **only)
    return list(rows.order_by("assignments__pk"))


def _enrolments(session: Session, learners: Sequence[int]) -> dict[int, Enrolment]:
    """Return by learner their latest enrolment in a course of the cohort that has the activity; also in a withdrawn
    one, since learners who began may go on.
    """
    key = str(session.activity_id)
    courses = [one for one in _courses(session.cohort) if release(one.release_id).outline.by_id(key)]
    rows = Enrolment.objects.filter(course__in=courses, learner__in=learners).order_by("pk")
    return {enrolment.learner_id: enrolment for enrolment in rows}


def _said(row: Attendance, session: Session) -> dict[str, object]:
    return {"session": session.pk, "status": row.status, "minutes": row.minutes, "length": session.minutes}


def _when(session: Session, now: datetime) -> datetime:
    return min(session.planned_at, now)
