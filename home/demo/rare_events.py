"""Rare events of the demo school: tests before and after a course, an exam in a room, an answer that is contested, a
certificate that is revoked, one that is replaced and one that is shown by a link, files for a ceremony, and a design of
certificates. One of each, at the academy whose staff one can sign in as.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.http import QueryDict

from certificates import services as certificates
from certificates.bulk import services as ceremonies
from certificates.design import services as designs
from certificates.design.default import default_sheet
from certificates.filters import CertificateFilters
from certificates.models import Certificate
from certificates.sharing.services import share
from courses.models import Course
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments import assignment_services
from lms.learning.progress.journal import overrides
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import Cohort, User

from . import exams
from .academies import NAMED
from .history import Journey, Manner
from .school import Campus, School

ASSIGNED, EXAMINED, REVOKED, CONTESTED = (
    timedelta(weeks=5),
    timedelta(days=4),
    timedelta(days=6),
    timedelta(days=1, hours=3),
)
"""How long ago."""
DUE, NEXT_EXAM = timedelta(days=9), timedelta(days=3)
"""In how long."""
BEFORE, AFTER = Manner(knows=0.5, waits=(1, 4), gap=(1, 1)), Manner(knows=0.86, waits=(12, 16), gap=(1, 1))
IN_THE_ROOM = timedelta(minutes=40)
ABSENT, UNFINISHED = 2, 1
"""How many do not come to the exam, and how many are still answering at its end."""
BY_HAND, SHARED, PACKED = timedelta(hours=30), timedelta(days=2), timedelta(hours=5)
WHY_BY_HAND = "The light failed in the hall, and the last questions could not be read. They are left out."
WHY_REPLACED = "The passport has the second family name as well."
WHY_REVOKED = "The certificate was issued on another person's answers; the learner takes the course again."
DISAGREES = "The question does not say whether she was free to leave. If she was, my answer holds as well."


def create_rare_events(school: School, tests: Course, *, now: datetime, chance: Random) -> None:
    """Let all of it happen at the academy of the instructor whom one can sign in as, in its later intake."""
    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    cohort = campus.cohorts[-1]
    instructor = campus.instructors[0]
    assigned = now - ASSIGNED
    for assignment in assignment_services.assign(
        cohort=cohort, courses=[tests], due_at=now + DUE, by=instructor, now=assigned
    ):
        assignment_services.run_assignment(assignment.pk, clock=lambda: assigned)
    enrolments = Enrolment.objects.filter(course=tests, learner__cohorts=cohort).order_by("pk")
    people = list(enrolments.select_related("learner__institution", "institution", "course"))
    for enrolment in people:
        before, after, _exam = enrolment.release.outline.activities
        journey = Journey(enrolment, BEFORE, now - EXAMINED - timedelta(days=1), chance, clock=assigned)
        journey.take(before, BEFORE)
        journey.take(after, AFTER)
    _examine(cohort, people, by=instructor, now=now, chance=chance)
    _contest(cohort, now=now)
    _set_by_hand(cohort, by=instructor, now=now)
    administrator = school.roles["administrator"]
    _change_certificates(campus, by=administrator, now=now)
    share(certificate=Certificate.objects.of(school.roles["learner"]).order_by("pk")[0], now=now - SHARED)
    _prepare_ceremony(campus.cohorts[0], by=administrator, now=now)
    upright = default_sheet(landscape=False)
    designs.create(institution=campus.academy, name="Upright", sheet=upright, by=administrator, now=now)


def _examine(cohort: Cohort, people: list[Enrolment], *, by: User, now: datetime, chance: Random) -> None:
    """Hold exams: one exam is over, and another is planned for those who were not there."""
    at = (now - EXAMINED).replace(hour=6, minute=0)
    sitting = exams.plan(cohort=cohort, room="Lecture hall 2", at=at, by=by, now=at - timedelta(days=7))
    exams.begin(sitting=sitting, by=by, now=at)
    for place, enrolment in enumerate(people[ABSENT:]):
        journey = Journey(enrolment, AFTER, at + IN_THE_ROOM, chance, clock=at + timedelta(minutes=1 + place % 4))
        attempt = exams.enter(sitting=sitting, enrolment=enrolment, now=journey.clock)
        journey.fill(attempt, submitting=place >= UNFINISHED)
    exams.end(sitting=sitting, by=by, now=at + IN_THE_ROOM)
    exams.plan(cohort=cohort, room="Lecture hall 1", at=(now + NEXT_EXAM).replace(hour=6, minute=0), by=by, now=now)


def _contest(cohort: Cohort, *, now: datetime) -> None:
    """Let a learner who did not get everything right ask for a second look at an answer."""
    short = Attempt.objects.filter(kind="quiz", score__lt=1, closed_at__lt=now - CONTESTED, waiting=False)
    attempts = short.filter(enrolment__learner__cohorts=cohort).select_related("enrolment__learner")
    exams.disagree(attempt=attempts.order_by("-closed_at", "-pk")[0], text=DISAGREES, now=now - CONTESTED)


def _set_by_hand(cohort: Cohort, *, by: User, now: datetime) -> None:
    """Set the result of a quiz that a learner failed by hand; it stays failed."""
    failed = Attempt.objects.filter(kind="quiz", passed=False, completed_at__lt=now - BY_HAND)
    attempt = failed.filter(enrolment__learner__cohorts=cohort).exclude(enrolment__learner=by).order_by("pk").first()
    if attempt is not None:
        said: dict[str, Any] = {"reason": WHY_BY_HAND, "by": by, "event_id": uuid7()}
        overrides.override(attempt=attempt, score=0.6, passed=False, now=now - BY_HAND, **said)


def _change_certificates(campus: Campus, *, by: User, now: datetime) -> None:
    """Take back a certificate of the later intake, and correct the name on another."""
    issued = Certificate.objects.filter(issued_at__lt=now - REVOKED, earned_by__learner__cohorts=campus.cohorts[-1])
    others = issued.exclude(earned_by__learner__service_number__in=NAMED.values()).order_by("issued_at", "pk")
    first, second = others.select_related("earned_by")[:2]
    certificates.revoke(certificate=first, why=WHY_REVOKED, now=now - REVOKED, by=by)
    longer = f"{second.name} {second.name.split()[-1]}-Mwangi"
    certificates.correct_name(certificate=second, name=longer, why=WHY_REPLACED, now=now - REVOKED, by=by)


def _prepare_ceremony(cohort: Cohort, *, by: User, now: datetime) -> None:
    """Ask for the files of the certificates of `cohort`, which are made once their PDFs are."""
    form = CertificateFilters(QueryDict(f"cohort={cohort.pk}"), viewer=by)
    if form.is_valid():
        ceremonies.begin(form=form, issues=False, title=cohort.name, language="en", by=by, now=now - PACKED)
