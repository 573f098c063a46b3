"""The form that an observer fills in: what was sent of it, and what stands on the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from .models import Finding, Observation
from .rules import Criterion
from .services import Difference, Entries, Form, fill_in, stored_entries

if TYPE_CHECKING:
    from django.http import QueryDict

LONGEST_NOTE, LONGEST_REMARK, LONGEST_PLACE, LONGEST_READ = 500, 1000, 120, 4000


@dataclass(frozen=True)
class Question:
    """A criterion on the page, with what is chosen and noted for everybody."""

    number: int
    criterion: Criterion
    chosen: str
    note: str
    problem: bool

    @property
    def id(self) -> str:
        return str(self.criterion["id"])


@dataclass(frozen=True)
class Person:
    """A learner on the page, with what differs."""

    finding: Finding
    levels: Sequence[tuple[Criterion, str]]
    """Each criterion with the level that is chosen for this learner alone, or nothing."""
    photo: Any
    problem: str

    @property
    def differs(self) -> bool:
        return bool(self.finding.remark or self.problem or any(level for _criterion, level in self.levels))


def sent(data: "QueryDict", criteria: Sequence[Criterion], learners: Iterable[int]) -> Entries:
    """Return the entries of the form. Unknown criteria and levels are left out, and so are signs that no database
    keeps.
    """
    return Entries(
        levels=_levels(data, criteria, ""),
        notes={one["id"]: text for one in criteria if (text := _text(data.get(f"note-{one['id']}", ""), LONGEST_NOTE))},
        place=_text(data.get("place", ""), LONGEST_PLACE),
        people={
            pk: Difference(_levels(data, criteria, f"-{pk}"), _text(data.get(f"remark-{pk}", ""), LONGEST_REMARK))
            for pk in learners
        },
    )


def form_of(data: "QueryDict") -> Form:
    """Return the form that was sent, and the version that it was made from. A form without an id is not kept."""
    id, *_more = [*_uuids(data.get("form", "")), uuid4()]
    return Form(id, _uuids(data.get("read", "")[:LONGEST_READ]))


def _uuids(text: str) -> list[UUID]:
    try:
        return [UUID(word) for word in text.split()]
    except ValueError:
        return []


def overlay_entries(
    observation: Observation, findings: Sequence[Finding], criteria: Sequence[Criterion], entries: Entries
) -> list[tuple[str, str]]:
    """Return the kept values that differ from `entries`, each with its name and in words. The rows then hold
    `entries`.
    """
    before = stored_entries(observation, findings)
    fill_in(observation, findings, entries)
    others = [] if before.place == entries.place else [(_("Place"), before.place)]
    for one in criteria:
        if before.levels.get(one["id"], "") != entries.levels.get(one["id"], ""):
            others.append((one["text"], _level(one, before.levels)))
        if before.notes.get(one["id"], "") != entries.notes.get(one["id"], ""):
            others.append((one["text"], before.notes.get(one["id"], "")))
    for row in findings:
        was, name = before.people[row.learner_id], row.learner.name
        others += [] if was.remark == row.remark else [(name, was.remark)]
        differs = [one for one in criteria if was.levels.get(one["id"], "") != row.levels.get(one["id"], "")]
        others += [(f"{name}: {one['text']}", _level(one, was.levels)) for one in differs]
    return others


def _level(criterion: Criterion, levels: Mapping[str, str]) -> str:
    chosen = levels.get(criterion["id"], "")
    return next((str(level["text"]) for level in criterion["levels"] if level["id"] == chosen), "")


def questions_of(
    observation: Observation, findings: Sequence[Finding], criteria: Sequence[Criterion], *, signing: bool
) -> list[Question]:
    """Return the criteria as they stand in a draft; where it was to be signed, those without a level have a problem."""
    rows = []
    for number, one in enumerate(criteria, start=1):
        key = one["id"]
        known = {level["id"] for level in one["levels"]}
        chosen = observation.levels.get(key, "")
        open_for = [row for row in findings if row.levels.get(key, chosen) not in known]
        note = observation.notes.get(key, "")
        rows.append(Question(number, one, chosen, note, signing and bool(open_for)))
    return rows


def people_of(findings: Sequence[Finding], criteria: Sequence[Criterion], problems: Mapping[int, str]) -> list[Person]:
    """Return the learners of a draft, with what differs of each."""
    return [
        Person(
            row,
            [(one, row.levels.get(one["id"], "")) for one in criteria],
            getattr(row, "photo", None),
            problems.get(row.learner_id, ""),
        )
        for row in findings
    ]


def _levels(data: "QueryDict", criteria: Sequence[Criterion], ending: str) -> dict[str, str]:
    chosen = {one["id"]: data.get(f"level-{one['id']}{ending}", "") for one in criteria}
    known = {one["id"]: {level["id"] for level in one["levels"]} for one in criteria}
    return {key: level for key, level in chosen.items() if level in known[key]}


def _text(text: str, longest: int) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign.isprintable() or sign == "\n").strip()[:longest]
