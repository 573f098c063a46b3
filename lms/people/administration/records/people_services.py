"""The only writer of what administrators change of people: adding, correcting, opening, closing and removing accounts,
roles, and the rights of editors.

Each of these is an entry of the audit log, which receivers of the rows write.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, TypedDict

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import PROTECT, RESTRICT, Exists, ProtectedError, Q, QuerySet

from lms.foundation.plugins.events import people_withdrawn

from ...directory.choices import STAFF_ROLES
from ...directory.institutions import Institution
from ...directory.models import Cohort, Membership, User
from ...directory.reach import NotTheirs, administers
from ...directory.rules import refuse_own_case
from ...identity.mail import outbox
from .models import StandIn
from .number_conflicts import CANNOT_BE_GIVEN, NumberTaken, refuse_taken
from .services import transfer

CORRECTED = (
    "service_number",
    "name",
    "sex",
    "rank",
    "birth_year",
    "role_family",
    "language",
    "email",
    "phone",
)
"""What can be corrected of a person; another institution is a transfer."""


class PersonData(TypedDict, total=False):
    """Values of a person that administrators write, by the names of `CORRECTED`."""

    service_number: str
    name: str
    sex: str
    rank: str
    birth_year: int | None
    role_family: str
    language: str
    email: str
    phone: str


class HasRecords(ValueError):
    """The account was used, or has records, so it stays. Nothing was written."""


def add(*, institution: Institution | None, about: PersonData, by: User, now: datetime) -> User:
    """Add a new person of `institution`, who cannot sign in before they get a password or a card.

    Raises `NumberTaken`, `TooMany`, and `NotTheirs` where `by` does not administer the institution.
    """
    if not by.is_superuser and (institution is None or not administers(by, institution)):
        raise NotTheirs
    values: Mapping[str, Any] = about
    fields = {name: values[name] for name in CORRECTED if name in values and name != "service_number"}
    number = about["service_number"]
    refuse_taken(number, by=by, now=now)
    try:
        with transaction.atomic():
            person = User.objects.create_user(number, institution=institution, **fields)
    except IntegrityError as error:  # another request took this service number first
        raise NumberTaken(CANNOT_BE_GIVEN) from error
    return person


def correct(*, person: User, about: PersonData, by: User, now: datetime) -> User:
    """Give `person` what `about` says; the address that they had is told of another one. The same again changes
    nothing. Raises `NumberTaken`, `TooMany`, `NotTheirs`.
    """
    _refuse_others(person, by)
    if "service_number" in about and about["service_number"] != person.service_number:
        refuse_taken(about["service_number"], by=by, now=now, but=person.pk)
    return _correct(person, about, by, now)


@transaction.atomic
def _correct(person: User, about: PersonData, by: User, now: datetime) -> User:
    held = _held(person, by)
    values: Mapping[str, object] = about
    changed = [name for name in CORRECTED if name in values and getattr(held, name) != values[name]]
    if not changed:
        return held
    if "service_number" in changed and User.objects.numbered(about["service_number"]).exclude(pk=held.pk).exists():
        raise NumberTaken(CANNOT_BE_GIVEN)
    old = held.email
    for name in changed:
        setattr(held, name, values[name])
    held.save(update_fields=changed)
    outbox.tell_of_address(person=held, old=old, now=now)
    return held


@transaction.atomic
def let_sign_in(*, person: User, may: bool, by: User) -> User:
    """Open or close the account of `person`; their records stay. The same again changes nothing. Raises `NotTheirs`,
    `OwnCase`.
    """
    refuse_own_case(by, [person.pk])
    held = _held(person, by)
    if held.is_active != may:
        held.is_active = may
        held.save(update_fields=["is_active"])
    return held


def may_remove(row: User | Cohort | Institution) -> bool:
    """Return whether no record insists that `row` stays. One statement, or three for an account that was used.

    Records that would go with it may insist in their turn; then `remove` refuses.
    """
    if isinstance(row, User) and (row.last_login is not None or row.memberships.exists() or row.merged.exists()):
        return False
    kept = [
        Q(Exists(relation.related_model._base_manager.filter(**{relation.field.name: row.pk})))
        for relation in row._meta.related_objects
        if getattr(relation, "on_delete", None) in (PROTECT, RESTRICT)
    ]
    found = type(row)._base_manager.filter(pk=row.pk)
    return not (kept and found.filter(reduce(or_, kept)).exists())


@transaction.atomic
def remove(*, person: User, by: User, now: datetime) -> None:
    """Delete an account that was made by mistake: nobody has signed in with it, and it has no role and no record.

    Raises `HasRecords`, `NotTheirs`, `OwnCase`.
    """
    refuse_own_case(by, [person.pk])
    held = _held(person, by)
    if held.last_login is not None or held.memberships.exists() or held.merged.exists():
        raise HasRecords
    people_withdrawn.send(User, people=[held.pk], now=now)
    try:
        held.delete()
    except ProtectedError as error:
        raise HasRecords from error


def groups_to_give(viewer: User) -> QuerySet[Group]:
    """Return the groups of editors into which `viewer` may put others: their own; for a superuser, all."""
    return Group.objects.all() if viewer.is_superuser else viewer.groups.all()


@transaction.atomic
def give_rights(*, person: User, groups: Iterable[Group], superuser: bool, by: User) -> User:
    """Put `person` into `groups`, of those that `by` may give, and take them out of the others of these. Whether they
    are a superuser is for superusers. The same again changes nothing. Raises `NotTheirs`, `OwnCase`.
    """
    refuse_own_case(by, [person.pk])
    held, wanted = _held(person, by), {group.pk for group in groups}
    mine = set(groups_to_give(by).values_list("pk", flat=True))
    if wanted - mine:
        raise NotTheirs
    known = set(held.groups.filter(pk__in=mine).values_list("pk", flat=True))
    held.groups.add(*(wanted - known))
    held.groups.remove(*(known - wanted))
    if by.is_superuser and held.is_superuser != superuser:
        held.is_superuser = superuser
        held.save(update_fields=["is_superuser"])
    return held


@transaction.atomic
def move(*, person: User, to: Institution, by: User, now: datetime) -> User:
    """Transfer `person` to another institution that `by` administers, which they are told. Raises `NotTheirs`,
    `OwnCase`.
    """
    held = _held(person, by)
    if not administers(by, to):
        raise NotTheirs
    if held.institution_id != to.pk:
        transfer(person=held, to=to, now=now, by=by)
    return held


@transaction.atomic
def give_role(
    *, person: User, institution: Institution, role: str, by: User, starts_on: date | None, ends_on: date | None
) -> Membership:
    """Let `person` be `role` at `institution` on these days; a role that they have there gets the days.

    Raises `NotTheirs` where that is more than `by` has to give, and `OwnCase`.
    """
    refuse_own_case(by, [person.pk])
    held = _held(person, by)
    if role not in STAFF_ROLES or not administers(by, institution):
        raise NotTheirs
    days = {"starts_on": starts_on, "ends_on": ends_on}
    known = Membership.objects.filter(user=held, institution=institution, role=role).first()
    if known is None:
        return Membership.objects.create(user=held, institution=institution, role=role, **days)
    StandIn.objects.filter(membership=known).delete()  # it is theirs now, and no longer held for somebody else
    if (known.starts_on, known.ends_on) != (starts_on, ends_on):
        known.starts_on, known.ends_on = starts_on, ends_on
        known.save(update_fields=list(days))
    return known


@transaction.atomic
def take_role(*, membership: Membership, by: User) -> None:
    """Take a role away. Raises `NotTheirs`, `OwnCase`."""
    refuse_own_case(by, [membership.user_id])
    held = Membership.objects.managed_by(by).filter(pk=membership.pk).first()
    if held is None:
        raise NotTheirs
    held.delete()


def _held(person: User, by: User) -> User:
    """Return `person`, locked, if `by` manages them."""
    _refuse_others(person, by)
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _refuse_others(person: User, by: User) -> None:
    if not User.objects.managed_by(by).filter(pk=person.pk).exists():
        raise NotTheirs
