"""One item of QTI 2 or 3, as those who read its interactions see it. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from ..declarations import Response, Value
from ..markup import Markup, paragraph, tidy
from ..media import Media
from ..refusal import Unread
from ..tree import Node
from .processing import Processing, ResponseResult

OWN_TOOL = "Mafunzo"
STEM = "stem"
"""What the items that we write call the part that is the stem."""
_NOTE = re.compile(r"(?<![a-z])([a-z]+)=(\S*)")


@dataclass(frozen=True)
class InteractionShape:
    """Question of an interaction, in the shape of one of our types."""

    kind: str
    body: Mapping[str, Any]
    stem: str
    best: Mapping[str, Value] = field(default_factory=dict)
    """The right response, of which the feedback is taken."""
    told: frozenset[int] = frozenset()
    """Places of the feedback that the body has already."""


class Item:
    """An `assessmentItem` with what is needed to read it: its rules, its texts, counted ids."""

    def __init__(self, node: Node, media: Media, *, above: str = "") -> None:
        self.node = node
        self.media = media
        self.above = above
        """HTML that comes before the stem: a stimulus."""
        self.own = node.get("toolName") == OWN_TOOL
        self.body = node.child("itemBody") or Node("itemBody")
        self.processing = Processing(node)
        self.markup = Markup(media)
        self.ids = map(str, count(1))
        self.interactions = [part for part in self.body.all() if part.tag.endswith("Interaction")]

    @property
    def most(self) -> float | None:
        """Full marks of the items that we write are one; others' are the best that can be had,
        for what they declare is often wrong.
        """
        return 1.0 if self.own else None

    def response(self, interaction: Node) -> Response:
        try:
            return self.processing.declared.responses[interaction.get("responseIdentifier")]
        except KeyError:
            raise Unread("qti-no-response", identifier=interaction.get("responseIdentifier")) from None

    def run(
        self, name: str, *items: str | float, ordered: bool = False, others: Mapping[str, Value] | None = None
    ) -> ResponseResult:
        return self.processing.run({**(others or {}), name: Value(tuple(items), ordered)})

    def prompt(self, interaction: Node) -> str:
        return paragraph(self.markup.inside(interaction.child("prompt")))

    def stem(self, instead: Callable[[Node], str | None] | None = None) -> str:
        """Return the text of the question, with the interaction's prompt in its place; or with the replacements of
        nodes by `instead`.
        """
        own = next((part for part in self.body.children("div") if part.get("id") == STEM), None) if self.own else None
        if own is not None:
            return self.markup.inside(own)
        return tidy(self.above + self.html(self.body.content, instead or self._prompt_instead))

    def html(self, parts: Iterable[Node | str], instead: Callable[[Node], str | None]) -> str:
        return Markup(self.media, lambda node: _for_learners(node, self.markup, instead)).html(parts)

    def markup_of(self, parts: Iterable[Node | str], tokens: Mapping[int, str]) -> str:
        """Return a text with gaps: the nodes whose `id()` has a token become it. Brackets of the text itself are set
        apart.
        """
        spaced = [_spaced(part) for part in parts]
        return self.html(spaced, lambda node: tokens.get(id(node)))

    def _prompt_instead(self, node: Node) -> str | None:
        return self.prompt(node) if node.tag.endswith("Interaction") else None

    def scorer(self) -> list[Node]:
        """Return the parts that only those who mark see."""
        return [node for node in self.body.all("rubricBlock") if "scorer" in node.get("view").split()]


def _for_learners(node: Node, markup: Markup, instead: Callable[[Node], str | None]) -> str | None:
    if node.tag == "rubricBlock" and "candidate" in node.get("view", "candidate").split():
        return markup.inside(node)
    return instead(node)


def _spaced(part: Node | str) -> Node | str:
    if isinstance(part, str):
        return part.replace("[[", "[ [").replace("]]", "] ]")
    part.content = [_spaced(inner) for inner in part.content]
    return part


def notes(node: Node) -> dict[str, str]:
    """Return the notes that our own label on a node adds to QTI's words: `name=value` pairs."""
    return dict(_NOTE.findall(node.get("label")))
