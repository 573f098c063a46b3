"""Decisions on the rows of a list: which people are new, change, move or belong elsewhere, and which rows are
refused.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Min, QuerySet

from ...directory.choices import Role
from ...directory.institutions import Institution
from ...directory.models import User
from .models import Roster, RosterRow
from .parsing.table import Reason
from .parsing.values import ParsedRow, parse_row
from .vocabulary import vocabulary

State = RosterRow.State
FILLED = frozenset(("email", "phone"))
"""What a list gives where nothing is: an address that somebody confirmed or a number that they gave stays."""


@dataclass
class Decision:
    """Decision on one row. `person` is the person whom it is about; None for a new person."""

    row: RosterRow
    state: str
    values: Mapping[str, Any]
    reasons: list[Reason] = field(default_factory=list)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    person: User | None = None

    def write(self) -> RosterRow:
        """Return the row with this decision; not saved."""
        self.row.state, self.row.person, self.row.changes = self.state, self.person, self.changes
        self.row.reasons = [list(reason) for reason in self.reasons]
        self.row.number = self.values.get("service_number", "")
        self.row.key = self.row.number.lower()
        self.row.name = self.values.get("name", "")
        return self.row


def decide(roster: Roster, rows: Sequence[RosterRow], people: QuerySet[User] | None = None) -> list[Decision]:
    """Return a decision for each of `rows`, by the rights of the person who uploaded or applies the list. Five
    statements at most.

    Of rows about one person, whose accounts were merged, the first that is not refused counts.

    `people` are asked in place of all, such as those of a queryset that locks them.
    """
    words = vocabulary()
    spoken = [parse_row(row.cells, roster.fields, words) for row in rows]
    numbers = [str(said.values["service_number"]).lower() for said in spoken]
    first = _first_rows(roster, rows, numbers)
    known = _known(people if people is not None else User.objects.all(), {number for number in numbers if number})
    managed = managed_of(roster, known.values())
    taken = _taken(roster, rows, known.values())
    decisions = []
    for row, said, number in zip(rows, spoken, numbers, strict=True):
        decision = _decide(roster, row, said, first.get(number), known.get(number), managed)
        decisions.append(_once(decision, taken))
    return decisions


def _first_rows(roster: Roster, rows: Sequence[RosterRow], numbers: Sequence[str]) -> dict[str, int]:
    """Return the first row of each number."""
    before = RosterRow.objects.filter(roster=roster, key__in={n for n in numbers if n}, row__lt=rows[0].row)
    first = dict(before.values_list("key").annotate(first=Min("row"))) if rows else {}
    for row, number in zip(rows, numbers, strict=True):
        first.setdefault(number, row.row)
    return first


def _taken(roster: Roster, rows: Sequence[RosterRow], people: Iterable[User]) -> dict[int, int]:
    """Return for each of `people` the earlier row of the list that is about them, if there is one."""
    if not rows:
        return {}
    before = RosterRow.objects.filter(roster=roster, person__in=[person.pk for person in people], row__lt=rows[0].row)
    return dict(before.exclude(state=State.REFUSED).values_list("person").annotate(first=Min("row")))


def _once(decision: Decision, taken: dict[int, int]) -> Decision:
    """Refuse a row about a person whom another row names by another number. Of people elsewhere nothing is said."""
    if decision.person is None or decision.state in (State.REFUSED, State.ELSEWHERE):
        return decision
    first = taken.setdefault(decision.person.pk, decision.row.row)
    if first == decision.row.row:
        return decision
    return Decision(decision.row, State.REFUSED, decision.values, [("same-person", {"row": first})])


def _known(people: QuerySet[User], numbers: Collection[str]) -> dict[str, User]:
    found = people.numbered(*numbers).select_related("institution", "merged_into__institution") if numbers else []  # type: ignore[attr-defined]
    return {person.service_number.lower(): person.merged_into or person for person in found}


def managed_of(roster: Roster, people: Iterable[User]) -> frozenset[int]:
    """Return the keys of the people whom the list may change or move: people whom its uploader manages; for a list of a
    command, people of the institution.
    """
    if roster.by is None:
        here = (person.pk for person in people if roster.by_command and _is_here(person, roster))
        return frozenset(here)
    keys = [person.pk for person in people]
    return frozenset(User.objects.managed_by(roster.by).filter(pk__in=keys).values_list("pk", flat=True))


def _is_here(person: User, roster: Roster) -> bool:
    path = (person.institution.path if person.institution else "") or ""
    return path.startswith(roster.institution.path or "/")


def may_act(roster: Roster) -> bool:
    """Return whether the person who uploaded, applies or undoes the list may still do so at its institution."""
    if roster.by is None:
        return roster.by_command
    mine = Institution.objects.filter(pk=roster.institution_id)
    return roster.by.is_active and mine.visible_to(roster.by, Role.ADMINISTRATOR).exists()


def _decide(
    roster: Roster, row: RosterRow, said: ParsedRow, first: int | None, person: User | None, managed: Collection[int]
) -> Decision:
    reasons = [*([(row.problem, {})] if row.problem else []), *said.reasons]
    if said.values["service_number"] and first is not None and first != row.row:
        reasons.append(("twice", {"number": said.values["service_number"], "row": first}))
    if reasons:
        return Decision(row, State.REFUSED, said.values, reasons)
    if person is None:
        return Decision(row, State.CREATE, said.values, said.doubts)
    if roster.by is not None and person.pk == roster.by.pk:
        return Decision(row, State.REFUSED, said.values, [("oneself", {})])
    here = _is_here(person, roster)
    if not here and person.pk not in managed:
        return Decision(row, State.ELSEWHERE, said.values, [("elsewhere", {})], person=person)
    if person.pk not in managed:
        return Decision(row, State.REFUSED, said.values, [("not-managed", {})])
    changes = changes_of(person, said.values)
    doubts = said.doubts if "birth_year" in changes else []
    return Decision(row, _state(changes, here=here), said.values, doubts, changes, person)


def _state(changes: Mapping[str, object], *, here: bool) -> str:
    """Return the state of a row that is not refused; a transfer outranks changed fields."""
    if not here:
        return State.MOVE
    return State.CHANGE if changes else State.UNCHANGED


def changes_of(person: User, values: Mapping[str, object]) -> dict[str, list[object]]:
    """Return old and new value, by field, of each change by `values`."""
    return {
        name: [getattr(person, name), value]
        for name, value in values.items()
        if name != "service_number"
        and getattr(person, name) != value
        and not (name in FILLED and getattr(person, name))
    }
