"""Receivers of signals from other rooms about members of cohorts."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models.signals import post_delete
from django.dispatch import receiver

from lms.foundation.plugins.events import cohort_joined, person_transferred
from lms.people.directory.models import Cohort, CohortMember, User

from ..models import MemberStanding
from .renewal import renew, renew_people
from .statements import with_rules


@receiver(cohort_joined)
def _on_joined(sender: type, cohort: Cohort, people: Sequence[User], now: datetime, **_kwargs: object) -> None:
    """Renew their standing in the cohort that they joined; `renew_recent` takes up what it changes in others."""
    renew(with_rules(Cohort.objects.filter(pk=cohort.pk)).get(), [person.pk for person in people], now=now)


@receiver(post_delete, sender=CohortMember)
def _on_left(sender: type, instance: CohortMember, **_kwargs: object) -> None:
    MemberStanding.objects.filter(pk=instance.pk).delete()


@receiver(person_transferred)
def _on_transferred(sender: type, person: User, now: datetime, **_kwargs: object) -> None:
    renew_people([person.pk], now=now)
