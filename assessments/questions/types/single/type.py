"""Single choice: one option is chosen.

One is right, or several are equally good; others may earn a part of the marks.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from assessments.formats.bodies import Option, OptionsBody
from assessments.questions.bank.blocks import OptionsBlock, plain

from ..shared.option_choice import ChoiceType


class SingleChoice(ChoiceType):
    slug = "single"
    name = gettext_lazy("Single choice")
    template = "questions/types/single.html"

    def block(self) -> OptionsBlock:
        return OptionsBlock(icon="radio-full", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        return {"options": [_option(option) for option in plain(value)["options"]]}

    def stored(self, body: OptionsBody) -> dict[str, object]:
        return super().stored({"options": [_written(option) for option in body["options"]]})


def _option(option: Mapping[str, Any]) -> Option:
    fraction = 1.0 if option["right"] else (option["credit"] or 0) / 100
    return {"id": option["id"], "text": option["text"], "fraction": fraction, "feedback": option["feedback"]}


def _written(option: Option) -> dict[str, object]:
    right, fraction = option["fraction"] >= 1, option["fraction"]
    credit = None if right or not fraction else round(fraction * 100, 10)
    return {
        "id": option["id"],
        "text": option["text"],
        "right": right,
        "credit": credit,
        "feedback": option["feedback"],
    }
