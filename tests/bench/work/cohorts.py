"""Additions to the cohorts of the bench: a course of forty activities, sessions tomorrow, standings of by now."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from courses.models import Activity, Course, Release
from lms.desks.notices.models import Notice
from lms.desks.teaching.standing.renewal import renew_recent
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.learning.sessions.models import Session
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, CohortMember, User

ACTIVITIES, ELSEWHERE = 40, 3000


def renew_standings() -> None:
    """Take up what learners did just now in their standings, as a task does every half minute, and let PostgreSQL know
    how its tables changed, as it does after some time.
    """
    renew_recent(now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE teaching_memberstanding")


def forty_activities() -> dict[str, Any]:
    """Give the thousand learners of the measured cohort a course of forty activities, in a cohort of their own."""
    now, first = timezone.now(), Cohort.objects.order_by("pk").select_related("institution")[0]
    course = Course.objects.create(pk=uuid4(), slug="forty", titles={"en": "Forty"}, open=True)
    data = _outline(Course.objects.get(slug="measured").release.data)
    about = {"edition": 1, "digest": "forty", "why": "The bench.", "made_at": now}
    course.release = Release.objects.create(course=course, data=data, **about)
    course.save()
    cohort = Cohort.objects.create(institution=first.institution, name="Forty activities")
    people = list(User.objects.filter(cohorts=first).select_related("institution").order_by("pk"))
    CohortMember.objects.bulk_create(CohortMember(cohort=cohort, user=one, joined_at=now) for one in people)
    given = {"due_at": now + timedelta(days=30), "assigned_at": now, "touched_at": now, "status": "done"}
    Assignment.objects.create(cohort=cohort, course=course, **given)
    _enrol(course, people, now)
    return {"cohort-40": cohort.pk, "course-40": str(course.pk)}


def _outline(data: dict[str, Any]) -> dict[str, Any]:
    """Of forty activities: its lessons and quizzes again and again, with ids of their own."""
    entries = data["activities"]
    again = [
        {**entries[number % len(entries)], "id": str(uuid4()), "slug": f"forty-{number}", "required": True}
        for number in range(ACTIVITIES)
    ]
    return {**data, "activities": again}


def _enrol(course: Any, people: list[Any], now: Any) -> None:
    """Somewhere on their way, each with some attempts that failed or go on."""
    chance, entries = random.Random(40), course.release.outline.activities
    Activity.objects.bulk_create(
        Activity(pk=entry.id, kind=entry.kind, slug=entry.slug, titles=dict(entry.titles)) for entry in entries
    )
    rows = []
    for person in people:
        done = [entry.id for entry in entries[: chance.randrange(ACTIVITIES)]]
        rows.append(
            Enrolment(
                learner=person,
                course=course,
                release=course.release,
                institution=person.institution,
                country="KE",
                status="started",
                remaining=ACTIVITIES - len(done),
                done=done,
                scores={one: chance.random() for one in done},
                enrolled_at=now,
                due_at=now + timedelta(days=chance.randrange(-5, 40)),
            )
        )
    rows = Enrolment.objects.bulk_create(rows)
    about = {"release": course.release, "form": {}, "state": {}, "begun_at": now}
    Attempt.objects.bulk_create(
        Attempt(
            enrolment=row,
            activity_id=entry.id,
            kind=entry.kind,
            number=1,
            closed_at=now,
            passed=False,
            score=0.4,
            **about,
        )
        for row in rows
        for entry in entries[len(row.done) : len(row.done) + 5]
    )


def meetings_tomorrow(numbers: Sequence[str]) -> None:
    """Plan three thousand sessions of other academies, and one of a cohort of the people with these service numbers,
    who are told of it.
    """
    now = timezone.now()
    people = list(User.objects.filter(service_number__in=numbers).select_related("institution"))
    here = people[0].institution
    there = Institution.objects.exclude(pk=here.pk).order_by("pk").last()
    own, other = (Cohort.objects.create(institution=one, name="Meets tomorrow") for one in (here, there))
    CohortMember.objects.bulk_create(CohortMember(cohort=own, user=one, joined_at=now) for one in people)
    begins = now + timedelta(days=1)
    _plan(other, begins, ELSEWHERE)
    [session] = _plan(own, begins, 1)
    facts = {"kind": "session", "pk": session.pk, "at": session.planned_at.isoformat()}
    about = {"kind": "meeting_tomorrow", "subject": "bench", "facts": facts, "due_at": now, "until": begins}
    Notice.objects.bulk_create(Notice(person=one, made_at=now, **about) for one in people)


def _plan(cohort: Any, begins: datetime, number: int) -> list[Any]:
    about = {"cohort": cohort, "institution": cohort.institution, "room": "Hall 1"}
    about |= {"ends_at": begins + timedelta(hours=2), "kind": "class", "planned_at": begins}
    return Session.objects.bulk_create(Session(title=f"Session {n}", **about) for n in range(number))
