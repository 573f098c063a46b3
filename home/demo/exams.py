"""Exams of the demo school: one in a room, with a contested answer, and one that the power did not let happen."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from assessments.quiz.desk.services import contest
from assessments.quiz.exams import admission, codes, sittings
from assessments.quiz.exams.minutes import services as minutes
from assessments.quiz.exams.models import Sitting
from assessments.quiz.exams.room import services as seats
from assessments.quiz.exams.seats import Hall
from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from courses.models import Activity, Course
from home.curriculum.files import named
from lms.foundation.plugins.identifiers import own_uuid, uuid7
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import Cohort, User

COURSE, EXAM = "trafficking-tested", "trafficking-exam"
HELD, PLANNED_BEFORE, MINUTE = timedelta(days=2), timedelta(days=7), timedelta(minutes=1)
HOUR = 11
"""By the clock of the world: two in the afternoon there."""
ROOM, ROWS, ROW_SEATS = "Computer room", 4, 4
LATE, EXCUSED = 1, 2
"""Places on the list of names of people who are late, and excused."""
FAILED = "The power failed at five past two and did not come back within half an hour. Nobody could begin."
AGAIN = "The exam is held again next week. Everybody was told in the room."


def plan(*, cohort: Cohort, room: str, at: datetime, by: User, now: datetime) -> Sitting:
    """Return a sitting of the exam of `testing`."""
    activity = Activity.objects.get(pk=named("quiz", EXAM))
    return sittings.plan(activity=activity, cohort=cohort, room=room, planned_at=at, invigilator=by, now=now)


def begin(*, sitting: Sitting, by: User, now: datetime) -> None:
    sittings.open_sitting(sitting=sitting, by=by, now=now)


def enter(*, sitting: Sitting, enrolment: Enrolment, now: datetime) -> Attempt:
    """Return the learner enters with the code on their card."""
    ticket = sitting.tickets.get(learner=enrolment.learner_id)
    return admission.enter(
        enrolment=enrolment,
        entry=_entry(enrolment, sitting),
        code=codes.code(ticket.pk, ticket.nonce),
        event_id=uuid7(int(now.timestamp() * 1000)),
        now=now,
        language=enrolment.learner.language,
    )


def end(*, sitting: Sitting, by: User, now: datetime) -> None:
    """Close it; what is under way is submitted."""
    sittings.close_sitting(sitting=sitting, by=by, now=now)
    sittings.submit([sitting.pk], now=now)


def disagree(*, attempt: Attempt, text: str, now: datetime) -> Attempt:
    """Return the learner contests the first answer that did not earn its mark."""
    wrong = next(item["id"] for item in attempt.form["items"] if attempt.state["marks"].get(item["id"], 0) < 1)
    event = uuid7(int(now.timestamp() * 1000))
    learner = attempt.enrolment.learner
    return contest(attempt=attempt, question=wrong, text=text, by=learner, event_id=event, now=now)


def _entry(enrolment: Enrolment, sitting: Sitting) -> Entry:
    activities = lookup.release(enrolment.release_id).outline.activities
    return next(entry for entry in activities if entry.id == str(sitting.activity_id))


def sit_cancelled(cohort: Cohort, *, by: User, now: datetime) -> None:
    """Let `cohort` come to an exam that the power stops, and keep its minutes: who came, was late or excused."""
    at = (now - HELD).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    before, end = at - PLANNED_BEFORE, at + 40 * MINUTE
    about: dict[str, Any] = {"cohort": cohort, "room": ROOM, "planned_at": at, "invigilator": by}
    sitting = sittings.plan(activity=_quiz(cohort), **about, now=before)
    seats.seat(sitting=sitting, hall=Hall(ROWS, ROW_SEATS), order="mixed", by=by, now=before, seed=1)
    sittings.open_sitting(sitting=sitting, by=by, now=at)
    people = list(cohort.people.exclude(pk=by.pk).order_by("name", "pk"))
    for said in _minutes(people, at=at):
        minutes.write(sitting=sitting, said=minutes.EntryContent(*said), by=by, key=own_uuid(), now=end)
    sittings.close_sitting(sitting=sitting, by=by, now=end)
    minutes.sign(sitting=sitting, by=by, now=end + 5 * MINUTE)


def _minutes(people: list[User], *, at: datetime) -> list[tuple[Any, ...]]:
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
