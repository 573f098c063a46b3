"""Answers that an author foresees for what is typed: the block of one, and what is wrong with several."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from assessments.formats.bodies import Option

from ..marking.text import NEARLY
from .typed_answers import LONGEST, credit_block, credit_of, feedback_block, fraction_of


class VariantBlock(blocks.StructBlock):
    """One answer that somebody may write."""

    text = blocks.CharBlock(
        label=gettext_lazy("answer"),
        max_length=LONGEST,
        help_text=gettext_lazy("A * stands for any text. Write \\* for a star."),
    )
    credit = credit_block()
    feedback = feedback_block()


def variant(answer: Mapping[str, Any]) -> Option:
    """Return an answer of the body, from what the editor's block has."""
    return {
        "id": answer["id"],
        "text": answer["text"].strip(),
        "fraction": fraction_of(answer["credit"]),
        "feedback": answer["feedback"],
    }


def variant_stored(answer: Option) -> dict[str, object]:
    """Return the other way round."""
    return {
        "id": answer["id"],
        "text": answer["text"],
        "credit": credit_of(answer["fraction"]),
        "feedback": answer["feedback"],
    }


def variant_problems(answers: Sequence[Option]) -> list[str]:
    """List the problems of answers that texts are compared with."""
    sentences = []
    if any(not answer["text"].strip() for answer in answers):
        sentences.append(_("An answer is empty. Write it, or take it away."))
    if not any(answer["fraction"] >= 1 - NEARLY for answer in answers):
        sentences.append(_("Give an answer that earns 100 per cent."))
    return sentences
