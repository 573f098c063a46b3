"""The third step of a list: what the dry run showed is done, batch by batch."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.utils import timezone

from lms.foundation.work.runner import Step

from ...audit.security_log import tell_of_many_when_committed
from ...audit.services import note_many
from ...directory.models import User
from ..records import services
from ..records.departures import departure_record
from ..records.search_index import index_people
from ..transfers.services import ask_for_many
from .comparison_step import DECIDED, save
from .models import Roster, RosterRow
from .notices import tell_of_list
from .row_decisions import Decision, decide, may_act

BATCH = 200
State, Outcome = RosterRow.State, RosterRow.Outcome
NOTED = {
    State.CREATE: "person_added_by_list",
    State.CHANGE: "person_changed_by_list",
    State.ELSEWHERE: "transfer_asked",
}
"""Transfers note themselves."""
STAYS = (State.REFUSED, State.UNCHANGED)
"""What may come of a row between the dry run and now, whatever was confirmed."""


def step() -> Step[Roster, RosterRow]:
    return Step(items=_rows, handle=apply, finish=_finish, size=BATCH)


def _rows(roster: Roster) -> QuerySet[RosterRow]:
    return RosterRow.objects.filter(roster=roster)


def _finish(roster: Roster) -> None:
    roster.status = Roster.Status.DONE
    tell_of_list(roster, now=timezone.now())


def apply(roster: Roster, rows: Sequence[RosterRow], now: datetime) -> None:
    """Apply `rows` as far as they still are as confirmed: others may have changed the data since."""
    confirmed = {row.pk: (row.state, row.changes) for row in rows}
    decisions = [_as_confirmed(decision, *confirmed[decision.row.pk]) for decision in _decided(roster, rows)]
    by_state: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_state.setdefault(decision.state, []).append(decision)
    _create(roster, by_state.get(State.CREATE, []), now)
    _move(roster, by_state.get(State.MOVE, []), now)
    _change([*by_state.get(State.CHANGE, []), *(by_state.get(State.MOVE, []) if roster.moves else [])], roster.by)
    _ask(roster, by_state.get(State.ELSEWHERE, []), now)
    _join(roster, decisions, now)
    _note(roster, decisions, now)
    written = [decision.write() for decision in decisions]
    for row in written:
        row.outcome = _outcome(roster, row)
    save(written, [*DECIDED, "joined", "left"])


def _decided(roster: Roster, rows: Sequence[RosterRow]) -> list[Decision]:
    """Return the decisions on `rows`, by the present rights of the person who applies the list. The people are locked
    until the batch is written.
    """
    decisions = decide(roster, rows, User.objects.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if may_act(roster):
        return decisions
    return [Decision(one.row, State.REFUSED, one.values, [("not-administrator", {})]) for one in decisions]


def _as_confirmed(decision: Decision, state: str, changes: dict[str, list[object]]) -> Decision:
    """Return the decision if it is the one that the dry run showed, else a refusal."""
    if decision.state in STAYS or (decision.state, decision.changes) == (state, changes):
        return decision
    return Decision(decision.row, State.REFUSED, decision.values, [("changed-since", {})])


def _create(roster: Roster, decisions: Sequence[Decision], now: datetime) -> None:
    """Add new people, who cannot sign in yet. A number that another request took at this moment is refused."""
    decisions = sorted(decisions, key=lambda decision: decision.row.key)  # two lists at once wait in the same order
    new = [
        User(**decision.values, institution=roster.institution, password=make_password(None), date_joined=now)
        for decision in decisions
    ]
    User.objects.bulk_create(new, ignore_conflicts=True)
    there = list(User.objects.numbered(*[person.service_number for person in new])) if new else []
    marks = {person.password: person for person in there}
    for decision, person in zip(decisions, new, strict=True):
        decision.person = marks.get(person.password)
        if decision.person is None:
            decision.state, decision.reasons = State.REFUSED, [("changed-since", {})]
    index_people([decision.person for decision in decisions if decision.person], new=True)


def _move(roster: Roster, decisions: Sequence[Decision], now: datetime) -> None:
    if not roster.moves:
        return
    for decision in decisions:
        person: Any = decision.person
        decision.changes["institution"] = [person.institution_id, roster.institution_id]
        decision.row.left = departure_record(person=person, to=roster.institution)
        services.transfer(person=person, to=roster.institution, now=now, by=roster.by)


def _change(decisions: Sequence[Decision], by: User | None) -> None:
    changed, names = [], set()
    for decision in decisions:
        for name, (_old, new) in decision.changes.items():
            if name != "institution":
                setattr(decision.person, name, new)
                names.add(name)
        changed.append(decision.person)
    if names:
        people = [person for person in changed if person is not None]
        User.objects.bulk_update(people, sorted(names))
        index_people(people)
    mailed = [decision.person for decision in decisions if "email" in decision.changes]
    if mailed:
        tell_of_many_when_committed("e_mail_changed", [person.pk for person in mailed if person], by=by)


def _ask(roster: Roster, decisions: Sequence[Decision], now: datetime) -> None:
    """Ask for the transfer of people of other institutions; an administrator of the other institution, or above both,
    decides.
    """
    asked = [(decision.person, decision.values["service_number"]) for decision in decisions if decision.person]
    ask_for_many(people=asked, to=roster.institution, by=roster.by, now=now)


def _join(roster: Roster, decisions: Sequence[Decision], now: datetime) -> None:
    if roster.cohort is None:
        return
    here = (State.CREATE, State.CHANGE, State.UNCHANGED, *((State.MOVE,) if roster.moves else ()))
    people: dict[int, Decision] = {d.person.pk: d for d in decisions if d.state in here and d.person is not None}
    known = set(roster.cohort.members.filter(user__in=list(people)).values_list("user_id", flat=True))
    new = [decision for pk, decision in people.items() if pk not in known]
    services.join(cohort=roster.cohort, people=[d.person for d in new if d.person], now=now, by=roster.by)
    for decision in new:
        decision.row.joined = True


def _note(roster: Roster, decisions: Sequence[Decision], now: datetime) -> None:
    """Note the changes in the audit log, in one statement for each kind."""
    for state, action in NOTED.items():
        people = [decision.person for decision in decisions if decision.state == state and decision.person]
        at = None if state == State.ELSEWHERE else roster.institution  # nobody here reads who it is
        if people:
            note_many(action, people, now=now, by=roster.by, institution=at, list=roster.pk)


def _outcome(roster: Roster, row: RosterRow) -> str:
    if row.state in (State.CREATE, State.CHANGE, State.ELSEWHERE) or (row.state == State.MOVE and roster.moves):
        return Outcome.APPLIED
    return Outcome.APPLIED if row.joined else Outcome.LEFT
