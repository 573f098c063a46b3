"""The second step of a list: what each row means for whom. Nobody is changed and no password is hashed."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from lms.foundation.work.runner import Step

from ...directory.models import User
from ..records import number_conflicts
from .models import Roster, RosterRow
from .notices import tell_of_list
from .row_decisions import Decision, decide

BATCH = 500
State = RosterRow.State
WORTH_TELLING = (State.CREATE, State.CHANGE, State.MOVE)
"""Without rows of these nobody is told of a list that was read at night: it is dropped, unless all were refused."""
DECIDED = ["number", "key", "name", "state", "reasons", "changes", "person", "outcome"]


def step() -> Step[Roster, RosterRow]:
    return Step(items=_rows, handle=_compare, finish=_finish, size=BATCH)


def _rows(roster: Roster) -> QuerySet[RosterRow]:
    return RosterRow.objects.filter(roster=roster)


def _compare(roster: Roster, rows: Sequence[RosterRow], now: datetime) -> None:
    decisions = decide(roster, rows)
    if roster.by is not None:
        decisions = _few_of_others(roster.by, decisions, now)
    save([decision.write() for decision in decisions])


def _few_of_others(by: User, decisions: Sequence[Decision], now: datetime) -> list[Decision]:
    """Refuse rows about numbers that are new to `by` once a list has shown its uploader too many people of others
    within a day: neither that the number is taken nor that it is free is then said.
    """
    met, new, kept = number_conflicts.people_met_today(by, now=now), [], []
    for decision in decisions:
        person, is_other = decision.person, decision.state == State.ELSEWHERE
        if is_other and person is not None and person.pk in met:
            kept.append(decision)
        elif len(met) >= number_conflicts.MOST and (is_other or decision.state == State.CREATE):
            reason = ("too-many-elsewhere", {"most": number_conflicts.MOST})
            kept.append(Decision(decision.row, State.REFUSED, decision.values, [reason]))
        else:
            kept.append(decision)
            if is_other and person is not None:
                met.add(person.pk)
                new.append(person)
    if new:
        number_conflicts.note_met(new, by=by, now=now)
    return kept


def _finish(roster: Roster) -> None:
    roster.status, roster.handled, roster.reached = Roster.Status.READY, 0, 0
    if roster.at_night and not _is_worth_telling(roster):
        roster.status = Roster.Status.DROPPED
        roster.rows.all().delete()
    tell_of_list(roster, now=timezone.now())


def _is_worth_telling(roster: Roster) -> bool:
    """Return whether rows would change something, or none could be taken: then the source gives something else."""
    if roster.rows.in_state(*WORTH_TELLING).exists():
        return True
    return roster.rows.exists() and not roster.rows.exclude(state=State.REFUSED).exists()


def save(rows: Sequence[RosterRow], fields: Sequence[str] = DECIDED) -> None:
    """Write `fields` of rows that are there. One statement; `bulk_update` would write a CASE for each row and field."""
    RosterRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)
