"""The pieces of an item of QTI 1.2 as nodes. Pure."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from assessments.formats.draft import Draft
from assessments.formats.qti.media import OWN_FOLDER
from assessments.formats.qti.tree import Node

from ..xml import node

FULL = 100
"""Full marks, as Canvas counts them."""
_LINK = re.compile(r"""\b(src|href|poster|data)=(["'])file:([^"']*)\2""")


@dataclass
class ItemParts:
    """An item of 1.2 being written."""

    draft: Draft
    type: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    presentation: list[Node] = field(default_factory=list)
    conditions: list[Node] = field(default_factory=list)
    feedback: list[Node] = field(default_factory=list)

    def material(self, html: str, label: str | None = None) -> Node:
        linked = _LINK.sub(lambda match: f"{match[1]}={match[2]}{OWN_FOLDER}{quote(match[3])}{match[2]}", html)
        return node("material", {"label": label}, node("mattext", {"texttype": "text/html"}, linked))

    def tell(self, name: str, html: str, test: Node | None = None) -> None:
        """Write feedback, shown where the test holds; by its name alone without one."""
        if html:
            self.feedback.append(
                node("itemfeedback", {"ident": f"{name}_fb"}, node("flow_mat", {}, self.material(html)))
            )
            if test is not None:
                self.shows(test, f"{name}_fb")

    def shows(self, test: Node, ident: str) -> None:
        shown = node("displayfeedback", {"feedbacktype": "Response", "linkrefid": ident})
        self.conditions.append(node("respcondition", {"continue": "Yes"}, node("conditionvar", {}, test), shown))

    def earns(self, tests: Iterable[Node], fraction: float, action: str = "Set", *, last: bool = False) -> None:
        earned = node("setvar", {"action": action, "varname": "SCORE"}, f"{Decimal(repr(float(fraction))) * FULL:f}")
        self.conditions.append(
            node("respcondition", {"continue": "No" if last else "Yes"}, node("conditionvar", {}, *tests), earned)
        )

    def says(self, **said: object) -> None:
        self.fields |= {name: str(value) for name, value in said.items()}


def equal(response: str, value: str, **attrs: object) -> Node:
    return node("varequal", {"respident": response, **attrs}, value)


def plain(text: str) -> Node:
    return node("material", {}, node("mattext", {"texttype": "text/plain"}, text))


def lid(name: str, cardinality: str, labels: Sequence[Node], *before: Node) -> Node:
    return node(
        "response_lid", {"ident": name, "rcardinality": cardinality}, *before, node("render_choice", {}, *labels)
    )


def choice(name: str, material: Node, **attrs: object) -> Node:
    return node("response_label", {"ident": name, **attrs}, material)


def fractions(options: Iterable[Any]) -> str:
    return " ".join(repr(option["fraction"]) for option in options)


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
