"""Multiple choice: any number of options is chosen. An option that earns anything is right."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import fsum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.formats.bodies import Option, OptionsBody
from assessments.formats.scores import NEARLY
from assessments.questions.bank.blocks import ScoredOptionsBlock, plain
from lms.foundation.plugins.question import Parts

from ..marking import guess_score
from ..marking.choice import SCORINGS
from ..shared.option_choice import ChoiceType
from ..shared.shapes import ChoiceKey, OptionsShown, Reveal


class MultipleChoice(ChoiceType):
    """All or nothing, right minus wrong, or each option by its own weight."""

    slug = "multiple"
    name = gettext_lazy("Multiple choice")
    template = "questions/types/multiple.html"
    several = True

    def block(self) -> ScoredOptionsBlock:
        return ScoredOptionsBlock(icon="tick-inverse", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        written = plain(value)
        share = _share(sum(option["right"] for option in written["options"]))
        return {
            "options": [_option(option, share) for option in written["options"]],
            "scoring": written["scoring"] or "all",
        }

    def stored(self, body: OptionsBody) -> dict[str, object]:
        share = _share(sum(self.right(option["fraction"]) for option in body["options"]))
        return super().stored(
            {"options": [_written(option, share) for option in body["options"]], "scoring": body["scoring"]}
        )

    def right(self, fraction: float) -> bool:
        return fraction > 0

    def problems(self, body: OptionsBody) -> list[str]:
        sentences = super().problems(body)
        full = fsum(option["fraction"] for option in body["options"] if option["fraction"] > 0)
        if not sentences and body["scoring"] == "weights" and full < 1 - NEARLY:
            sentences.append(
                _("The percentages of the right options have to add up to 100 at least, or nobody can earn full marks.")
            )
        return sentences

    def split(self, body: OptionsBody) -> Parts:
        parts = super().split(body)
        return replace(parts, key={**parts.key, "scoring": body["scoring"]})

    def mark(self, key: ChoiceKey, response: Sequence[str] | None) -> float:
        return SCORINGS[key["scoring"]](key["fractions"], response or [])

    def guess(self, key: ChoiceKey, *, order: object) -> float | None:
        return guess_score.several(key["fractions"], key["scoring"])

    def context(
        self,
        shown: OptionsShown,
        *,
        order: Sequence[str],
        response: Sequence[str] | None,
        key: ChoiceKey | None = None,
        reveal: Reveal | None = None,
    ) -> dict[str, object]:
        context = super().context(shown, order=order, response=response, key=key, reveal=reveal)
        return {**context, "help": _("Choose all that apply.")}


def _share(right: int) -> float:
    """Return the share of a right option where the author gave none."""
    return 1 / right if right else 0.0


def _option(option: Mapping[str, Any], share: float) -> Option:
    equal = share if option["right"] else 0.0
    fraction = equal if option["credit"] is None else option["credit"] / 100
    return {"id": option["id"], "text": option["text"], "fraction": fraction, "feedback": option["feedback"]}


def _written(option: Option, share: float) -> dict[str, object]:
    right, fraction = option["fraction"] > 0, option["fraction"]
    equal = share if right else 0
    credit = None if fraction == equal else round(fraction * 100, 10)
    return {
        "id": option["id"],
        "text": option["text"],
        "right": right,
        "credit": credit,
        "feedback": option["feedback"],
    }
