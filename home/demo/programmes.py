"""History in the programmes beside the core, at the academy of the instructor whom one can sign in as: investigators on
the add-on, and officers who refresh what they learned; and for each country indicators with two sealed values, a view
that its coordinators share, and a report every month.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from courses.models import Course
from home.curriculum import files
from lms.desks.indicators import services as indicators
from lms.desks.indicators.counting.rules import APPLIED, COMPLETED, KNOWLEDGE, Rules
from lms.desks.indicators.forms import offered_pairs
from lms.desks.reporting.named_reports import NamedReport
from lms.desks.saved_reports import schedules
from lms.desks.saved_reports import services as saved_reports
from lms.learning.progress.enrolments import assignment_services
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Kind, Role
from lms.people.directory.models import Cohort, Membership, User

from .history import THROUGH, UNDER_WAY, Journey, Manner
from .school import School

PRACTICE, REFRESHER = "first-contact-practised", "refresher"
ADD_ON = "core-15", "core-17"
"""Courses that the investigators were assigned, of the six of their programme."""
INVESTIGATORS: Sequence[Manner | None] = (THROUGH, THROUGH, UNDER_WAY, None, None)
"""Manner in which each investigator learns; None: not begun yet."""
ASSIGNED, DUE = timedelta(weeks=6), timedelta(weeks=3)


def follow(school: School, *, now: datetime, chance: Random) -> None:
    """Let investigators take two courses of the add-on, and officers who passed the practical task refresh."""
    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    teacher, at = school.roles["instructor"], now - ASSIGNED
    investigators = people_services.open_cohort(
        institution=campus.academy, name=f"Investigators {at.year}", starts_on=at.date()
    )
    earlier = campus.cohorts[0].people.exclude(pk=teacher.pk).order_by("name", "pk")
    people = list(earlier[: len(INVESTIGATORS)])
    people_services.join(cohort=investigators, people=people, now=at)
    manners = dict(zip((person.pk for person in people), INVESTIGATORS, strict=True))
    for key in ADD_ON:
        _learn(investigators, _course(key), manners, by=teacher, at=at, now=now, chance=chance)

    passed = Enrolment.objects.filter(course=_course(PRACTICE), completed_at__isnull=False)
    refreshed = dict.fromkeys(passed.values_list("learner", flat=True), THROUGH)
    _learn(campus.cohorts[-1], _course(REFRESHER), refreshed, by=teacher, at=at + DUE, now=now, chance=chance)


def _course(key: str) -> Course:
    return Course.objects.get(pk=files.named("course", key))


def _learn(
    cohort: Cohort,
    course: Course,
    manners: Mapping[int, Manner | None],
    *,
    by: User,
    at: datetime,
    now: datetime,
    chance: Random,
) -> None:
    """Assign `course` to `cohort` at `at`; people learn in the manner that `manners` has for them, if any."""
    due_at = at + 2 * DUE
    for assignment in assignment_services.assign(cohort=cohort, courses=[course], due_at=due_at, by=by, now=at):
        assignment_services.run_assignment(assignment.pk, clock=partial(lambda moment: moment, at))
    enrolments = Enrolment.objects.filter(course=course, learner__in=manners).order_by("pk")
    for enrolment in enrolments.select_related("learner", "institution"):
        if manner := manners[enrolment.learner_id]:
            Journey(enrolment, manner, now, chance, clock=enrolment.enrolled_at, marker=by).go()


CONTRACT, REGISTER = "EU-EAC-2026-014", "Register of certificates; evidence pack"
TARGET, FEWEST = 60, 5
"""People who are to complete by the end of the year, and the questions of the demo's shortest test."""


def seal(*, now: datetime) -> None:
    """Let the coordinator of each country define indicators, and seal a value as of the end of a month and of today."""
    begins = (now - timedelta(weeks=14)).replace(day=1).date().isoformat()
    common: dict[str, Any] = {
        "begins": begins,
        "by": ("sex", "agency"),
        "contract": CONTRACT,
        "source": REGISTER,
        "baseline": 0,
    }
    wanted = [Rules(COMPLETED, "Officers who completed a course", **common)]
    if pairs := tuple(offered_pairs()):
        wanted.append(Rules(KNOWLEDGE, "Officers whose knowledge increased", pairs=pairs, fewest=FEWEST, **common))
    wanted.append(Rules(APPLIED, "Officers who confirm having used a course at work", **common))
    for role in Membership.objects.filter(role=Role.COORDINATOR, institution__kind=Kind.COUNTRY).order_by("pk"):
        for rules in wanted:
            made = indicators.define(institution=role.institution, rules=rules, by=role.user, now=now)
            about: dict[str, Any] = {"indicator": made.indicator, "by": role.user, "now": now}
            last_month = now.replace(day=1) - timedelta(days=1)
            indicators.set_target(day=last_month.date(), value=TARGET // 2, **about)
            indicators.set_target(day=now.replace(month=12, day=31).date(), value=TARGET, **about)
            for day in (last_month, now):
                count = indicators.ask(as_of=day.date(), **about)
                indicators.make(count.pk, clock=lambda: now)
            indicators.schedule(every="quarter", **about)


def save_reports(*, now: datetime) -> None:
    """Let the coordinator of each country share a view, and receive a report every month."""
    report = NamedReport("completion", "by=institution")
    for role in Membership.objects.filter(role=Role.COORDINATOR, institution__kind=Kind.COUNTRY).order_by("pk"):
        shared: dict[str, Any] = {"place": role.institution, "role": Role.COORDINATOR, "by": role.user}
        saved_reports.save_view(report=report, name="Completion by academy", now=now, **shared)
        monthly: dict[str, Any] = {
            "title": "Completion by institution",
            "every": "month",
            "by": "inapp",
            "kind": "pdf",
            "rolls": True,
        }
        schedules.begin(report=report, person=role.user, language=role.user.language or "en", now=now, **monthly)
