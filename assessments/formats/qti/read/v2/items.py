"""An item of QTI 2.1, 2.2 or 3.0 as a draft, as a description, or refused. Pure."""

from collections.abc import Callable
from urllib.parse import unquote

from assessments.formats.draft import Description, Draft
from assessments.formats.qti.media import Media
from assessments.formats.qti.refusal import Unread
from assessments.formats.qti.tree import Node

from .. import free_text
from ..feedback import OVERALL, Feedback
from ..item import InteractionShape, Item, notes
from . import choice, entries, pairs, places

INLINE = {"textEntryInteraction", "inlineChoiceInteraction"}
GENERATED = "mafunzo-"
"""How the identifiers begin that our own items have for want of a number."""
_READERS: dict[str, Callable[[Item, Node], InteractionShape]] = {
    "choiceInteraction": choice.read,
    "hottextInteraction": choice.read_hottext,
    "matchInteraction": pairs.read_match,
    "associateInteraction": pairs.read_associate,
    "orderInteraction": pairs.read_order,
    "gapMatchInteraction": entries.read_gap_match,
    "inlineChoiceInteraction": lambda item, interaction: entries.read_gaps(item, [interaction]),
    "textEntryInteraction": entries.read_entry,
    "extendedTextInteraction": free_text.read,
    "sliderInteraction": entries.read_slider,
    "hotspotInteraction": places.read_hotspot,
    "selectPointInteraction": places.read_point,
}


def kind_of(node: Node) -> str:
    """Return the file's name of the type: the names of its interactions."""
    return ", ".join(dict.fromkeys(part.tag for part in node.all() if part.tag.endswith("Interaction")))


def read(
    node: Node,
    media: Media,
    *,
    above: str = "",
    category: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    weight: float = 1.0,
    place: str = "",
) -> Draft | Description:
    """Return the draft of an `assessmentItem`. Raises `Unread` with the reason why there is none.

    `above` is HTML that comes before the stem; `weight` is what the test says that the item counts.
    """
    _refuse_what_changes(node)
    item = Item(node, media, above=above)
    if not item.interactions:
        return Description(item.stem(), node.get("title"), node.line)
    asked = _asked(item)
    feedback = Feedback(item)
    own_notes = notes(node) if item.own else {}
    identifier = node.get("identifier")
    return Draft(
        kind=asked.kind,
        stem=asked.stem,
        body=asked.body,
        name=node.get("title"),
        hints=feedback.hints(),
        category=category,
        feedback=feedback.overall(asked) if not item.own else _own_overall(feedback),
        tags=tags,
        number=unquote(own_notes.get("number", "")) if item.own and identifier.startswith(GENERATED) else identifier,
        language=node.get("lang"),
        place=place,
        line=node.line,
        files=dict(media.used),
        mark=_mark(item, weight),
        penalty=float(own_notes["penalty"]) if "penalty" in own_notes else None,
    )


def _refuse_what_changes(node: Node) -> None:
    if node.get("adaptive").lower() in {"true", "1"}:
        raise Unread("qti-adaptive")
    if node.child("templateDeclaration", "templateProcessing") is not None:
        raise Unread("qti-template")
    if node.first("customInteraction", "portableCustomInteraction") is not None:
        raise Unread("qti-interaction", interaction="customInteraction")


def _asked(item: Item) -> InteractionShape:
    interactions = item.interactions
    tags = {interaction.tag for interaction in interactions}
    unknown = next((interaction.tag for interaction in interactions if interaction.tag not in _READERS), "")
    if unknown:
        raise Unread("qti-interaction", interaction=unknown)
    if len(interactions) == 1:
        return _READERS[interactions[0].tag](item, interactions[0])
    if len(tags) > 1 or not tags <= INLINE:
        raise Unread("qti-composite", interactions=kind_of(item.node))
    return entries.read_gaps(item, interactions)


def _own_overall(feedback: Feedback) -> str:
    node = next((node for node in feedback.nodes if node.get("outcomeIdentifier") == OVERALL), None)
    return feedback.item.markup.inside(node)


def _mark(item: Item, weight: float) -> float:
    most = item.processing.declared.most
    return weight * (most if most and most > 0 and not item.own else 1.0)
