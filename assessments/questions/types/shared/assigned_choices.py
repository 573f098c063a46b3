"""Base of the types in which each of several items gets one of the same choices."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import IN_PART, QuestionType

from ..marking import guess_score
from ..marking.assignment import SCORINGS, NoAssignment, assigned
from .shapes import AssignmentKey, AssignmentOrder, AssignmentShown, Reveal


class AssignmentType(QuestionType):
    """The response is a mapping of item ids to choice ids, of the items that have one; so is `right` in the key.

    The order holds the ids of `items` and of `choices`. A form sends a choice by its number there, which says nothing
    of what is right.
    """

    script = "questions/arrange.js"

    @abstractmethod
    def labels(self, shown: AssignmentShown) -> Mapping[str, str]:
        """Return the plain text of each choice."""

    def read(self, data: Mapping[str, object], *, order: AssignmentOrder) -> dict[str, str]:
        try:
            return assigned(data, items=order["items"], values=_numbered(order["choices"]))
        except NoAssignment:
            raise InvalidAnswer(_("Choose among what is offered for each item.")) from None

    def mark(self, key: AssignmentKey, response: Mapping[str, str] | None) -> float:
        return SCORINGS[key["scoring"]](key["right"], response or {})

    def unfinished(self, key: AssignmentKey, response: Mapping[str, str] | None, *, order: AssignmentOrder) -> str:
        left = len(order["items"]) - len(response or {})
        return (
            ngettext("%(count)s item has nothing chosen yet.", "%(count)s items have nothing chosen yet.", left)
            % {"count": left}
            if left
            else ""
        )

    def guess(self, key: AssignmentKey, *, order: AssignmentOrder) -> float | None:
        return guess_score.assigning(len(key["right"]), len(order["choices"]), key["scoring"])

    def picks(self, key: AssignmentKey, response: Mapping[str, str] | None) -> dict[str, float]:
        return {
            f"{item}{IN_PART}{choice}": float(key["right"].get(item) == choice)
            for item, choice in (response or {}).items()
        }

    def pickable(self, shown: AssignmentShown) -> dict[str, str]:
        labels = self.labels(shown).items()
        return {
            f"{item['id']}{IN_PART}{choice}": f"{item['text']} → {escape(label)}"
            for item in shown["items"]
            for choice, label in labels
        }

    def context(
        self,
        shown: AssignmentShown,
        *,
        order: AssignmentOrder,
        response: Mapping[str, str] | None,
        key: AssignmentKey | None = None,
        reveal: Reveal | None = None,
    ) -> dict[str, object]:
        labels, texts, given = self.labels(shown), {item["id"]: item["text"] for item in shown["items"]}, response or {}
        values = {choice: value for value, choice in _numbered(order["choices"]).items()}
        rows = [
            {
                "id": item,
                "text": texts.get(item, ""),
                "chosen": values.get(given.get(item, ""), ""),
                "given": labels.get(given.get(item, ""), ""),
            }
            for item in order["items"]
        ]
        if key is not None:
            feedback = (reveal or {}).get("feedback", {})
            for row in rows:
                row |= _look(given.get(row["id"]), key["right"].get(row["id"], ""), labels) | {
                    "feedback": feedback.get(row["id"], "")
                }
        return {
            "rows": rows,
            "choices": [{"value": values[choice], "text": labels.get(choice, "")} for choice in order["choices"]],
        }


def _numbered(choices: Sequence[str]) -> dict[str, str]:
    return {str(number): choice for number, choice in enumerate(choices, start=1)}


def _look(given: str | None, right: str, labels: Mapping[str, str]) -> dict[str, str]:
    """Return the item's class in the result, and the right choice where another or none was given."""
    if given == right:
        return {"look": "correct yours", "right": ""}
    return {"look": "incorrect yours" if given else "", "right": labels.get(right, "")}
