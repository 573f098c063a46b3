"""Numerical: a number as people write it, near enough to the right one, with a unit where the author wants one."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.formats.bodies import ForeseenNumber, NumberAnswer, NumericalBody
from assessments.questions.bank.blocks import plain
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import Parts, QuestionType

from ..marking.number import read
from ..marking.text import NEARLY
from ..shared.shapes import NumericalKey, NumericalShown, Reveal
from ..shared.typed_answers import (
    LONGEST,
    credit_of,
    feedback_of,
    fraction_of,
    look_and_word,
    without_feedback,
    written,
)
from .block import NumbersBlock
from .marking import Verdict, verdict


class Numerical(QuestionType):
    """The response is the text, trimmed: what was written is kept, also where it is no number."""

    slug = "numerical"
    name = gettext_lazy("Number")
    template = "questions/types/numerical.html"

    def block(self) -> NumbersBlock:
        return NumbersBlock(icon="decimal", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        fields = plain(value)
        return {
            "answers": [_answer(answer) for answer in fields["answers"]],
            "units": [{**unit, "name": unit["name"].strip()} for unit in fields["units"]],
            "unit": fields["unit"] or "none",
            "penalty": fraction_of(fields["penalty"]),
        }

    def stored(self, body: NumericalBody) -> dict[str, object]:
        answers = [
            {**without(answer, "fraction"), "credit": credit_of(answer["fraction"])} for answer in body["answers"]
        ]
        return super().stored({**body, "answers": answers, "penalty": credit_of(body["penalty"])})

    def problems(self, body: NumericalBody) -> list[str]:
        right = [answer for answer in body["answers"] if answer["fraction"] >= 1 - NEARLY]
        sentences = []
        if not any(answer["value"] is not None for answer in right):
            sentences.append(_("Give a number that earns 100 per cent."))
        if any(answer["value"] is None and answer["fraction"] > 0 for answer in body["answers"]):
            sentences.append(_("An answer without a number stands for any other. Give it the number, or 0 per cent."))
        if body["unit"] != "none" and not body["units"]:
            sentences.append(_("Give the units that may be written, or ask for a number alone."))
        if any(unit["factor"] <= 0 for unit in body["units"]):
            sentences.append(_("The number of units that make one is greater than 0."))
        return sentences

    def split(self, body: NumericalBody) -> Parts:
        answers = body["answers"]
        key = {**body, "answers": [without_feedback(answer) for answer in answers]}
        simple = body["unit"] == "none" and all(answer["value"] is None or answer["value"] >= 0 for answer in answers)
        return Parts(shown={"unit": body["unit"], "digits": simple}, key=key, reveal={"feedback": feedback_of(answers)})

    def read(self, data: Mapping[str, object], *, order: object) -> str:
        if set(data) != {""}:
            raise InvalidAnswer(_("Write your answer in the field."))
        return written(data[""])

    def mark(self, key: NumericalKey, response: str | None) -> float:
        return verdict(key, response).mark if response else 0.0

    def unfinished(self, key: object, response: str | None, *, order: object) -> str:
        return "" if read(response or "") else _("This could not be read as one number. Write the number in digits.")

    def guess(self, key: object, *, order: object) -> float:
        return 0.0

    def context(
        self,
        shown: NumericalShown,
        *,
        order: object,
        response: str | None,
        key: NumericalKey | None = None,
        reveal: Reveal | None = None,
    ) -> dict[str, object]:
        item = {
            "text": response or "",
            "longest": LONGEST,
            "help": _help(shown.get("unit")),
            "digits": shown.get("digits", False),
        }
        if key is not None:
            judged = verdict(key, response or "")
            item |= {
                **look_and_word(judged.mark),
                "right": [] if judged.mark >= 1 else _right(key),
                "note": _note(judged) if response else "",
            }
            item["why"] = (reveal or {}).get("feedback", {}).get(judged.answer["id"], "") if judged.answer else ""
        return item


def without(part: Mapping[str, object], name: str) -> dict[str, object]:
    return {other: value for other, value in part.items() if other != name}


def _answer(answer: Mapping[str, Any]) -> NumberAnswer:
    return {
        "id": answer["id"],
        "value": answer["value"],
        "tolerance": answer["tolerance"] or 0,
        "relative": answer["relative"],
        "fraction": fraction_of(answer["credit"]),
        "feedback": answer["feedback"],
    }


def _help(unit: str | None) -> str:
    if unit == "required":
        return _("Write the number and its unit.")
    return _("Write the number; you may add its unit.") if unit == "optional" else _("Write a number only.")


def _note(judged: Verdict) -> str:
    if not judged.readable:
        return _("This could not be read as one number.")
    return "" if judged.unit_right else _("The unit is missing, or it is not the right one.")


def _right(key: NumericalKey) -> list[str]:
    """Return the right numbers for people, with the unit that they are in and how near is near enough."""
    base = next((unit["name"] for unit in key["units"] if unit["factor"] == 1), "") if key["unit"] != "none" else ""
    return [
        _legible(answer["value"], answer, base)
        for answer in key["answers"]
        if answer["value"] is not None and answer["fraction"] >= 1 - NEARLY
    ]


def _legible(value: float, answer: ForeseenNumber, unit: str) -> str:
    number = " ".join(filter(None, [localised(value), unit]))
    if not answer["tolerance"]:
        return number
    within = answer["tolerance"] * abs(value) if answer["relative"] else answer["tolerance"]
    return _("%(number)s, up to %(tolerance)s more or less") % {"number": number, "tolerance": localised(within)}


def localised(value: float) -> str:
    """Return a number in the reader's format, with as many digits as it has."""
    short = f"{value:.12g}"
    return short if "e" in short else number_format(short, use_l10n=True, force_grouping=True)
