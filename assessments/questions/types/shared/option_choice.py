"""Base of the types that are answered by choosing among options."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from assessments.formats.bodies import OptionsBody
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import Parts, QuestionType

from ..marking import guess_score
from ..marking.choice import NoChoice, chosen, weights
from .shapes import ChoiceKey, OptionsShown, Reveal


class ChoiceType(QuestionType):
    """The response is the list of chosen option ids in the order shown; the key,
    what fraction of the marks each option earns.
    """

    several = False

    def problems(self, body: OptionsBody) -> list[str]:
        options = body["options"]
        sentences = []
        if len(options) < 2:
            sentences.append(_("Give at least two options."))
        if not any(self.right(option["fraction"]) for option in options):
            sentences.append(_("Mark the right option."))
        return sentences

    def right(self, fraction: float) -> bool:
        """Return whether an option is right that earns this fraction of the marks."""
        return fraction >= 1

    def split(self, body: OptionsBody) -> Parts:
        options = body["options"]
        return Parts(
            shown={"options": [{"id": option["id"], "text": option["text"]} for option in options]},
            key={"fractions": {option["id"]: option["fraction"] for option in options}},
            reveal={"feedback": {option["id"]: option["feedback"] for option in options if option["feedback"]}},
        )

    def order(self, shown: OptionsShown, *, chance: Random | None) -> list[str]:
        order = [option["id"] for option in shown["options"]]
        if chance is not None:
            chance.shuffle(order)
        return order

    def read(self, data: Mapping[str, object], *, order: Sequence[str]) -> list[str]:
        try:
            if set(data) != {""}:
                raise NoChoice
            return chosen(data[""], order=order, several=self.several)
        except NoChoice:
            raise InvalidAnswer(_("Choose among the options shown.")) from None

    def mark(self, key: ChoiceKey, response: Sequence[str] | None) -> float:
        return weights(key["fractions"], response or [])

    def guess(self, key: ChoiceKey, *, order: Sequence[str]) -> float | None:
        return guess_score.one_of(key["fractions"], order)

    def picks(self, key: ChoiceKey, response: Sequence[str] | None) -> dict[str, float]:
        return {option: key["fractions"].get(option, 0.0) for option in response or []}

    def pickable(self, shown: OptionsShown) -> dict[str, str]:
        return {option["id"]: option["text"] for option in shown["options"]}

    def context(
        self,
        shown: OptionsShown,
        *,
        order: Sequence[str],
        response: Sequence[str] | None,
        key: ChoiceKey | None = None,
        reveal: Reveal | None = None,
    ) -> dict[str, object]:
        texts = {option["id"]: option["text"] for option in shown["options"]}
        options: list[dict[str, Any]] = [
            {"id": name, "text": texts.get(name, ""), "chosen": name in (response or [])} for name in order
        ]
        if key is not None:
            feedback = (reveal or {}).get("feedback", {})
            for option in options:
                option |= self._look(key["fractions"].get(option["id"], 0), chosen=option["chosen"])
                option["feedback"] = feedback.get(option["id"], "")
        return {"options": options, "several": self.several}

    def _look(self, fraction: float, *, chosen: bool) -> dict[str, str]:
        """Return the option's class in the result, and a word on it where it matters."""
        if self.right(fraction):
            return (
                {"look": "correct yours", "said": _("Your answer, and it is right")}
                if chosen
                else {
                    "look": "correct",
                    "said": _("The right answer"),
                }
            )
        if chosen and fraction > 0:
            return {"look": "yours", "said": _("Your answer, and it is partly right")}
        return {"look": "incorrect yours", "said": _("Your answer")} if chosen else {"look": "", "said": ""}
