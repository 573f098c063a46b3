"""Merging two accounts of one person, undoing that, and saying that two are two: the only writer."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from lms.foundation.interface.plugin_error_texts import unavailable_text
from lms.foundation.plugins.runtime.errors import Faulty

from ...audit.services import note, note_many
from ...directory.institutions import Institution
from ...directory.models import Membership, User
from ...directory.reach import NotTheirs, administers
from ...directory.rules import refuse_own_case
from ...identity.sessions.models import Session
from ..records.search_index import index_people
from .duplicates import managed
from .models import Apart, Merge, MergedRow
from .records import move, moving, take_back

T = TypeVar("T")
AT_ONCE = 1000
Hindrance = Callable[[Collection[int]], str]
hindrances: list[Hindrance] = []
"""Each gets the primary keys of two accounts and says what waits for one of them, so that they are not merged now, or
nothing. The rooms that know add theirs.
"""


class NotMerged(ValueError):
    """The message says why. Nothing was written."""


@transaction.atomic
def merge(*, person: User, into: User, by: User, now: datetime) -> Merge:
    """Let the account `person` become part of `into`: what somebody learned, their places and roles lead to `into`, and
    nobody signs in with `person`, whose number leads to `into` wherever staff write it. Merged already, it is that
    merge.

    One transaction: killed at any point, nothing happened. Raises `NotTheirs` unless `by` manages both accounts, and
    `OwnCase`, `NotMerged`.
    """
    refuse_own_case(by, [person.pk, into.pk])
    # nobody writes of either meanwhile
    both = {
        row.pk: row
        for row in User.objects.select_for_update(no_key=False).filter(pk__in=[person.pk, into.pk]).order_by("pk")
    }
    known = Merge.objects.filter(person=person, into=into, undone_at=None).first()
    if known is not None and managed(by, [into.pk]):
        return known
    if person.pk == into.pk or len(both) < 2 or len(managed(by, both)) < 2:
        raise NotTheirs
    person, into = both[person.pk], both[into.pk]
    _check_before(both, into)
    made = Merge.objects.create(
        person=person,
        into=into,
        place_id=person.institution_id,
        into_place_id=into.institution_id,
        was_active=person.is_active,
        by=by,
        merged_at=now,
    )
    roles = list(Membership.objects.filter(user=person).values_list("role", "institution_id"))
    for one in moving():
        _or_refuse(partial(move, made, one))
    User.objects.filter(pk=person.pk).update(merged_into=into, is_active=False, institution=None)
    Session.objects.filter(user=person).delete()
    index_people([into])
    for role, place in roles:
        note("role_given", by=by, person=into, institution=place, now=now, role=role)
    served_at = {made.place_id: [person], made.into_place_id: [into]}
    if made.place_id == made.into_place_id:
        served_at = {made.place_id: [person, into]}
    for institution, people in served_at.items():
        note_many("people_merged", people, by=by, institution=institution, now=now, merged=person.pk, into=into.pk)
    return made


def _or_refuse(ask: Callable[[], T]) -> T:
    """Return the result of `ask`. Raises `NotMerged` if a plugin breaks: its rows must neither stay behind nor be
    lost.
    """
    try:
        return ask()
    except Faulty as error:
        raise NotMerged(unavailable_text(error)) from error


def _check_before(both: Collection[int], into: User) -> None:
    if not into.is_active:
        raise NotMerged(_("The account that stays may not sign in. Open it first, or let the other one stay."))
    for sentence in filter(None, (hindrance(both) for hindrance in hindrances)):
        raise NotMerged(sentence)


@transaction.atomic
def undo(*, merge: Merge, by: User, now: datetime) -> int:
    """Separate two merged accounts, each with its former rows, as far as these were not changed since; rows made since
    stay with the rows that they belong to. Return how many rows could not be taken back; if the merge was undone
    already, do nothing and return 0.

    Raises `NotTheirs`, `OwnCase`, `NotMerged`.
    """
    refuse_own_case(by, [merge.person_id, merge.into_id])
    # nobody writes of either meanwhile
    users = User.objects.select_for_update(no_key=False).filter(pk__in=[merge.person_id, merge.into_id])
    both = {row.pk: row for row in users.order_by("pk")}
    held = (
        Merge.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "into", "place")
        .get(pk=merge.pk)
    )
    if held.undone_at is not None:
        return 0
    if not managed(by, [held.into_id]) or not _reaches(by, held.place):
        raise NotTheirs
    _check(held, both[held.person_id], both[held.into_id], now)
    User.objects.filter(pk=held.person_id).update(
        merged_into=None, is_active=held.was_active, institution_id=held.place_id
    )
    left = _or_refuse(partial(take_back, held))
    held.undone_at, held.undone_by = now, by
    held.save(update_fields=["undone_at", "undone_by"])
    index_people([both[held.into_id], both[held.person_id]])
    note_many("merge_undone", [held.into_id, held.person_id], by=by, now=now, merged=held.person_id, left=left)
    return left


def _reaches(by: User, place: Institution | None) -> bool:
    return by.is_superuser or (place is not None and administers(by, place))


def _check(merge: Merge, person: User, into: User, now: datetime) -> None:
    if not merge.may_undo(now):
        raise NotMerged(_("A merge can be undone within thirty days, and they are over."))
    if person.merged_into_id != into.pk or into.merged_into_id is not None:
        raise NotMerged(_("This account was merged again since. Undo that first."))
    if into.institution_id != merge.into_place_id:
        raise NotMerged(_("This person was transferred since. Transfer them back first."))


@transaction.atomic
def keep_apart(*, first: User, second: User, by: User, now: datetime) -> Apart:
    """Say that two accounts are two people. The same again changes nothing. Raises `NotTheirs`."""
    if first.pk == second.pk or len(managed(by, [first.pk, second.pk])) < 2:
        raise NotTheirs
    low, high = sorted((first.pk, second.pk))
    row, made = Apart.objects.get_or_create(low_id=low, high_id=high, defaults={"by": by, "at": now})
    if made:
        note_many("kept_apart", [first, second], by=by, now=now, first=low, second=high)
    return row


def delete_old_rows(*, now: datetime) -> int:
    """Delete what undoing would have needed where its time is over. Returns how many rows."""
    old = MergedRow.objects.filter(merge__merged_at__lt=now - Merge.UNDO_WITHIN).order_by("pk")
    gone = 0
    while keys := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        gone += MergedRow.objects.filter(pk__in=keys).delete()[0]
    return gone
