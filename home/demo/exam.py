"""An exam at the academy whose staff one can sign in as, which the power did not let happen: who came, was late or
excused, and what the minutes say became of it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from assessments.quiz.exams import sittings
from assessments.quiz.exams.minutes import keeping
from assessments.quiz.exams.minutes.keeping import Said
from assessments.quiz.exams.models import Sitting
from assessments.quiz.exams.room import seating
from assessments.quiz.exams.room.seats import Hall
from courses.models import Activity, Course
from lms.people.models import Cohort, User
from lms.plugins.identifiers import own_uuid

from .school import School

HELD, PLANNED_BEFORE = timedelta(days=2), timedelta(days=7)
HOUR = 11
"""By the clock of the world: two in the afternoon there."""
ROOM, HALL = "Computer room", Hall(rows=4, row_seats=4)
LATE, EXCUSED = 1, 2
"""Whose place on the list of names is late, and excused."""
FAILED = "The power failed at five past two and did not come back within half an hour. Nobody could begin."
AGAIN = "The exam is held again next week. Everybody was told in the room."


def sit(school: School, *, now: datetime) -> None:
    """Let the later intake come to an exam, and keep its minutes."""
    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    cohort, by = campus.cohorts[-1], school.roles["instructor"]
    at = (now - HELD).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    before = at - PLANNED_BEFORE
    sitting = sittings.plan(activity=_quiz(cohort), cohort=cohort, room=ROOM, planned_at=at, invigilator=by, now=before)
    seating.seat(sitting=sitting, hall=HALL, order=seating.Order.MIXED, by=by, now=before, seed=1)
    sittings.open_sitting(sitting=sitting, by=by, now=at)
    _note(sitting, list(cohort.people.exclude(pk=by.pk).order_by("name", "pk")), by, at=at)


def _note(sitting: Sitting, people: list[User], by: User, *, at: datetime) -> None:
    minute = timedelta(minutes=1)
    said = [Said("present", at, person.pk) for person in people[EXCUSED + 1 :]]
    said += [
        Said("present", at, people[0].pk),
        Said("late", at + 12 * minute, people[LATE].pk),
        Said("excused", at, people[EXCUSED].pk, "Witness in court"),
        Said("incident", at + 5 * minute, None, FAILED),
        Said("incident", at + 35 * minute, None, AGAIN),
    ]
    end = at + 40 * minute
    for one in said:
        keeping.write(sitting=sitting, said=one, by=by, key=own_uuid(), now=end)
    sittings.close_sitting(sitting=sitting, by=by, now=end)
    keeping.sign(sitting=sitting, by=by, now=end + 5 * minute)


def _quiz(cohort: Cohort) -> Activity:
    """The last quiz that counts in the first course of `cohort`."""
    course = Course.objects.filter(assignments__cohort=cohort, release__isnull=False).order_by("assignments__pk")[0]
    entry = [one for one in course.release.outline.activities if one.kind == "quiz" and one.required][-1]
    return Activity.objects.get(pk=UUID(entry.id))
