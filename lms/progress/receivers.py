"""What other rooms tell this one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from courses.models import Release
from courses.publishing import released
from lms.people.models import Cohort, User
from lms.plugins.background import queue
from lms.plugins.events import cohort_joined, person_transferred

from .assigning import enrol_newcomers
from .models import Enrolment
from .tasks import move_corrections


@receiver(cohort_joined)
def _on_joined(sender: type, cohort: Cohort, people: Sequence[User], now: datetime, **_kwargs: Any) -> None:
    enrol_newcomers(cohort=cohort, people=people, now=now)


@receiver(person_transferred)
def _on_transferred(sender: type, person: User, now: datetime, **_kwargs: Any) -> None:
    """What is under way goes on at the new institution; what was completed before stays with the old one."""
    if person.institution is not None:
        place = {"institution": person.institution, "country": person.institution.country}
        Enrolment.objects.of(person).under_way().update(**place)


@receiver(released)
def _on_released(sender: type, release: Release, **_kwargs: Any) -> None:
    if release.correction:
        queue(move_corrections)
