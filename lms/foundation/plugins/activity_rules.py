"""Rules for the guard of the values and errors that each function of an activity type may give and raise. Pure."""

from dataclasses import replace
from typing import Any

from .answers import JSON, Compiled, InvalidAnswer, NotNow, NotReady, Outcome, Response, Result, Step
from .passages import Passage
from .runtime import value_checks
from .runtime.guard import Rule


def _sound_compiled(value: Any) -> Compiled:
    value_checks.instance_of(Compiled)(value)
    value_checks.instance_of(str)(value.html)
    value_checks.json_object(value.definition)
    return replace(value, title=str(value.title), media=value_checks.all_of(str)(value.media))


def _sound_beginning(value: Any) -> tuple[JSON, JSON]:
    form, state = value
    return value_checks.json_object(form), value_checks.json_object(state)


def _sound_step(value: Any) -> Step:
    value_checks.instance_of(Step)(value)
    outcome = value_checks.instance_of(Outcome)(value.outcome)
    for verdict in (outcome.completed, outcome.passed, outcome.closed, outcome.waiting, outcome.lowers):
        value_checks.truth(verdict)
    value_checks.share(outcome.score)
    return replace(value, state=value_checks.json_object(value.state))


def _sound_response(value: Any) -> Response:
    value_checks.instance_of(Response)(value)
    value_checks.moment(value.deadline)
    return replace(value, data=value_checks.json_object(value.data), step=_sound_step(value.step))


def _sound_result(value: Any) -> Result:
    value_checks.instance_of(Result)(value)
    value_checks.truth(value.passed)
    value_checks.share(value.score)
    return value


def _sound_minutes(value: Any) -> int:
    return max(0, value_checks.instance_of(int)(value))


_ANSWER = Rule(_sound_step, (InvalidAnswer,))
RULES = {
    "compile": Rule(_sound_compiled, (NotReady,)),
    "countries": Rule(value_checks.all_of(str)),
    "terms": Rule(value_checks.json_object, (NotNow,)),
    "drafts": Rule(tuple),
    "findable": Rule(str, instead=lambda kind: ""),
    "passages": Rule(value_checks.all_of(Passage), instead=lambda kind: ()),
    "readable": Rule(value_checks.all_of(str), instead=lambda kind: ()),
    "begin": Rule(_sound_beginning, (NotNow,)),
    "taken": Rule(value_checks.json_object, (InvalidAnswer,)),
    "answer": _ANSWER,
    "respond": Rule(_sound_response, (InvalidAnswer,)),
    "fold": _ANSWER,
    "admit": _ANSWER,
    "deadline": Rule(value_checks.moment),
    "grace": Rule(value_checks.pause),
    "combine": Rule(_sound_result),
    "called": Rule(str, instead=lambda kind: kind.name),
    "what_counts": Rule(lambda value: str(value or ""), instead=lambda kind: ""),
    "withholds_score": Rule(value_checks.instance_of(bool), instead=lambda kind: True),
    "compare": Rule(instead=lambda kind: ()),
    "context": Rule(value_checks.instance_of(dict)),
    "review": Rule(value_checks.instance_of(dict), (NotNow,)),
    "for_script": Rule(value_checks.json_object, instead=lambda kind: {}),
    "class_minutes": Rule(_sound_minutes, instead=lambda kind: 0),
    "attempts_allowed": Rule(value_checks.number_or_none),
    "needs": Rule(value_checks.pairs_of_texts),
    "upgrade": Rule(value_checks.json_object),
    "present": Rule(value_checks.json_object),
}
"""The methods of an activity type that the core calls. Where an answer is not needed, something stands in its place."""
