"""Each law on question types catches the breach that it is there for."""

from typing import Any

import pytest
from wagtail import blocks

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.contract import question_types as laws
from lms.foundation.plugins.contract.breach import Breach
from lms.foundation.plugins.question import Parts, QuestionType

pytestmark = pytest.mark.once

BODY = {"word": "consent", "why": "It makes no difference."}
REPLIES = [{"": ["consent"]}, {"": ["force"]}, {"": [""]}]


class Word(QuestionType):
    """One word, written as it is meant."""

    slug = "toy_word"
    name = "Word"
    template = "interface/components/empty.html"

    def block(self) -> Any:
        return blocks.StructBlock([("word", blocks.CharBlock()), ("why", blocks.CharBlock())])

    def body(self, value: Any) -> dict[str, Any]:
        return {"word": value["word"], "why": value["why"]}

    def problems(self, body: Any) -> list[str]:
        return [] if body["word"] else ["Give the word."]

    def split(self, body: Any) -> Any:
        return Parts(shown={"letters": len(body["word"])}, key=body["word"], reveal={"why": body["why"]})

    def order(self, shown: Any, *, chance: Any) -> Any:
        return [chance.random()] if chance else []

    def read(self, data: Any, *, order: Any) -> Any:
        match data:
            case {"": [str(text)]} if len(data) == 1 and len(text) < 40:
                return text.strip()
        raise InvalidAnswer("Write one word.")

    def mark(self, key: Any, response: Any) -> float | None:
        return float(response == key)

    def context(self, shown: Any, *, order: Any, response: Any, key: Any = None, reveal: Any = None) -> dict[str, Any]:
        return {"text": response, **shown, **(reveal or {})}


def written(kind: Any) -> None:
    laws.is_written(kind, dict(BODY))


def parted(kind: Any) -> None:
    laws.parts(kind, dict(BODY))


def ordered(kind: Any) -> None:
    laws.orders(kind, dict(BODY))


def read(kind: Any) -> None:
    laws.reads_anything(kind, dict(BODY), REPLIES)


def its_own(kind: Any) -> None:
    laws.reads_its_parts_alone(kind, dict(BODY), REPLIES)


def marked(kind: Any) -> None:
    laws.marks(kind, dict(BODY), REPLIES)


def counted(kind: Any) -> None:
    laws.counts(kind, dict(BODY), REPLIES)


def drawn(kind: Any) -> None:
    laws.can_be_drawn(kind, dict(BODY), REPLIES)


@pytest.mark.parametrize("law", [written, parted, ordered, read, its_own, marked, counted, drawn])
def test_a_sound_type_breaks_no_law(law):
    law(Word())


ONE = blocks.CharBlock()


@pytest.mark.parametrize(
    ("law", "broken", "sentence"),
    [
        (written, {"block": lambda self: ONE}, "the same block twice"),
        (written, {"stored": lambda self, body: {"word": body["word"], "why": ""}}, "for what stored made of"),
        (parted, {"problems": lambda self, body: ["No."]}, "given as a sound sample"),
        (parted, {"problems": lambda self, body: body.pop("why")}, "changes what it is given"),
        (
            ordered,
            {"order": lambda self, shown, *, chance: [id(object())] if chance is None else [ONE]},
            "may depend on|is no JSON",
        ),
        (
            ordered,
            {"order": lambda self, shown, *, chance: [] if chance is None else (1, 2)},
            "comes back from the database",
        ),
        (read, {"read": lambda self, data, *, order: data[""][0]}, "Raise InvalidAnswer"),
        (read, {"read": lambda self, data, *, order: (str(data),)}, "comes back from the database"),
        (read, {"mark": lambda self, key, response: 1.5}, "marks are in 0..1"),
        (read, {"mark": lambda self, key, response: 1.5, "by_people": True}, "marks are in 0..1"),
        (read, {"mark": lambda self, key, response: 0.5, "scored": False}, "give None"),
        (its_own, {"read": lambda self, data, *, order: data[""][0]}, "which there is not"),
        (marked, {"mark": lambda self, key, response: 1.0}, "something for no answer"),
        (marked, {"mark": lambda self, key, response: 0.5 if response else 0.0}, "given as the right answer"),
        (counted, {"guess": lambda self, key, *, order: 2.0}, "marks are in 0..1"),
        (counted, {"picks": lambda self, key, response: {"x": 0.0}}, "for no answer"),
        (
            counted,
            {"picks": lambda self, key, response: {response: 0.0} if response else {}},
            "which pickable does not know",
        ),
        (drawn, {"template": "toy/nowhere.html"}, "cannot be rendered"),
    ],
)
def test_catches(law, broken, sentence):
    with pytest.raises(Breach, match=sentence):
        law(type("Broken", (Word,), broken)())


def test_catches_a_reason_that_is_shown_too_early():
    class Early(Word):
        def split(self, body: Any) -> Any:
            return Parts(shown=body, key=body["word"], reveal={"why": body["why"]})

    with pytest.raises(Breach, match="shows what is to be revealed later"):
        parted(Early())
