"""Choice of the attempt, among several, to which an answer belongs."""

from uuid import UUID

from django.utils.translation import gettext as _

from ..models import Attempt
from .activity_place import ActivityPlace


class UnnamedAttempt(ValueError):
    """Refusal: an answer does not say to which of several attempts it belongs. Nothing was written."""


def attempt_meant(place: ActivityPlace, event_id: UUID) -> Attempt | None:
    """Return the attempt that the address names; if it names none of several, the one in which `event_id` is stored.

    One statement in that case, else none. Raises `UnnamedAttempt`.
    """
    if place.attempt is None or not place.is_unnamed:
        return place.attempt
    attempts = Attempt.objects.filter(enrolment=place.way.enrolment, activity=place.attempt.activity_id)
    stored = attempts.filter(journal=event_id).first()
    if stored is None:
        raise UnnamedAttempt(
            _(
                "You have more than one attempt here, and this page does not say to which of them it "
                "belongs. Your saved answers are still there. Go to your last attempt."
            )
        )
    return stored
