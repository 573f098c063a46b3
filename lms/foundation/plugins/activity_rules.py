"""What each function of an activity type may give and raise, for the guard. Pure."""

from dataclasses import replace
from typing import Any

from . import sound
from .answers import JSON, Compiled, InvalidAnswer, NotNow, NotReady, Outcome, Result, Step
from .guard import Rule
from .passages import Passage


def _sound_compiled(value: Any) -> Compiled:
    sound.a(Compiled)(value)
    sound.a(str)(value.html)
    sound.json_object(value.definition)
    return replace(value, title=str(value.title), media=sound.all_of(str)(value.media))


def _sound_beginning(value: Any) -> tuple[JSON, JSON]:
    form, state = value
    return sound.json_object(form), sound.json_object(state)


def _sound_step(value: Any) -> Step:
    sound.a(Step)(value)
    outcome = sound.a(Outcome)(value.outcome)
    for verdict in (outcome.completed, outcome.passed, outcome.closed, outcome.waiting, outcome.lowers):
        sound.truth(verdict)
    sound.share(outcome.score)
    return replace(value, state=sound.json_object(value.state))


def _sound_result(value: Any) -> Result:
    sound.a(Result)(value)
    sound.truth(value.passed)
    sound.share(value.score)
    return value


_ANSWER = Rule(_sound_step, (InvalidAnswer,))
RULES = {
    "compile": Rule(_sound_compiled, (NotReady,)),
    "countries": Rule(sound.all_of(str)),
    "terms": Rule(sound.json_object, (NotNow,)),
    "drafts": Rule(tuple),
    "findable": Rule(str, instead=lambda kind: ""),
    "passages": Rule(sound.all_of(Passage), instead=lambda kind: ()),
    "readable": Rule(sound.all_of(str), instead=lambda kind: ()),
    "begin": Rule(_sound_beginning, (NotNow,)),
    "taken": Rule(sound.json_object, (InvalidAnswer,)),
    "answer": _ANSWER,
    "fold": _ANSWER,
    "admit": _ANSWER,
    "deadline": Rule(sound.moment),
    "grace": Rule(sound.pause),
    "combine": Rule(_sound_result),
    "called": Rule(str, instead=lambda kind: kind.name),
    "what_counts": Rule(lambda value: str(value or ""), instead=lambda kind: ""),
    "compare": Rule(instead=lambda kind: ()),
    "context": Rule(sound.a(dict)),
    "review": Rule(sound.a(dict), (NotNow,)),
    "for_script": Rule(sound.json_object, instead=lambda kind: {}),
    "attempts_allowed": Rule(sound.number_or_none),
    "needs": Rule(sound.pairs_of_texts),
    "upgrade": Rule(sound.json_object),
    "present": Rule(sound.json_object),
}
"""What the core calls of an activity type. Where an answer is not needed, something stands in its place."""
