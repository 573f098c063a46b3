"""Runs of *The guesthouse*, and what else staff and learners of practical courses open.

Ten runs of seven seats stand at the fourth day of the case, half of the good path played, where the measured instructor
teaches. Forty people have completed a course that is refreshed, and a calendar with an address; one checklist of ten
people is begun. Only for those who ask all at once as many more runs as 400 seats need are at another academy, where
six entries were made, and two hundred new learners have the measured course, to sit its quiz beside them.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from assessments.casework import Refused, case_json, texts_json
from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.observation import services as observation_services
from assessments.quiz.desk.models import Contest
from assessments.quiz.exams.models import Sitting
from assessments.refreshers import services as refreshers
from assessments.refreshers.models import Refresher
from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.runs import services
from courses.models import Course, CoursePage, ProgrammePage
from lms.desks.calendar import services as calendars
from lms.desks.conversations.models import Thread
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.learning.sessions.models import Attendance, Session
from lms.people.directory.models import Cohort, CohortMember, User
from tests.bench.build.cast import _sessions
from tests.observation.building import add_checklist
from tests.releasing import release_waiting

RUNS, POLLING, TAKERS, OBSERVED, REFRESHED, WAITING = 10, 400, 200, 10, 40, 30
SINCE = timedelta(hours=92)
"""How long the runs have been open, a minute of the case in each minute."""
PLAYED, BEGUN = 24, 6
"""Entries of the good path, where it is looked at and where it is only asked after."""


def prepare(*, now: datetime | None = None) -> dict[str, Any]:
    """Make all but that; what the measuring side has to know of it."""
    now = now or timezone.now()
    here = Cohort.objects.order_by("pk").select_related("institution")[0]
    instructor = _instructor_at(here)
    course, case, checklist = _course()
    seats = _people("J", RUNS * 7, here.institution)
    _enrol(course, seats, now)
    about = {"course": course, "case": case, "instructor": instructor, "now": now}
    return {
        "seats": list(_runs(seats, here, name="Here", entries=PLAYED, **about)),
        "checklist": _checklist(course, checklist, here, instructor, seats[:OBSERVED], now),
    } | _refreshed(seats[:REFRESHED], now)


def prepare_polling(*, now: datetime | None = None, polling: int = POLLING, takers: int = TAKERS) -> dict[str, Any]:
    """Make those who ask all at once, after `prepare`."""
    now = now or timezone.now()
    here = Cohort.objects.order_by("pk").select_related("institution")[0]
    there = Cohort.objects.exclude(institution__path__startswith=here.institution.path).order_by("pk")
    far, course = there.select_related("institution").first() or here, Course.objects.get(slug="joint")
    others = _people("P", polling, far.institution)
    _enrol(course, others, now)
    about = {"course": course, "case": course.release.outline.by_slug("guesthouse").id, "now": now}
    measured = _people("T", takers, here.institution)
    _enrol(_measured(), measured, now)
    return {
        "polling": list(_runs(others, far, name="There", instructor=_instructor_at(here), entries=BEGUN, **about)),
        "takers": [{"id": one.pk, "number": one.service_number} for one in measured],
    }


def _instructor_at(cohort: Any) -> Any:
    return User.objects.get(name="Omar Otieno", memberships__institution=cohort.institution)


def _measured() -> Any:
    return Course.objects.get(slug="measured")


def _course() -> tuple[Any, Any, Any]:
    """A course with the case and a checklist; the ids of both."""
    case = open_folder(SHIPPED / "guesthouse")
    programme = ProgrammePage.objects.order_by("pk")[0]
    page = programme.add_child(instance=CoursePage(title="The joint course", slug="joint", summary="Seven agencies."))
    about = {"structure": case_json(case.case), "texts": {"en": texts_json(case.texts["en"])}}
    page.add_child(instance=CasePage(title="The guesthouse", slug="guesthouse", **about))
    add_checklist(page)
    for node in (*page.get_children().specific(), page):
        node.save_revision().publish()
    problems = release_waiting()
    assert not problems, problems
    course = Course.objects.get(pk=page.translation_key)
    outline = course.release.outline
    return course, outline.by_slug("guesthouse").id, outline.by_slug("first-contact").id


def _people(letter: str, number: int, institution: Any) -> list[Any]:
    """New learners with the password of all."""
    like = User.objects.order_by("pk")[0]
    about = {"password": like.password, "institution": institution, "role_family": "police"}
    rows = [
        User(service_number=f"KE-{letter}{place:05}", name=f"Learner {letter}{place}", **about)
        for place in range(number)
    ]
    User.objects.bulk_create(rows)
    return list(User.objects.filter(service_number__startswith=f"KE-{letter}").order_by("pk"))


def _enrol(course: Any, people: Sequence[Any], now: datetime) -> None:
    progress.enrol(people=list(people), course=course, now=now)


def _runs(
    people: Sequence[Any],
    cohort: Any,
    *,
    name: str,
    course: Any,
    case: Any,
    instructor: Any,
    entries: int,
    now: datetime,
) -> Iterator[dict[str, Any]]:
    """One for each seven people: the seats, with the session of who sits there."""
    roles, log = _good_path()
    sessions = dict(zip([one.pk for one in people], _sessions(people, now), strict=True))
    opened = now - SINCE
    for place, first in enumerate(range(0, len(people), len(roles))):
        planned = {"activity": case, "release": course.release, "institution": cohort.institution, "cohort": cohort}
        run = services.plan_run(**planned, mode="live", by=instructor, now=opened, name=f"{name} {place + 1}")
        seated = {
            role: services.seat(run=run, role=role, person=one, by=instructor, now=opened)
            for role, one in zip(roles, people[first:], strict=False)
        }
        services.open_run(run=run, by=instructor, now=opened, timing=services.Timing(pace=1))
        _play(run, seated, log[:entries], opened)
        services.record_clock(run=run, verb="note", now=now)
        for seat in seated.values():
            yield {"pk": seat.pk, "run": str(run.pk), "session": sessions[seat.person_id], "to": _other(roles, seat)}


def _other(roles: Sequence[str], seat: Any) -> str:
    return next(role for role in roles if role != seat.role)


def _good_path() -> tuple[list[str], list[dict[str, Any]]]:
    case = open_folder(SHIPPED / "guesthouse").case
    return [seat.id for seat in case.seats], json.loads((SHIPPED / "guesthouse/paths/good.json").read_text())


def _play(run: Any, seated: dict[str, Any], log: Sequence[dict[str, Any]], opened: datetime) -> None:
    """What people of these seats do in the first days."""
    for entry in log:
        seat, at = seated.get(entry["seat"]), opened + timedelta(minutes=entry["at"])
        if seat is not None:
            try:
                services.record(seat=seat, verb=entry["verb"], data=entry["data"], entry_id=uuid7(), now=at)
            except Refused:
                continue


def _checklist(course: Any, activity: Any, cohort: Any, instructor: Any, people: Sequence[Any], now: datetime) -> str:
    """A draft of the instructor, of people of the cohort, which has the course."""
    about = {"assigned_by": instructor, "assigned_at": now, "touched_at": now, "status": "done"}
    Assignment.objects.create(cohort=cohort, course=course, **about)
    CohortMember.objects.bulk_create(CohortMember(cohort=cohort, user=one, joined_at=now) for one in people)
    observed = [one.pk for one in people]
    draft = observation_services.start(
        key=uuid7(), cohort=cohort, activity=activity, people=observed, by=instructor, now=now
    )
    return str(draft.pk)


def _refreshed(people: Sequence[Any], now: datetime) -> dict[str, Any]:
    """Who completed the measured course a week ago, with what comes back of it and an address of their calendar."""
    _enrol(_measured(), people, now - timedelta(days=20))
    rows = Enrolment.objects.filter(course=_measured(), learner__in=people).select_related("institution", "learner")
    rows.update(status="completed", completed_at=now - timedelta(days=8), remaining=0)
    found = []
    for enrolment, session in zip(rows, _sessions([row.learner for row in rows], now), strict=True):
        refreshers.plan(enrolment=enrolment)
        found.append({"session": session, "secret": calendars.renew(person=enrolment.learner, now=now)})
    assert Refresher.objects.filter(opens_at__lte=now).exists()
    return {"refreshed": found}


def busy_day(*, now: datetime | None = None) -> int:
    """Let the measured instructors have a day with all that there can be: sessions, an exam, answers to mark, contested
    answers and attendance, late answers and questions; how many attempts wait.
    """
    now = now or timezone.now()
    cohort = Cohort.objects.order_by("pk").select_related("institution")[0]
    people = list(User.objects.filter(cohorts=cohort).order_by("pk")[:WAITING])
    where = {"cohort": cohort, "institution": cohort.institution, "room": "Hall 1", "planned_at": now}
    quiz = next(one for one in _measured().release.outline.activities if one.kind == "quiz")
    Sitting.objects.create(**where, activity_id=quiz.id)
    sessions = Session.objects.bulk_create(
        Session(**where, kind="class", title=f"Class {number}", ends_at=now + timedelta(hours=2)) for number in range(3)
    )
    came = {"session": sessions[0], "status": "absent", "minutes": 0, "contested_at": now, "contest": "I was there."}
    Attendance.objects.bulk_create(Attendance(**came, learner=one, way="list", at=now) for one in people)
    asked = {"institution": cohort.institution, "cohort": cohort, "opened_at": now, "last_at": now, "waiting": True}
    Thread.objects.bulk_create(
        Thread(**asked, learner=one, opened_by=one, client_id=uuid7(), title="When is the exam?") for one in people
    )
    closed = Attempt.objects.filter(enrolment__institution=cohort.institution, kind="quiz", closed_at__isnull=False)
    chosen = list(closed.order_by("pk").values_list("pk", flat=True)[:WAITING])
    Contest.objects.bulk_create(Contest(attempt_id=one, question="measured", contested_at=now) for one in chosen)
    return Attempt.objects.filter(pk__in=chosen).update(waiting=True, undecided=1)
