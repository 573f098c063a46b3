"""Actions of exercise control: close turns, pause, give and hold injects, speak as anybody, finish. Pure."""

from collections.abc import Mapping
from typing import Any

from .clock import advance, give
from .definition.case import Inject, is_number
from .marking import LONGEST
from .player_entries import Data, Verb
from .refusals import Refused
from .script import Script
from .state import CLOSED, DEBRIEF, OPEN, Message, State


def tick(script: Script, state: State, seat: str, data: Data) -> None:
    """Close the turn: the clock goes to its end, and the next one begins. With `turn` it closes that one alone."""
    if not script.in_turns:
        raise Refused("no_turns")
    if data.get("turn") not in (None, state.turn):
        raise Refused("turn_over", turn=state.turn)
    end = script.turn_ends[min(state.turn, len(script.turn_ends) - 1)]
    advance(script, state, end)
    state.turn = min(state.turn + 1, len(script.turn_ends) - 1)


def pause(script: Script, state: State, seat: str, data: Data) -> None:
    state.paused = True


def resume(script: Script, state: State, seat: str, data: Data) -> None:
    if not state.paused:
        raise Refused("not_paused")
    state.paused = False


def fire(script: Script, state: State, seat: str, data: Data) -> None:
    """Give an `inject` now, whatever its condition says; `text` stands in place of the words of its card."""
    inject, text = _inject(script, state, data), data.get("text")
    if text is not None and not (isinstance(text, str) and len(text) <= LONGEST):
        raise Refused("long", field="text")
    if inject.id in state.held:
        state.held.remove(inject.id)
    give(state, script, inject, text or "")


def hold(script: Script, state: State, seat: str, data: Data) -> None:
    """Keep an `inject` back until it is given by hand; with `held` false it may come by itself again."""
    inject = _inject(script, state, data)
    if inject.id in state.held:
        state.held.remove(inject.id)
    if data.get("held") is not False:
        state.held.append(inject.id)


def _inject(script: Script, state: State, data: Data) -> Inject:
    """Return one of the list of the case: what follows from decisions is nobody's to give or to hold."""
    inject = next((inject for inject in script.case.injects if inject.id == data.get("inject")), None)
    if inject is None:
        raise Refused("unknown", inject=str(data.get("inject")))
    if inject.id in state.given:
        raise Refused("given", inject=inject.id)
    return inject


def say(script: Script, state: State, seat: str, data: Data) -> None:
    """Say a `text` `to` seats, spoken `as` somebody of the case."""
    to, text, role = data.get("to"), data.get("text"), data.get("as")
    listed = [to] if isinstance(to, str) else to
    if not isinstance(listed, list | tuple) or not listed or not set(map(str, listed)) <= set(script.seats):
        raise Refused("nobody")
    if not isinstance(text, str) or not text.strip():
        raise Refused("no_reason", field="text")
    if len(text) > LONGEST:
        raise Refused("long", field="text")
    state.messages.append(Message(seat, tuple(map(str, listed)), text, state.at, role if isinstance(role, str) else ""))


def finish(script: Script, state: State, seat: str, data: Data) -> None:
    state.status = DEBRIEF
    state.paused = False


def close(script: Script, state: State, seat: str, data: Data) -> None:
    if state.status == OPEN:
        raise Refused("not_over")
    state.status = CLOSED


def judge(script: Script, state: State, seat: str, data: Data) -> None:
    """Set, for an evaluator, the `marks` of a `field` of a `form` that was sent: the score changes, never the world."""
    form = script.forms.get(str(data.get("form")))
    field = next((field for field in form.fields if field.id == data.get("field")), None) if form else None
    if form is None or field is None or form.id not in state.sent:
        raise Refused("unknown", form=str(data.get("form")))
    marks: Any = data.get("marks")
    if not is_number(marks) or not 0 <= marks <= field.marks:
        raise Refused("marks", most=field.marks)
    state.judged[f"{form.id}.{field.id}"] = marks


def note(script: Script, state: State, seat: str, data: Data) -> None:
    """Note a remark of an evaluator or the facilitator, which stands in the log alone."""


VERBS: Mapping[str, Verb] = {
    "tick": tick,
    "pause": pause,
    "resume": resume,
    "fire": fire,
    "hold": hold,
    "say": say,
    "finish": finish,
    "close": close,
    "judge": judge,
    "note": note,
}
