"""The last step of a list that somebody takes back within a day: whom it brought goes, unless they have done something
since; what it changed is as before, unless somebody changed it since.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from lms.foundation.plugins.events import people_withdrawn
from lms.foundation.work.runner import Step

from ...audit.services import note_many
from ...directory.institutions import Institution
from ...directory.models import Membership, User
from ..records import services
from ..records.departures import cohorts_left, give_back_roles
from ..transfers.models import TransferRequest
from .comparison_step import save
from .models import Roster, RosterRow
from .row_decisions import managed_of, may_act

BATCH = 100
State, Outcome = RosterRow.State, RosterRow.Outcome


def step() -> Step[Roster, RosterRow]:
    return Step(items=_applied, handle=undo, finish=_finish, size=BATCH)


def _applied(roster: Roster) -> QuerySet[RosterRow]:
    return RosterRow.objects.filter(roster=roster, outcome__in=[Outcome.APPLIED, Outcome.UNDONE, Outcome.KEPT])


def _finish(roster: Roster) -> None:
    """Delete the cohort too, if the list made it, and nobody is in it and nothing was assigned to it."""
    roster.status = Roster.Status.UNDONE
    cohort = roster.cohort if roster.made_cohort else None
    if cohort is None or cohort.members.exists():
        return
    try:
        with transaction.atomic():
            cohort.delete()
    except ProtectedError:
        return
    roster.cohort = None


def undo(roster: Roster, rows: Sequence[RosterRow], now: datetime) -> None:
    applied = [row for row in rows if row.outcome == Outcome.APPLIED]
    keys = [row.person_id for row in applied if row.person_id]
    # some of them are deleted
    people = (
        User.objects.select_for_update(of=("self",), no_key=False)
        .select_related("institution")
        .order_by("pk")
        .in_bulk(keys)
    )
    done, theirs = applied, managed_of(roster, people.values()) if may_act(roster) else frozenset()
    for row in applied:  # by the rights that who undoes it has now
        if row.person_id in people and row.person_id not in theirs and row.state != State.ELSEWHERE:
            row.outcome, row.reasons = Outcome.KEPT, [["not-managed", {}]]
    applied = [row for row in applied if row.outcome == Outcome.APPLIED]
    _leave(roster, [people[row.person_id] for row in applied if row.joined and row.person_id in people], now)
    _withdraw(roster, [row for row in applied if row.state == State.ELSEWHERE])
    created = [row for row in applied if row.state == State.CREATE]
    gone = _let_go([people[row.person_id] for row in created if row.person_id in people], now)
    note_many("person_removed_by_list", gone, now=now, by=roster.by, institution=roster.institution, list=roster.pk)
    for row in applied:
        row.outcome = Outcome.UNDONE
        if row.state == State.CREATE:
            if row.person_id in people and row.person_id not in gone:
                row.outcome, row.reasons = Outcome.KEPT, [["has-done-something", {}]]
        elif row.state in (State.CHANGE, State.MOVE):
            _revert(roster, row, people.get(row.person_id or 0), now)
        if row.person_id in gone:
            row.person = None
    save(done, ["outcome", "reasons", "person"])


def _leave(roster: Roster, people: Sequence[User], now: datetime) -> None:
    if roster.cohort is not None and people:
        services.leave_all(cohort=roster.cohort, people=people, now=now, by=roster.by)


def _withdraw(roster: Roster, rows: Sequence[RosterRow]) -> None:
    TransferRequest.objects.filter(
        person__in=[row.person_id for row in rows if row.person_id],
        to=roster.institution,
        asked_by=roster.by,
        asked_at__gte=roster.applied_at,
        state=TransferRequest.State.OPEN,
    ).update(state=TransferRequest.State.WITHDRAWN)


def _let_go(people: Sequence[User], now: datetime) -> set[int]:
    """Delete those of `people` who have done nothing, and nothing was done for them that counts. Gives their keys."""
    busy = set(Membership.objects.filter(user__in=people).values_list("user_id", flat=True))
    idle = [person for person in people if person.last_login is None and person.pk not in busy]
    people_withdrawn.send(User, people=[person.pk for person in idle], now=now)
    if _delete(idle):
        return {person.pk for person in idle}
    return {person.pk for person in idle if _delete([person])}


def _delete(people: Sequence[User]) -> bool:
    """Delete the people; False, with none deleted, if a record insists on one of them."""
    try:
        with transaction.atomic():
            User.objects.filter(pk__in=[person.pk for person in people]).delete()
    except ProtectedError:
        return False
    return True


def _revert(roster: Roster, row: RosterRow, person: User | None, now: datetime) -> None:
    """Take back each change that is still as it was made."""
    changes: dict[str, list[Any]] = dict(row.changes)
    place = changes.pop("institution", None)
    if person is None:
        row.outcome, row.reasons = Outcome.KEPT, [["gone", {}]]
        return
    still = {name: old for name, (old, new) in changes.items() if getattr(person, name) == new}
    for name, old in still.items():
        setattr(person, name, old)
    if still:
        person.save(update_fields=list(still))
    others = sorted(changes.keys() - still.keys())
    if place is not None and _go_back(roster, person, place, now):
        _give_back(roster, row, person, now)
    elif place is not None:
        others.append("institution")
    if others:
        row.outcome, row.reasons = Outcome.KEPT, [["changed-by-others", {"fields": others}]]


def _go_back(roster: Roster, person: User, place: Sequence[int | None], now: datetime) -> bool:
    if person.institution_id != place[1]:
        return False
    to = None if place[0] is None else Institution.objects.filter(pk=place[0]).first()
    if place[0] is not None and to is None:
        return False
    services.transfer(person=person, to=to, now=now, by=roster.by)
    return True


def _give_back(roster: Roster, row: RosterRow, person: User, now: datetime) -> None:
    """Give back the roles and cohorts that the move took from the person."""
    give_back_roles(person=person, left=row.left, by=roster.by)
    for cohort in cohorts_left(row.left):
        services.join(cohort=cohort, people=[person], now=now, by=roster.by)
