"""A course of some weeks that is over, in the academy whose staff one can sign in as: who came, what they achieved, and
the cohort as it was closed, with one who did not finish. Its certificates were for a month, and are over.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.apps import apps

from certificates.issuers.services import set_validity
from courses.models import Course
from lms.learning.progress.enrolments import assignment_services
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort, User

from . import names
from .history import KEEN, STEADY, STOPPED, Journey
from .marks import mark
from .school import Campus, School

BEGAN, CLOSED = timedelta(weeks=11), timedelta(days=10)
FIRST = 20951
"""The service number of the first of them; the others follow."""
MANNERS = (KEEN, KEEN, STEADY, KEEN, STEADY, KEEN, STEADY, STOPPED)
MET = ((3, "class", "Documents at the counter", "Room 4"), (17, "drill", "The bus of the night", "The yard"))
"""On which day, how, about what and where they met."""
HOUR = 6


def close_cohort(school: School, course: Course, *, now: datetime) -> None:
    """Close a cohort with a chance of its own, so that nothing else in the school is drawn otherwise."""
    chance = Random(11)  # noqa: S311
    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    by, began, closed = school.roles["instructor"], _morning(now - BEGAN), _morning(now - CLOSED)
    cohort = people_services.open_cohort(
        institution=campus.academy,
        name=f"Border course {began.year}",
        starts_on=began.date(),
        ends_on=(closed - timedelta(days=2)).date(),
    )
    people_services.join(cohort=cohort, people=_people(campus, chance), now=began)
    for given in assignment_services.assign(
        cohort=cohort, courses=[course], due_at=began + timedelta(weeks=6, hours=8), by=by, now=began
    ):
        assignment_services.run_assignment(given.pk, clock=lambda: began)
    rule: dict[str, Any] = {
        "institution": campus.academy,
        "course": str(course.pk),
        "by": school.roles["administrator"],
    }
    set_validity(**rule, months=1, days=14, now=began)
    _learn(cohort, by, closed=closed, chance=chance)
    set_validity(**rule, months=None, days=None, now=closed)
    _meet(cohort, by, began=began)
    people_services.close_cohort(cohort=cohort, now=closed, by=by)


def _morning(moment: datetime) -> datetime:
    return moment.replace(hour=HOUR, minute=0, second=0, microsecond=0)


def _people(campus: Campus, chance: Random) -> list[User]:
    unit = campus.academy.children.order_by("pk").last()
    named = names.people(campus.about.country, chance)
    taken = set(User.objects.values_list("name", flat=True))
    people = []
    for place in range(len(MANNERS)):
        name, sex = next(pair for pair in named if pair[0] not in taken)
        about = {"rank": "Constable", "role_family": "police", "language": campus.about.language}
        number = f"{campus.about.country}-{FIRST + place}"
        people.append(User.objects.create_user(number, name=name, sex=sex, institution=unit, **about))
    return people


def _learn(cohort: Cohort, by: User, *, closed: datetime, chance: Random) -> None:
    rows = Enrolment.objects.filter(learner__cohorts=cohort).select_related("learner", "institution").order_by("pk")
    for enrolment, manner in zip(rows, MANNERS, strict=True):
        Journey(enrolment, manner, closed, chance, clock=enrolment.enrolled_at).go()
    written = Attempt.objects.filter(enrolment__learner__cohorts=cohort, waiting=True).order_by("closed_at")
    mark([*written, *written[:1]], by=by, now=closed, chance=chance)


def _meet(cohort: Cohort, by: User, *, began: datetime) -> None:
    """Hold the meetings of the cohort; without the sessions room installed, do nothing."""
    if not apps.is_installed("lms.learning.sessions"):
        return
    from lms.learning.sessions import attendance_services, services

    for day, kind, title, room in MET:
        at = began + timedelta(days=day)
        details = services.Details(kind, title, room, at, at + timedelta(hours=3), "")
        session = services.plan(cohort=cohort, details=details, instructors=[by], by=by, now=began)
        excused = cohort.people.order_by("name", "pk").last()
        marks = [attendance_services.Mark(excused.pk, "excused", reason="Sick")] if excused and kind == "drill" else []
        attendance_services.take(session=session, marks=marks, way="sheet", by=by, now=session.ends_at)
        attendance_services.all_present(session=session, way="sheet", by=by, now=session.ends_at)
