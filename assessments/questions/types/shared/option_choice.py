"""Base of the types that are answered by choosing among options."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import Parts, QuestionType

from ..marking import guess_score
from ..marking.choice import NoChoice, chosen, weights

Option = Mapping[str, Any]


class ChoiceType(QuestionType):
    """The response is the list of chosen option ids in the order shown; the key,
    what fraction of the marks each option earns.
    """

    several = False

    def problems(self, body: Mapping[str, Any]) -> list[str]:
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

    def split(self, body: Mapping[str, Any]) -> Parts:
        options: Sequence[Option] = body["options"]
        return Parts(
            shown={"options": [{"id": option["id"], "text": option["text"]} for option in options]},
            key={"fractions": {option["id"]: option["fraction"] for option in options}},
            reveal={"feedback": {option["id"]: option["feedback"] for option in options if option["feedback"]}},
        )

    def order(self, shown: Mapping[str, Any], *, chance: Random | None) -> list[str]:
        order = [option["id"] for option in shown["options"]]
        if chance is not None:
            chance.shuffle(order)
        return order

    def read(self, data: Mapping[str, Any], *, order: Any) -> list[str]:
        try:
            if set(data) != {""}:
                raise NoChoice
            return chosen(data[""], order=order, several=self.several)
        except NoChoice:
            raise InvalidAnswer(_("Choose among the options shown.")) from None

    def mark(self, key: Any, response: Any) -> float:
        return weights(key["fractions"], response or [])

    def guess(self, key: Any, *, order: Any) -> float | None:
        return guess_score.one_of(key["fractions"], order)

    def picks(self, key: Any, response: Any) -> dict[str, float]:
        return {option: key["fractions"].get(option, 0.0) for option in response or []}

    def pickable(self, shown: Mapping[str, Any]) -> dict[str, str]:
        return {option["id"]: option["text"] for option in shown["options"]}

    def context(
        self,
        shown: Mapping[str, Any],
        *,
        order: Any,
        response: Any,
        key: Any = None,
        reveal: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        texts = {option["id"]: option["text"] for option in shown["options"]}
        options = [{"id": name, "text": texts.get(name, ""), "chosen": name in (response or [])} for name in order]
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
