"""Choice of the learner's next course, the first among all that are assigned; the same on my learning and at the end of
a course.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from courses.catalogue.models import Programme
from lms.people.directory.institutions import Institution

from ..access.locks import locks_of
from .learner_course import LearnerCourse
from .statements import ENROLMENTS


def ways_of(learner: Any, *, language: str, now: datetime) -> list[LearnerCourse]:
    """Return every way of the learner's, those due first before those never due; one statement, and one more if they
    learned at another institution before, and those of `locks_of` if a release has conditions.
    """
    enrolments = ENROLMENTS.rows(learner=learner.pk)
    own = {learner.institution_id: learner.institution}
    if elsewhere := {enrolment.institution_id for enrolment in enrolments} - own.keys():
        own |= Institution.objects.in_bulk(elsewhere)
    for enrolment in enrolments:
        enrolment.learner, enrolment.institution = learner, own[enrolment.institution_id]
    locks = locks_of(enrolments, now=now)
    return [LearnerCourse(enrolment, language, now, locks[enrolment.pk]) for enrolment in enrolments]


def first_of(ways: Sequence[LearnerCourse]) -> LearnerCourse | None:
    """Return the next of the incomplete ways: open before locked, closed or opening later; required before optional;
    begun before not begun.
    """
    ahead = [way for way in ways if way.enrolment.completed_at is None]
    return min(ahead, key=_comes_first, default=None)


def _comes_first(way: LearnerCourse) -> tuple[bool, ...]:
    own = way.enrolment
    return not way.is_open, bool(way.closed_for_now), not own.required, own.started_at is None


def after(way: LearnerCourse) -> LearnerCourse | None:
    """Return the way to follow once `way` is complete: the next course of its programme, else the first of all; two
    statements.

    None where nothing is left to do.
    """
    ways = [
        other
        for other in ways_of(way.enrolment.learner, language=way.language, now=way.now)
        if other.enrolment.completed_at is None and other.enrolment.pk != way.enrolment.pk
    ]
    by_course = {str(other.enrolment.course_id): other for other in reversed(ways)}
    following = _following(str(way.enrolment.course_id)) if ways else []
    return next((by_course[course] for course in following if course in by_course), None) or first_of(ways)


def _following(course: str) -> list[str]:
    """Return the ids of the courses that come after `course` in a programme that has it."""
    lists = [
        list(courses)
        for courses in Programme.objects.filter(open=True).order_by("slug").values_list("courses", flat=True)
    ]
    return next((courses[courses.index(course) + 1 :] for courses in lists if course in courses), [])
