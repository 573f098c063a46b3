"""Assignment of the feedback of an item of QTI 2 or 3 to its options, found by choosing each. Pure."""

from collections.abc import Mapping

from ..declarations import Value
from ..markup import Markup, paragraph
from ..tree import Node
from .item import InteractionShape, Item
from .processing import ResponseResult

HINT, OVERALL, MODEL = "HINT", "OVERALL", "MODEL"
"""The outcomes of our own items whose feedback is a hint, is for everybody, is the model answer."""


class Feedback:
    """All feedback of an item, in its order."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.nodes = [
            *item.body.all("feedbackInline", "feedbackBlock"),
            *item.node.children("modalFeedback"),
        ]

    def html(self, node: Node) -> str:
        text = Markup(self.item.media).inside(node)
        return text if self.item.own else paragraph(text)

    def hints(self) -> tuple[str, ...]:
        return tuple(self.html(node) for node in self.nodes if self.item.own and node.get("outcomeIdentifier") == HINT)

    def shown(self, outcomes: Mapping[str, Value]) -> set[int]:
        """Return the places of those that are shown with these outcomes."""
        return {place for place, node in enumerate(self.nodes) if _is_shown(node, outcomes) and not self._apart(node)}

    def _apart(self, node: Node) -> bool:
        """Return whether it is a hint, an overall feedback or a model answer of one of our own items."""
        return self.item.own and node.get("outcomeIdentifier") in {HINT, OVERALL, MODEL}

    def by_option(self, scored: Mapping[str, ResponseResult]) -> tuple[dict[str, str], frozenset[int]]:
        """Return the feedback of each option, and the places of what is told so: all that is shown for some of the
        options alone.

        What no rule ever shows is an option's where it has its name.
        """
        shown = {option: self.shown(result.outcomes) for option, result in scored.items()}
        ever = set().union(*shown.values()) if shown else set()
        for option in () if self.item.own else shown:
            shown[option] |= {
                place for place, node in enumerate(self.nodes) if place not in ever and node.get("identifier") == option
            }
        always = set.intersection(*shown.values()) if len(shown) > 1 else set()
        places_told = set().union(*shown.values()) - always if shown else set()
        texts = {option: self._joined(places - always) for option, places in shown.items()}
        return texts, frozenset(places_told)

    def overall(self, asked: InteractionShape) -> str:
        """Return the feedback to the right response beyond the options' own; where no rule gives it any, all feedback
        that no response gets.
        """
        rest = {
            place
            for place, node in enumerate(self.nodes)
            if place not in asked.told and node.get("outcomeIdentifier") != HINT
        }
        if asked.best:
            shown = self.shown(self.item.processing.run(asked.best).outcomes)
            if rest & shown or self._ruled():
                return self._joined(rest & shown)
            return self._joined(rest - asked.told)
        return self._joined(rest)

    def _ruled(self) -> bool:
        """Return whether rules say when feedback is shown."""
        named = {node.get("outcomeIdentifier") for node in self.nodes}
        rules = self.item.processing.rules
        return rules is not None and any(rule.get("identifier") in named for rule in rules.all("setOutcomeValue"))

    def _joined(self, places: set[int]) -> str:
        texts = [self.html(self.nodes[place]) for place in sorted(places)]
        return "".join(dict.fromkeys(text for text in texts if text))


def _is_shown(node: Node, outcomes: Mapping[str, Value]) -> bool:
    value = outcomes.get(node.get("outcomeIdentifier"))
    named = value is not None and node.get("identifier") in value.items
    return named == (node.get("showHide", "show") == "show")
