"""The socket of question types: how a question is written, shown and marked. Pure but for `block`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .answers import InvalidAnswer
from .runtime import value_checks
from .runtime.guard import Rule
from .runtime.registry import Registry

JSON = Any
IN_PART = "\N{RIGHTWARDS ARROW}"
"""Between the name of a part and that of what was chosen there."""


@dataclass(frozen=True)
class Parts:
    """A question's body, parted by who may see it when.

    `shown` is what everybody sees who gets the question; `key` is what marking needs, frozen in the attempt and not
    shown before it is due; `reveal` are the texts that are shown with the result, such as the feedback of each option.
    """

    shown: Mapping[str, JSON]
    key: JSON
    reveal: Mapping[str, JSON] = field(default_factory=dict)


class QuestionType(ABC):
    """One type of question.

    A `body` is JSON in the shape that this type decides; parts of it that are referred to carry an `id`.
    """

    slug: str
    name: Any
    template: str
    """Template of the input, given what `context` returns as `item`. Its fields are called `item.field`, or that with
    `:` and a part.

    Once `item.closed`, it shows instead what was answered, and, as far as they are due, what is right and why.
    """
    script = ""
    """Static path of the ES module that makes the template livelier, or nothing.

    It is loaded once, and only where it is needed.
    """
    stylesheet = ""
    """Static path of the stylesheet of its templates, or nothing."""
    desk_template = ""
    """Template of what whoever marks it can do besides, such as returning it; it gets `answer`. Or nothing."""
    scored = True
    """False where there is no right and wrong (a rating): it counts neither for nor against."""
    in_bank = True
    """False where an activity asks it by itself: the bank does not offer it."""
    by_people = False
    """True where a person marks it; `mark` then gives None, or the mark of an answer that needs no person."""
    version = 1
    """Of the shapes of parts, order and response: raise it with a shape, and say in `upgrade` what became of it."""

    @abstractmethod
    def block(self) -> Any:
        """Return a new Wagtail block in which an editor writes the body."""

    @abstractmethod
    def body(self, value: Any) -> dict[str, JSON]:
        """Return the body, as plain JSON, from the value of that block.

        In what learners get, its rich text is safe HTML already.
        """

    def stored(self, body: JSON) -> dict[str, JSON]:
        """Return the value that the block stores for `body`; `body` undoes it. So questions can come in that were not
        written in the editor.

        As it stands it is for blocks that are shaped as the body is: a list of parts with ids is a ListBlock.
        """
        return _as_stored(body)

    @abstractmethod
    def problems(self, body: JSON) -> list[str]:
        """Return the problems that an editor must mend before this question can be used; empty if there is none."""

    @abstractmethod
    def split(self, body: JSON) -> Parts:
        """Return the body in its parts."""

    def order(self, shown: JSON, *, chance: Random | None) -> JSON:
        """Return the ids in the order in which this attempt shows them; as written if `chance` is None.

        Frozen in the attempt.
        """
        return []

    @abstractmethod
    def read(self, data: Mapping[str, object], *, order: JSON) -> JSON:
        """Return the response in canonical form. `data` has the sent texts by part: "" for the field itself. Raises
        `InvalidAnswer` for data that are none.

        Whatever JSON a browser could send ends here or in `InvalidAnswer`. Taking an answer back gives an empty
        response.
        """

    @abstractmethod
    def mark(self, key: JSON, response: JSON) -> float | None:
        """Return the fraction earned, 0..1, for a response in canonical form or none at all; None if it is not known
        yet, or never will be.
        """

    def suggested(self, key: JSON, response: JSON) -> Mapping[str, str]:
        """Return levels of the rubric in `key` that the answer reaches by itself, by criterion: what a person who
        marks finds chosen. Empty where nothing is known.
        """
        return {}

    def unfinished(self, key: JSON, response: JSON, *, order: JSON) -> str:
        """Return in a sentence for the learner what is missing in a response that is not empty; empty if it is
        finished.

        Such a response is kept and in the end marked like any other. Having it checked costs no try, so the sentence
        says nothing of what is right. An answer that earns all marks is finished.
        """
        return ""

    def guess(self, key: JSON, *, order: JSON) -> float | None:
        """Return the average mark of a random answer, 0..1; 0 for a question answered in writing; None if it is not
        known.
        """
        return None

    def picks(self, key: JSON, response: JSON) -> Mapping[str, float]:
        """Return the chosen options, by a name that is the same in every attempt, with the mark that each earns. Empty
        if there is no choice.

        In a question of several parts, of which each has a right choice, the name is that of the part, `IN_PART` and
        that of the choice.
        """
        return {}

    def pickable(self, shown: JSON) -> Mapping[str, str]:
        """Return the HTML of everything that `picks` can name."""
        return {}

    @abstractmethod
    def context(
        self,
        shown: JSON,
        *,
        order: JSON,
        response: JSON,
        key: JSON = None,
        reveal: JSON = None,
    ) -> dict[str, Any]:
        """Return the `item` of the template besides number, field, stem and `closed`.

        `key` and `reveal` are None until they are due.
        """

    def upgrade(self, what: str, value: JSON, version: int) -> JSON:
        """Return `value`, a “shown”, “key”, “reveal”, “order” or “response” (`what`) of `version`, in the shape that
        the next version has.

        It is asked once for each version in between, whenever a quiz reads what an older one froze. As it stands
        nothing has changed.
        """
        return value


def _sound_parts(value: Any) -> Parts:
    value_checks.instance_of(Parts)(value)
    for part in (value.shown, value.key, value.reveal):
        value_checks.as_json(part)
    return value


RULES = {
    "block": Rule(),
    "body": Rule(value_checks.json_object),
    "stored": Rule(value_checks.json_object),
    "problems": Rule(value_checks.texts),
    "split": Rule(_sound_parts),
    "order": Rule(value_checks.as_json),
    "read": Rule(value_checks.as_json, (InvalidAnswer,)),
    "mark": Rule(value_checks.share),
    "suggested": Rule(value_checks.instance_of(Mapping), instead=lambda kind: {}),
    "unfinished": Rule(str, instead=lambda kind: ""),
    "guess": Rule(value_checks.share, instead=lambda kind: None),
    "picks": Rule(value_checks.instance_of(Mapping), instead=lambda kind: {}),
    "pickable": Rule(value_checks.instance_of(Mapping), instead=lambda kind: {}),
    "context": Rule(value_checks.instance_of(dict)),
    "upgrade": Rule(value_checks.as_json),
}
"""The methods of a question type that the core calls. Where an answer is not needed, something stands in its place."""

questions: Registry[QuestionType] = Registry("question type", RULES)


NEARLY = 1e-5
"""By so much a sum of shares may miss the whole: a third, a third and a third."""


def is_fully_right(mark: float) -> bool:
    """Return whether an answer is right in every part. `mark` is its mark by the key or by a person.

    What an earlier wrong try takes from it does not make it wrong: who is right at the second try is right, for less.
    """
    return mark >= 1 - NEARLY


def verdict(mark: float | None) -> str:
    """Return “right”, “partly” or “wrong”, for the mark of an answer by the key or by a person; empty for None."""
    if mark is None:
        return ""
    if is_fully_right(mark):
        return "right"
    return "partly" if mark > 0 else "wrong"


def _as_stored(body: JSON) -> JSON:
    if isinstance(body, Mapping):
        return {name: _as_stored(value) for name, value in body.items()}
    if isinstance(body, list) and body and all(isinstance(part, Mapping) and "id" in part for part in body):
        return [
            {"type": "item", "id": part["id"], "value": _as_stored({name: part[name] for name in part if name != "id"})}
            for part in body
        ]
    return body


def grouped(data: Mapping[str, object], prefix: str) -> dict[str, dict[str, object]]:
    """Return the fields of a form that begin with `prefix`, by question and part: `q:7` and `q:7:left` give {"7": {"":
    …, "left": …}}.
    """
    responses: dict[str, dict[str, Any]] = {}
    for name, value in data.items():
        if name.startswith(prefix):
            question, _colon, part = name.removeprefix(prefix).partition(":")
            responses.setdefault(question, {})[part] = value
    return responses


def texts(value: Any) -> Sequence[str] | None:
    """Return a list of texts, as a form sends under one name; None for anything else."""
    return value if isinstance(value, list) and all(isinstance(text, str) for text in value) else None
