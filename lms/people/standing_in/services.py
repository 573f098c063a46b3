"""Giving a role to a colleague for some days, and ending that early: the only writer."""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _

from ..audit.services import note
from ..choices import STAFF_ROLES
from ..models import Membership, MembershipQuerySet, StandIn, User
from ..oneself import refuse_own_case
from ..services import look_up

MOST_DAYS = 92


class NotGiven(ValueError):
    """The message says why. Nothing was written. `field` is what has to be corrected."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def roles_to_give(by: User) -> MembershipQuerySet:
    """Roles of staff that count today and that `by` may have somebody stand in for: their own, and those of people
    whose account they manage. None that are held for others.
    """
    own = Membership.objects.filter(user=by)
    managed = Membership.objects.managed_by(by).filter(user__in=User.objects.managed_by(by).exclude(pk=by.pk))
    return (own | managed).in_force().filter(role__in=STAFF_ROLES, stand_in=None)


def given_by(by: User) -> models.QuerySet[StandIn]:
    """What `by` may end: what is given for such roles, whether or not these count today."""
    return StandIn.objects.filter(source__in=roles_to_give(by))


@transaction.atomic
def give(
    *, source: Membership, number: str, starts_on: date, ends_on: date, by: User, today: date, now: datetime
) -> StandIn:
    """Let the colleague with the service `number` hold the role `source` as well, on these days. The same again changes
    nothing; other days take the place of those.

    A number of another institution is as unknown as one that nobody has. Raises `NotGiven`, and `OwnCase` where that is
    `by`.
    """
    held = (
        roles_to_give(by)
        .select_for_update(of=("self",), no_key=True)
        .select_related("institution")
        .filter(pk=source.pk)
        .first()
    )
    if held is None:
        raise NotGiven("source", _("Choose a role from the list."))
    _check_days(held, starts_on, ends_on, today)
    found = look_up(institution=held.institution, lines=[number]).people
    person = found[0] if found and found[0].is_active else None
    if person is None:
        raise NotGiven("number", _("Nobody of this institution has this service number, or they may not sign in."))
    refuse_own_case(by, [person.pk])
    known = Membership.objects.filter(user=person, institution=held.institution, role=held.role).first()
    earlier = StandIn.objects.filter(membership=known, source=held).first() if known else None
    if person.pk == held.user_id or (known is not None and earlier is None):
        raise NotGiven("number", _("They hold this role already."))
    days = {"starts_on": starts_on, "ends_on": ends_on}
    if known is not None and earlier is not None:
        if (known.starts_on, known.ends_on) != (starts_on, ends_on):
            known.starts_on, known.ends_on = starts_on, ends_on
            known.save(update_fields=list(days))
        return earlier
    role = Membership.objects.create(user=person, institution=held.institution, role=held.role, **days)
    made = StandIn.objects.create(membership=role, source=held, given_by=by, given_at=now)
    _note("stand_in_given", made, by=by, now=now)
    return made


@transaction.atomic
def end(*, stand_in: StandIn, by: User, now: datetime) -> None:
    """Take the role from whoever stands in. Raises `OwnCase`."""
    held = StandIn.objects.select_related("membership").filter(pk=stand_in.pk).first()
    if held is None:
        return
    refuse_own_case(by, [held.membership.user_id])
    _note("stand_in_ended", held, by=by, now=now)
    held.membership.delete()


def _check_days(held: Membership, starts_on: date, ends_on: date, today: date) -> None:
    if starts_on < today:
        raise NotGiven("starts_on", _("Choose today or a later day."))
    if ends_on < starts_on:
        raise NotGiven("ends_on", _("The last day is before the first. Choose a later one."))
    if ends_on - starts_on >= timedelta(days=MOST_DAYS):
        raise NotGiven("ends_on", _("Somebody stands in for three months at most. Choose an earlier day."))
    if held.ends_on is not None and ends_on > held.ends_on:
        raise NotGiven("ends_on", _("The role itself ends before that. Choose an earlier day."))


def _note(action: str, stand_in: StandIn, *, by: User, now: datetime) -> None:
    role = stand_in.membership
    at, holder = role.institution_id, stand_in.source.user_id
    note(action, by=by, person=role.user_id, institution=at, now=now, role=str(role.role), holder=holder)
