"""The only writers of institutions, roles and cohorts."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from lms.plugins.events import cohort_joined

from .models import Cohort, CohortMember, Institution, Membership, User


@transaction.atomic
def found(*, name: str, kind: str, parent: Institution | None = None, **fields) -> Institution:
    """A new institution below `parent`, whose country and time zone it takes over where none is given."""
    if parent is not None:
        fields.setdefault("country", parent.country)
        fields.setdefault("timezone", parent.timezone)
    institution = Institution.objects.create(name=name, kind=kind, parent=parent, **fields)
    institution.path = f"{parent.path if parent else ''}{institution.pk}/"
    institution.save(update_fields=["path"])
    return institution


@transaction.atomic
def move(*, institution: Institution, parent: Institution | None) -> Institution:
    """Hang `institution`, with all below it, under `parent`. Raises `ValueError` if that is itself or below itself."""
    old = institution.path or ""
    if parent is not None and (parent.path or "").startswith(old):
        raise ValueError("An institution cannot belong to itself.")
    new = f"{parent.path if parent else ''}{institution.pk}/"
    for node in list(Institution.objects.select_for_update().filter(path__startswith=old)):
        node.path = new + (node.path or "")[len(old) :]
        node.save(update_fields=["path"])
    institution.parent, institution.path = parent, new
    institution.save(update_fields=["parent", "path"])
    return institution


def appoint(*, user: User, institution: Institution, role: str) -> Membership:
    """Give `user` the `role` at `institution`; giving it again changes nothing."""
    return Membership.objects.get_or_create(user=user, institution=institution, role=role)[0]


@transaction.atomic
def join(*, cohort: Cohort, people: Iterable[User], now: datetime) -> int:
    """Add `people` to `cohort`, and tell the floors above, which enrol them in what the cohort has been assigned.

    Returns how many were not in it before.
    """
    here = set(cohort.members.values_list("user_id", flat=True))
    new = [person for person in people if person.pk not in here]
    CohortMember.objects.bulk_create(
        [CohortMember(cohort=cohort, user=person, joined_at=now) for person in new], ignore_conflicts=True
    )
    if new:
        cohort_joined.send(Cohort, cohort=cohort, people=new, now=now)
    return len(new)
