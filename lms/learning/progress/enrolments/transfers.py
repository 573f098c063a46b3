"""Enrolments that move to another institution with their learner: what the old one's figures keep of them."""

from datetime import datetime

from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

from ..models import Enrolment, Stay

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
