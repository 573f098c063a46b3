"""Receivers of signals from other rooms about enrolments."""

from collections.abc import Sequence
from datetime import datetime

from django.dispatch import receiver

from courses.models import Release
from courses.publishing.services import released
from lms.foundation.plugins.events import cohort_joined, left_by_rule, people_withdrawn, person_transferred
from lms.foundation.work.queueing import queue
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User

from ..models import Enrolment, Stay
from ..models.assignments import Assignment
from .assignment_services import enrol_newcomers
from .withdrawal_services import take_back_from

_COPIED = (
    "learner_id",
    "course_id",
    "release_id",
    "assignment_id",
    "institution_id",
    "country",
    "sex",
    "status",
    "due_at",
    "enrolled_at",
    "started_at",
    "arrived_at",
)


def move(*, person: User, to: Institution, now: datetime) -> int:
    """Let what `person` has under way go on at `to`, and keep where it was; returns how many. Asked inside a
    transaction.

    What is completed at the same moment is either completed before, and stays, or goes on at the new place: the rows
    are locked.
    """
    rows = (
        Enrolment.objects.of(person).under_way().exclude(institution=to).select_for_update(no_key=True).order_by("pk")
    )
    leaving = list(rows)
    Stay.objects.bulk_create(
        [Stay(enrolment=row, to=to, left_at=now, **{name: getattr(row, name) for name in _COPIED}) for row in leaving]
    )
    Enrolment.objects.filter(pk__in=[row.pk for row in leaving]).update(
        institution=to, country=to.country, arrived_at=now
    )
    return len(leaving)


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
        move(person=person, to=person.institution, now=now)


@receiver(people_withdrawn)
def _on_withdrawn(sender: type, people: Sequence[int], **_kwargs: object) -> None:
    """Delete the enrolments of these people without any work, and the assignments to them alone."""
    Enrolment.objects.filter(learner__in=people).untouched().delete()
    Assignment.objects.filter(person__in=people, enrolments=None).delete()


@receiver(released)
def _on_released(sender: type, release: Release, **_kwargs: object) -> None:
    if release.correction:
        queue("progress.move_corrections")
