"""Policy of second factors: from when one is required of a person, by the setting of their institution, else of the
nearest one above, else of the installation. It concerns only staff: people who teach, coordinate, administer or enter
the admin.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from ...audit.services import note
from ...directory.inherited_settings import recompute_inherited
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.reach import is_staff
from ...directory.tree import hold_the_trees

NOBODY = -1
"""In place of a number of days: a second factor is asked of nobody."""
MOST_DAYS = 365


def grace_of(person: User) -> timedelta | None:
    """Return how long staff of the institution of `person` may continue without a factor; None if it is not
    required.
    """
    days = days_at(person.institution)
    return None if days < 0 else timedelta(days=days)


def days_at(place: Institution | None) -> int:
    """Return the days of grace in force at `place`; negative where a second factor is asked of nobody."""
    return int(settings.SECOND_FACTOR_DAYS if place is None or place.factor_days is None else place.factor_days)


def asked_from(person: User, *, now: datetime) -> datetime | None:
    """Return the moment from which no page opens for `person` without a second factor; None if they need none.

    The time of grace begins when they are met first, which is written down once.
    """
    grace = grace_of(person) if is_staff(person) else None
    if grace is None:
        return None
    if person.factor_asked_at is None:
        User.objects.filter(pk=person.pk, factor_asked_at=None).update(factor_asked_at=now)
        person.factor_asked_at = now
    return person.factor_asked_at + grace


@transaction.atomic
def set_policy(*, institution: Institution, days: int | None, by: User | None, now: datetime) -> Institution:
    """Ask a second factor of staff at `institution`, and below it where nothing closer says otherwise, after so many
    `days` of grace; of nobody with `NOBODY`; with None as the institution above says. The same again changes nothing.

    Raises `ValueError` for a number that is none of these.
    """
    if days is not None and not NOBODY <= days <= MOST_DAYS:
        raise ValueError(f"{days} days are no time of grace.")
    hold_the_trees()
    own = Institution.objects.get(pk=institution.pk).own_factor_days
    institution.own_factor_days = days
    if own == days:
        return institution
    Institution.objects.filter(pk=institution.pk).update(own_factor_days=days)
    note("factor_policy_set", by=by, institution=institution, now=now, days=days)
    recompute_inherited(institution)
    institution.refresh_from_db(fields=["factor_days"])
    return institution
