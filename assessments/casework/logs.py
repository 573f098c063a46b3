"""Logs of plays that other programs wrote: a list of seat, verb, data and minute. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .clock import begin_play, settle
from .definition.case import Texts
from .definition.json_parts import BadCase, Part
from .marking import mark
from .reducer import Entry, play
from .refusals import Refused
from .script import Script
from .state import CONTROL, LIVE, OPEN, TURNS, State

NAMES = {"why": "reason", "relies_on": "relies", "cards": "relies", "choice": "option", "accepted": "accept"}
"""Other names for the same things."""


@dataclass(frozen=True)
class Outcome:
    """The state after a log, with what was refused on the way: the entry's number from 0, and why."""

    state: State
    log: Sequence[Entry]
    refused: Sequence[tuple[int, Refused]]


def read_log(data: object) -> list[Entry]:
    """Raise `BadCase` with the place of what is no entry."""
    return list(Part({"log": data}, "").each("log", _entry))


def _entry(part: Part) -> Entry:
    data = part.part("data").data or {}
    if not isinstance(data, Mapping):
        raise BadCase(part.at("data"), "mapping")
    named: dict[str, Any] = {NAMES.get(str(name), str(name)): value for name, value in data.items()}
    return Entry(part.text("seat"), part.text("verb"), named, part.minutes("at"), part.text("id", ""))


def mode_of(log: Iterable[Entry]) -> str:
    """Return the mode: in turns where turns are closed; live otherwise."""
    return TURNS if any(entry.seat == CONTROL and entry.verb == "tick" for entry in log) else LIVE


def play_log(script: Script, texts: Texts, log: Iterable[Entry], to_end: bool = False) -> Outcome:
    """Play a log as people would: what is refused changes nothing, and they go on.

    Forms without marks are marked in the language of the texts.
    """
    state, taken, refused = begin_play(script), [], []
    for number, entry in enumerate(log):
        marked = with_marks(script, texts, entry)
        try:
            state = play(script, state, marked).state
            taken.append(marked)
        except Refused as why:
            refused.append((number, why))
    if to_end and state.status == OPEN:
        state = settle(script, state, script.case.ends)
    return Outcome(state, taken, refused)


def with_marks(script: Script, texts: Texts, entry: Entry) -> Entry:
    """Return a form that is sent gets its marks, unless it has them: the state reads marks, never prose."""
    form = script.forms.get(str(entry.data.get("form"))) if entry.verb == "send" else None
    if form is None or "marks" in entry.data or not isinstance(entry.data.get("values"), Mapping):
        return entry
    return replace(entry, data={**entry.data, "marks": mark(form, texts, entry.data["values"])})
