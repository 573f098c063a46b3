"""The second step of a list: what each row means for whom. Nobody is changed and no password is hashed."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from lms.work.running import Step

from .deciding import decide
from .models import Roster, RosterRow

BATCH = 500
DECIDED = ["number", "key", "name", "state", "reasons", "changes", "person", "outcome"]


def step() -> Step[Roster, RosterRow]:
    return Step(items=_rows, handle=_compare, finish=_finish, size=BATCH)


def _rows(roster: Roster) -> QuerySet[RosterRow]:
    return RosterRow.objects.filter(roster=roster)


def _compare(roster: Roster, rows: Sequence[RosterRow], now: datetime) -> None:
    save([decision.write() for decision in decide(roster, rows)])


def _finish(roster: Roster) -> None:
    roster.status, roster.handled, roster.reached = Roster.Status.READY, 0, 0


def save(rows: Sequence[RosterRow], fields: Sequence[str] = DECIDED) -> None:
    """Write `fields` of rows that are there. One statement; `bulk_update` would write a CASE for each row and field."""
    RosterRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)
