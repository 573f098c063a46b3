"""`python -m tests.bench.forty`: give the thousand learners of the measured cohort a course of forty activities, in a
cohort of their own, and say which that is. Each run of the bench has a copy of its data, so that it stays in this one.
"""

import json
import random
from datetime import timedelta
from typing import Any
from uuid import uuid4

import lms  # noqa: F401  first, since its task queue reads the settings while they are made

ACTIVITIES = 40


def main() -> None:
    import django

    django.setup()
    from django.utils import timezone

    from courses.models import Course, Release
    from lms.learning.progress.models.assignments import Assignment
    from lms.people.directory.models import Cohort, CohortMember, User

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
    print(json.dumps({"cohort-40": cohort.pk, "course-40": str(course.pk)}))


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
    from courses.models import Activity
    from lms.learning.progress.models import Attempt, Enrolment

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


if __name__ == "__main__":
    main()
