"""Sessions: of the academy whose staff one can sign in as a class that was held, with who came and one record that is
contested, one that begins within the hour, and a drill tomorrow; of the others two classes that were held.
"""

from datetime import datetime, timedelta

from django.apps import apps

from courses.models import Course
from home.curriculum import files
from lms.people.directory.models import User

from . import exams
from .history import LEARNED
from .school import Campus, School

HELD, SOON, AHEAD = timedelta(days=3), timedelta(hours=1), timedelta(days=1)
HOUR = 6
"""At which sessions begin, by the clock of the world: nine in the morning there."""
LATE, EXCUSED, ABSENT = 1, 2, 3
"""Places on the list of names of people who are late, excused, and absent."""
SAYS = "I was in the second row from the beginning. My phone had no charge, so I could not scan the code."


def create_sessions(school: School, *, now: datetime) -> None:
    """Let the later intake meet once, come to an exam, and plan the next time. Only the exam where sessions are not
    installed.
    """
    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    exams.sit_cancelled(campus.cohorts[-1], by=school.roles["instructor"], now=now)
    if not apps.is_installed("lms.learning.sessions"):
        return
    _held(campus, school.roles["instructor"], at=(now - HELD).replace(hour=HOUR, minute=0, second=0, microsecond=0))
    _planned(campus, school.roles["instructor"], now=now)
    for other in school.campuses:
        if other is not campus:
            _met(other, now=now)


def _met(campus: Campus, *, now: datetime) -> None:
    """Let the earlier intake come to two classes about its courses."""
    from lms.learning.sessions import attendance_services, services

    by, cohort = campus.instructors[0], campus.cohorts[0]
    for weeks, key in ((5, LEARNED[0]), (3, LEARNED[1])):
        at = (now - timedelta(weeks=weeks)).replace(hour=HOUR, minute=0, second=0, microsecond=0)
        course = Course.objects.get(pk=files.named("course", key))
        title, ends = course.title_in(campus.about.language), at + timedelta(hours=2)
        about = services.Details("class", title, "1", at, ends, course=course.pk)
        session = services.plan(cohort=cohort, details=about, instructors=[by], by=by, now=at - timedelta(days=7))
        absent = session.cohort.people.order_by("name", "pk").last()
        marks = [attendance_services.Mark(absent.pk, "absent")] if absent else []
        attendance_services.take(session=session, marks=marks, way="list", by=by, now=ends)
        attendance_services.all_present(session=session, way="list", by=by, now=ends)


def _held(campus: Campus, by: User, *, at: datetime) -> None:
    from lms.learning.sessions import attendance_services, services

    about = services.Details(
        "class",
        "First contact with a possible victim",
        "Lecture hall 2",
        at,
        at + timedelta(hours=2),
        "Two short films, then in threes: who speaks first, and what is not asked.",
        course=files.named("course", LEARNED[0]),
    )
    planned = at - timedelta(days=7)
    session = services.plan(cohort=campus.cohorts[-1], details=about, instructors=[by], by=by, now=planned)
    people = list(session.cohort.people.exclude(pk=by.pk).order_by("name", "pk"))
    marks = [
        attendance_services.Mark(people[LATE].pk, "late", missed=20),
        attendance_services.Mark(people[EXCUSED].pk, "excused", reason="Witness in court"),
        attendance_services.Mark(people[ABSENT].pk, "absent"),
    ]
    attendance_services.arrive(session=session, learner=people[0], now=at)
    end = session.ends_at
    attendance_services.take(session=session, marks=marks, way="list", by=by, now=end)
    attendance_services.all_present(session=session, way="list", by=by, now=end)
    row = session.attendance.get(learner=people[ABSENT])
    attendance_services.contest(attendance=row, text=SAYS, by=people[ABSENT], now=end + timedelta(hours=5))


def _planned(campus: Campus, by: User, *, now: datetime) -> None:
    from lms.learning.sessions import services

    soon = (now + SOON).replace(minute=0, second=0, microsecond=0)
    place = "Lecture hall 2"
    today = services.Details("class", "Questions before the exam", place, soon, soon + timedelta(hours=2), "")
    services.plan(cohort=campus.cohorts[-1], details=today, instructors=[by], by=by, now=now - timedelta(days=2))
    at = (now + AHEAD).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    about = services.Details(
        "drill",
        "Checkpoint: one vehicle, seven people",
        "The yard behind the armoury",
        at,
        at + timedelta(hours=3),
        "Bring gloves and a notebook. The first half hour is the briefing.",
    )
    services.plan(cohort=campus.cohorts[-1], details=about, instructors=[by], by=by, now=now)
