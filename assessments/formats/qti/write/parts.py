"""Parts of an item while it is written: its declarations, its body, its rules, its feedback. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.formats.draft import Draft

from ..tree import Node
from .rules import outcome
from .xml import Content, node, nodes


class CannotHold(Exception):
    """QTI, or this version of it, cannot hold a question: why, as a code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Parts:
    """An item being written."""

    draft: Draft
    responses: list[Node] = field(default_factory=list)
    outcomes: list[Node] = field(default_factory=list)
    body: list[Content] = field(default_factory=list)
    rules: list[Node] = field(default_factory=list)
    feedback: list[Node] = field(default_factory=list)

    def html(self, text: str) -> list[Content]:
        return nodes(text, self.draft.files)

    def tell(self, outcome_name: str, identifier: str, text: str) -> str:
        """Return feedback that shows where the outcome has the identifier. Gives the identifier, or nothing without a
        text.
        """
        if not text:
            return ""
        attrs = {"outcomeIdentifier": outcome_name, "identifier": identifier, "showHide": "show"}
        self.feedback.append(node("modalFeedback", attrs, *self.html(text)))
        return identifier

    def tells(self, outcome_name: str, comments: Sequence[str], cardinality: str = "single") -> bool:
        """Declare the outcome of feedback, where there is any."""
        if any(comments):
            self.outcomes.append(outcome(outcome_name, "identifier", cardinality))
        return any(comments)
