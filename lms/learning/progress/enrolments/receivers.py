"""Receivers of signals from other rooms about enrolments."""

from collections.abc import Sequence
from datetime import datetime

from django.dispatch import receiver

from courses.models import Release
from courses.publishing.services import released
from lms.foundation.plugins.events import cohort_joined, left_by_rule, people_withdrawn, person_transferred
from lms.foundation.work.queueing import queue
from lms.people.directory.models import Cohort, User

from ..models import Enrolment
from ..models.assignments import Assignment
from . import transfers
from .assignment_services import enrol_newcomers
from .withdrawal_services import take_back_from


@receiver(cohort_joined)
def _on_joined(sender: type, cohort: Cohort, people: Sequence[User], now: datetime, **_kwargs: object) -> None:
    enrol_newcomers(cohort=cohort, people=people, now=now)


@receiver(left_by_rule)
def _on_left_by_rule(sender: type, cohort: Cohort, people: Sequence[int], now: datetime, **_kwargs: object) -> None:
    """Take back the courses that the cohort gave them if they did no work in them; begun work stays as it is."""
    take_back_from(cohort, people)


@receiver(person_transferred)
def _on_transferred(sender: type, person: User, now: datetime, **_kwargs: object) -> None:
    """Move enrolments under way to the new institution; the old one keeps a record that they were there.

    What is completed stays with it.
    """
    if person.institution is not None:
        transfers.move(person=person, to=person.institution, now=now)


@receiver(people_withdrawn)
def _on_withdrawn(sender: type, people: Sequence[int], **_kwargs: object) -> None:
    """Delete the enrolments of these people without any work, and the assignments to them alone."""
    Enrolment.objects.filter(learner__in=people).untouched().delete()
    Assignment.objects.filter(person__in=people, enrolments=None).delete()


@receiver(released)
def _on_released(sender: type, release: Release, **_kwargs: object) -> None:
    if release.correction:
        queue("progress.move_corrections")
