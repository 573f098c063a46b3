"""Somebody who sits an exam is transferred meanwhile: the exam goes on under its terms,
and ends for where they serve now.
"""

from datetime import timedelta

from assessments.quiz.exams import sittings
from lms.learning.progress.journal import deadlines
from lms.learning.progress.models import Attempt, Enrolment, Stay
from lms.people.administration.records import services as people_services

from .acting import code_of, enter, same_when_rebuilt, save

MINUTE = timedelta(minutes=1)


def test_the_exam_goes_on_and_is_submitted_at_its_deadline_for_the_new_academy(
    sitting, mine, entry, wanjiru, omar, neighbour, now
):
    sittings.open_sitting(sitting=sitting, by=omar, now=now)
    attempt = enter(mine, entry, code_of(wanjiru), now)
    save(attempt, now + MINUTE)

    people_services.transfer(person=wanjiru, to=neighbour.institution, now=now + 2 * MINUTE)
    attempt = save(Attempt.objects.get(pk=attempt.pk), now + 3 * MINUTE, number=1)
    assert (attempt.deadline_at, attempt.closed_at) == (now + 30 * MINUTE, None)

    deadlines.sweep(now=now + 40 * MINUTE)
    attempt.refresh_from_db()
    assert attempt.closed_at is not None
    assert len(attempt.state["responses"]) == 2
    assert Enrolment.objects.visible_to(neighbour).get(learner=wanjiru).attempts.get() == attempt
    assert not Enrolment.objects.visible_to(omar).filter(learner=wanjiru).exists()
    assert Stay.objects.visible_to(omar).get().learner == wanjiru
    assert same_when_rebuilt()
