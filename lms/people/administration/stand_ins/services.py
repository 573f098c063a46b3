"""Giving a role to a colleague for some days, confirming that, and ending it early: the only writer."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from ...audit.services import note
from ...directory.choices import STAFF_ROLES
from ...directory.models import Membership, MembershipQuerySet, User
from ...directory.rules import refuse_own_case
from ..records.models import StandIn
from ..records.services import look_up
from .conditions import NotGiven, check

MOST_DAYS = 92


class NotTheirs(PermissionDenied):
    """Refusal: this account may not confirm it. Nothing was written."""


def roles_to_give(by: User) -> MembershipQuerySet:
    """Return the roles of staff that count today and in which `by` may appoint a stand-in: their own, and those of
    people whose account they manage. Roles held as a stand-in are left out.
    """
    own = Membership.objects.filter(user=by)
    return (own | _managed(by)).in_force().filter(role__in=STAFF_ROLES, stand_in=None)


def given_by(by: User) -> models.QuerySet[StandIn]:
    """Return the stand-ins that `by` may end: all for roles that they may give, whether or not these count today."""
    return StandIn.objects.filter(source__in=roles_to_give(by))


def waiting_for(by: User, *, today: date) -> models.QuerySet[StandIn]:
    """Select the stand-ins that `by` may confirm: of roles that `by` administers, asked by others, never for `by`."""
    waiting = StandIn.objects.filter(confirmed_at=None, ends_on__gte=today, source__in=_managed(by))
    return waiting.exclude(person=by)


def _managed(by: User) -> MembershipQuerySet:
    return Membership.objects.managed_by(by).filter(user__in=User.objects.managed_by(by).exclude(pk=by.pk))


@transaction.atomic
def give(
    *, source: Membership, number: str, starts_on: date, ends_on: date, by: User, today: date, now: datetime
) -> StandIn:
    """Let the colleague with the service `number` hold the role `source` as well, on these days. It holds at once where
    `by` administers the role of somebody else; one's own role an administrator confirms. The same again changes
    nothing; while it waits, other days take the place of those.

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
    earlier = StandIn.objects.filter(person=person, source=held, ends_on__gte=today).first()
    if earlier is not None and (earlier.starts_on, earlier.ends_on) == (starts_on, ends_on):
        return earlier
    if earlier is not None and earlier.confirmed_at is not None:
        raise NotGiven("ends_on", _("This person stands in on other days already. End that first."))
    made = earlier or StandIn(person=person, source=held)
    made.starts_on, made.ends_on, made.given_by, made.given_at = starts_on, ends_on, by, now
    check(made, today=today)
    made.save()
    if held.user_id == by.pk:
        _note("stand_in_asked", made, by=by, now=now)
    else:
        _confirm(made, by=by, today=today, now=now)
    return made


@transaction.atomic
def confirm(*, stand_in: StandIn, by: User, today: date, now: datetime) -> StandIn:
    """Let hold what was given. Confirmed already, it stays as it is. Raises `NotTheirs`, and `NotGiven` where it may
    not be any more.
    """
    held = _locked(stand_in.pk)
    if held is None or not waiting_for(by, today=today).filter(pk=held.pk).exists():
        if held is not None and held.confirmed_by_id == by.pk:
            return held
        raise NotTheirs
    check(held, today=today)
    _confirm(held, by=by, today=today, now=now)
    return held


@transaction.atomic
def end(*, stand_in: StandIn, by: User | None, now: datetime) -> None:
    """Take the role from whoever stands in, or refuse that they do. Raises `OwnCase`."""
    held = _locked(stand_in.pk)
    if held is None:
        return
    refuse_own_case(by, [held.person_id])
    _note("stand_in_ended", held, by=by, now=now)
    (held.membership or held).delete()


def apply_due_stand_ins(*, today: date, now: datetime) -> int:
    """Give the role where its first day has come, and end what may not be any more: each time all conditions are asked
    anew. Returns how many changed.
    """
    due = StandIn.objects.filter(confirmed_at__isnull=False, starts_on__lte=today, ends_on__gte=today)
    return sum(_keep(pk, today=today, now=now) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _keep(pk: int, *, today: date, now: datetime) -> bool:
    held = _locked(pk)
    if held is None:
        return False
    try:
        check(held, today=today)
    except NotGiven:
        end(stand_in=held, by=None, now=now)
        return True
    return held.membership is None and _begin(held)


def _locked(pk: int) -> StandIn | None:
    rows = StandIn.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("person", "source__institution", "membership").filter(pk=pk).first()


def _confirm(stand_in: StandIn, *, by: User, today: date, now: datetime) -> None:
    stand_in.confirmed_by, stand_in.confirmed_at = by, now
    stand_in.save(update_fields=["confirmed_by", "confirmed_at"])
    _note("stand_in_given", stand_in, by=by, now=now)
    if stand_in.starts_on <= today:
        _begin(stand_in)


def _begin(stand_in: StandIn) -> bool:
    """Give the role itself; one that they had there before and that is over gets the days."""
    source, days = stand_in.source, {"starts_on": stand_in.starts_on, "ends_on": stand_in.ends_on}
    about: dict[str, Any] = {"user": stand_in.person, "institution": source.institution, "role": source.role}
    StandIn.objects.filter(**{f"membership__{name}": value for name, value in about.items()}).delete()
    stand_in.membership, _new = Membership.objects.update_or_create(**about, defaults=days)
    stand_in.save(update_fields=["membership"])
    return True


def _check_days(held: Membership, starts_on: date, ends_on: date, today: date) -> None:
    if starts_on < today:
        raise NotGiven("starts_on", _("Choose today or a later day."))
    if ends_on < starts_on:
        raise NotGiven("ends_on", _("The last day is before the first. Choose a later one."))
    if ends_on - starts_on >= timedelta(days=MOST_DAYS):
        raise NotGiven("ends_on", _("A person stands in for three months at most. Choose an earlier day."))
    if held.ends_on is not None and ends_on > held.ends_on:
        raise NotGiven("ends_on", _("The role itself ends before that. Choose an earlier day."))


def _note(action: str, stand_in: StandIn, *, by: User | None, now: datetime) -> None:
    role = stand_in.source
    note(
        action,
        by=by,
        person=stand_in.person_id,
        institution=role.institution_id,
        now=now,
        role=str(role.role),
        holder=role.user_id,
    )
