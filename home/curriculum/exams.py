"""An exam in a room and a contested answer, for a school to look at: what an invigilator, a learner with a card and a
learner who disagrees do, by the services of the quiz.
"""

from datetime import datetime

from assessments.quiz.desk.services import contest
from assessments.quiz.exams import admission, codes, sittings
from assessments.quiz.exams.models import Sitting
from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from courses.models import Activity
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import Cohort, User

from .course_of_tests import EXAM
from .files import named


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
