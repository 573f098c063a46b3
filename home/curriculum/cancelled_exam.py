"""An exam that the power did not let happen: who came, was late or excused, and what the minutes say became of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps

from courses.catalogue import lookup
from courses.models import Activity, Course
from lms.foundation.plugins.identifiers import own_uuid
from lms.people.directory.models import Cohort, User

HELD, PLANNED_BEFORE, MINUTE = timedelta(days=2), timedelta(days=7), timedelta(minutes=1)
HOUR = 11
"""By the clock of the world: two in the afternoon there."""
ROOM, ROWS, ROW_SEATS = "Computer room", 4, 4
LATE, EXCUSED = 1, 2
"""Whose place on the list of names is late, and excused."""
FAILED = "The power failed at five past two and did not come back within half an hour. Nobody could begin."
AGAIN = "The exam is held again next week. Everybody was told in the room."


def sit(cohort: Cohort, *, by: User, now: datetime) -> None:
    """Let `cohort` come to an exam, and keep its minutes. Nothing where quizzes are not installed."""
    if not apps.is_installed("assessments.quiz"):
        return
    from assessments.quiz.exams import sittings
    from assessments.quiz.exams.minutes import services
    from assessments.quiz.exams.room import services as seat_services
    from assessments.quiz.exams.seats import Hall

    at = (now - HELD).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    before, end = at - PLANNED_BEFORE, at + 40 * MINUTE
    about: dict[str, Any] = {"cohort": cohort, "room": ROOM, "planned_at": at, "invigilator": by}
    sitting = sittings.plan(activity=_quiz(cohort), **about, now=before)
    seat_services.seat(sitting=sitting, hall=Hall(ROWS, ROW_SEATS), order="mixed", by=by, now=before, seed=1)
    sittings.open_sitting(sitting=sitting, by=by, now=at)
    people = list(cohort.people.exclude(pk=by.pk).order_by("name", "pk"))
    for said in _said(people, at=at):
        services.write(sitting=sitting, said=services.EntryContent(*said), by=by, key=own_uuid(), now=end)
    sittings.close_sitting(sitting=sitting, by=by, now=end)
    services.sign(sitting=sitting, by=by, now=end + 5 * MINUTE)


def _said(people: list[User], *, at: datetime) -> list[tuple[Any, ...]]:
    """Return the minutes of the exam: the kind of entry, its time, its person, and its words."""
    present = [one for place, one in enumerate(people) if place not in (LATE, EXCUSED)]
    return [
        *(("present", at, person.pk) for person in present),
        ("late", at + 12 * MINUTE, people[LATE].pk),
        ("excused", at, people[EXCUSED].pk, "Witness in court"),
        ("incident", at + 5 * MINUTE, None, FAILED),
        ("incident", at + 35 * MINUTE, None, AGAIN),
    ]


def _quiz(cohort: Cohort) -> Activity:
    """Return the last quiz that counts in the first course of `cohort`."""
    courses = Course.objects.filter(assignments__cohort=cohort, release__isnull=False).order_by("assignments__pk")
    outline = lookup.release(courses[0].release_id).outline
    entry = [one for one in outline.activities if one.kind == "quiz" and one.required][-1]
    return Activity.objects.get(pk=UUID(entry.id))
