"""Base of the types that are answered by writing: reading of a field, and display of the answer in the result."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from assessments.formats.bodies import NumberAnswer, Option
from assessments.questions.bank.blocks import TEXT
from lms.foundation.plugins.activity import InvalidAnswer

from ..marking.text import tidy

LONGEST = 250
"""Characters of an answer, also of one that an author foresaw."""


def written(value: object) -> str:
    """Return the text that came for one field, in the shape in which it is kept. Raises `InvalidAnswer`."""
    match value:
        case [str(text)] if len(text) <= LONGEST:
            return tidy(text)
        case [str()]:
            raise InvalidAnswer(_("Write at most %(longest)s characters.") % {"longest": LONGEST})
    raise InvalidAnswer(_("Write your answer in the field."))


def look_and_word(mark: float) -> dict[str, str]:
    """Return the class in the result of an answer that was given, and a word on it."""
    if mark >= 1:
        return {"look": "correct yours", "said": _("Your answer, and it is right")}
    if mark > 0:
        return {"look": "yours", "said": _("Your answer, and it is partly right")}
    return {"look": "incorrect yours", "said": _("Your answer")}


def credit_block() -> blocks.FloatBlock:
    return blocks.FloatBlock(
        label=gettext_lazy("part of the marks (per cent)"),
        default=100,
        min_value=-100,
        max_value=100,
        help_text=gettext_lazy("100 for a right answer, 0 for a wrong one that you want to say something about."),
    )


def feedback_block() -> blocks.RichTextBlock:
    return blocks.RichTextBlock(
        label=gettext_lazy("why it is right, or tempting and wrong"), required=False, features=TEXT
    )


def fraction_of(credit: float | None) -> float:
    return (credit or 0) / 100


def credit_of(fraction: float) -> float:
    return round(fraction * 100, 10)


def feedback_of(answers: Sequence[Option] | Sequence[NumberAnswer]) -> dict[str, str]:
    """Return the sentence on each answer that has one, by its id."""
    return {answer["id"]: answer["feedback"] for answer in answers if answer["feedback"]}


def without_feedback(answer: Mapping[str, object]) -> dict[str, object]:
    return {name: part for name, part in answer.items() if name != "feedback"}
