"""Values and errors of an activity type: compiled content, steps, outcomes, results; and the rules of the guard for
them. Pure.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from .passages import Passage
from .runtime import value_checks
from .runtime.guard import Rule

JSON = dict[str, Any]
Values = Mapping[str, object]
"""An object of JSON that is read and passed on: a definition, a form, a state or an answer."""


class InvalidAnswer(ValueError):
    """Refusal: the data are no answer to this attempt. The message tells the person what to do.

    `at` is the id of the element on the activity's page that it is about, so that the message stands there too.
    """

    def __init__(self, message: Any = "", *, at: str = "") -> None:
        super().__init__(message)
        self.at = at


class NotReady(ValueError):
    """The page cannot be compiled as it stands. The message tells the editor what is missing."""


class NotNow(ValueError):
    """Refusal: no attempt may begin at this moment. The message tells the person why, and when or how it may.

    `terms` are those that would hold for an attempt otherwise, such as how many are allowed.
    """

    def __init__(self, message: Any, *, terms: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.terms = dict(terms or {})


@dataclass(frozen=True)
class Compiled:
    """Content that a page becomes for learners in one language: HTML that is safe to send, and a definition that is not
    sent.
    """

    title: str
    html: str = ""
    definition: JSON = field(default_factory=dict)
    media: tuple[str, ...] = ()
    older: bool = False
    """Is something in it, beside the page itself, a translation that is older than its source? Learners are told so."""

    def digest(self, *, kind: str) -> str:
        """Return the SHA-256 (hexadecimal) of everything a learner or a marker could meet in this content."""
        parts = [kind, self.title, self.html, self.definition, list(self.media)]
        text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Outcome:
    """Outcome of an attempt for the core, in the terms of xAPI 1.0.3, part two, 2.4.5 (score scaled to 0..1).

    `closed` ends the attempt: no further answer is taken. `waiting` says whether a person has to look at it before
    there is a result (None: nothing new about that). `lowers` says that the result may be worse than the one before,
    since somebody decided so: only then may an activity that was done become undone.
    """

    completed: bool = False
    passed: bool | None = None
    score: float | None = None
    closed: bool = False
    waiting: bool | None = None
    lowers: bool = False


@dataclass(frozen=True)
class Step:
    """The state after one answer, and the outcome where there is news."""

    state: JSON
    outcome: Outcome = Outcome()


@dataclass(frozen=True)
class Response:
    """Outcome of one answer for the core: the part of it that the journal keeps (`data`), the step, and the moment at
    which the attempt ends from now on whether it is submitted or not (`deadline`, None without a limit).
    """

    data: JSON
    step: Step
    deadline: datetime | None = None


@dataclass(frozen=True)
class Result:
    """Result of one completed attempt, or of several of them together."""

    score: float | None = None
    passed: bool | None = None


def best(results: Sequence[Result]) -> Result:
    """Return the highest score of several attempts, and passed if one of them was; not failed if one could not be
    failed.
    """
    verdicts = [result.passed for result in results]
    undecided = None if None in verdicts else False
    passed = True if True in verdicts else undecided
    return Result(max((result.score for result in results if result.score is not None), default=None), passed)


def _sound_compiled(value: Any) -> Compiled:
    value_checks.instance_of(Compiled)(value)
    value_checks.instance_of(str)(value.html)
    value_checks.json_object(value.definition)
    return replace(value, title=str(value.title), media=value_checks.all_of(str)(value.media))


def _sound_offline(value: Any) -> str:
    if value not in ("no", "shows"):
        raise TypeError(f"It is “no” or “shows”, not {value!r}.")
    return str(value)


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
    "offline": Rule(_sound_offline, instead=lambda kind: "no"),
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
