"""Roles and places in cohorts of the old institution, which a transferred person leaves."""

from datetime import date
from typing import TypedDict

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ...directory.choices import Role
from ...directory.institutions import Institution
from ...directory.models import Cohort, Membership, User


class Departure(TypedDict, total=False):
    """Roles and cohorts that a transfer takes from a person, as JSON: of each role institution, role and days; the
    ids of cohorts.
    """

    roles: list[tuple[int, str, str | None, str | None]]
    cohorts: list[int]


def of_old_place(source: Institution, to: Institution | None) -> Q:
    """Return a filter of rows at `source`, above it and below it, except rows that are also at, above or below `to`."""
    old = Q(institution__in=_nodes(source)) | Q(institution__path__startswith=source.path)
    return old if to is None else old & ~Q(institution__in=_nodes(to)) & ~Q(institution__path__startswith=to.path)


def _nodes(institution: Institution) -> set[int]:
    return {int(pk) for pk in (institution.path or "").strip("/").split("/")}


def end_roles(*, person: User, left: Q, last_day: date) -> None:
    """Let roles that `left` names end with `last_day`; what would only begin later goes."""
    for held in Membership.objects.filter(left, user=person).select_related("institution"):
        if held.starts_on is not None and held.starts_on > last_day:
            held.delete()
        elif held.ends_on is None or held.ends_on > last_day:
            held.ends_on = last_day
            held.save(update_fields=["ends_on"])


def departure_record(*, person: User, to: Institution) -> Departure:
    """Return the roles and cohorts that a transfer of `person` to `to` takes from them, as JSON keeps it, for
    `given_back`. Two statements.
    """
    if person.institution is None:
        return {}
    left = of_old_place(person.institution, to)
    roles = Membership.objects.filter(left, user=person).order_by("pk")
    return {
        "roles": [
            (
                role.institution_id,
                role.role,
                role.starts_on.isoformat() if role.starts_on else None,
                role.ends_on.isoformat() if role.ends_on else None,
            )
            for role in roles
        ],
        "cohorts": list(Cohort.objects.filter(left, people=person).order_by("pk").values_list("pk", flat=True)),
    }


@transaction.atomic
def give_back_roles(*, person: User, left: Departure, by: User | None) -> None:
    """Return the roles of a `departure_record` to `person`, unless they were given again since.

    Only at institutions that `by` administers; at all of them where `by` is None.
    """
    mine = Institution.objects.all() if by is None else Institution.objects.visible_to(by, Role.ADMINISTRATOR)
    roles = left.get("roles", ())
    there = set(mine.filter(pk__in=[role[0] for role in roles]).values_list("pk", flat=True))
    held = {(row.institution_id, row.role): row for row in Membership.objects.filter(user=person)}
    for institution, role, first, last in roles:
        row = held.get((institution, role))
        if row is None:
            row = Membership(user=person, institution_id=institution, role=role)
        elif row.ends_on is None or row.ends_on >= timezone.localdate():
            continue
        row.starts_on, row.ends_on = (date.fromisoformat(day) if day else None for day in (first, last))
        if institution in there:
            row.save()


def cohorts_left(left: Departure) -> QuerySet[Cohort]:
    """Return the cohorts that `departure_record` kept and that are still there."""
    return Cohort.objects.filter(pk__in=left.get("cohorts", ())).select_related("institution")
