"""An item of QTI 1.2 as a draft, as a description, or refused. Pure."""

from collections.abc import Sequence

from assessments.formats.draft import Description, Draft
from assessments.formats.qti.media import Media
from assessments.formats.qti.refusal import Unread
from assessments.formats.qti.tree import Node

from ..item import InteractionShape
from ..v2.items import GENERATED
from . import choices, placements, typed_answers
from .item import Item1

_REFUSED = {
    "file_upload_question": "qti-upload",
    "calculated_question": "qti-calculated",
    "formula_question": "qti-calculated",
}
_NO_QUESTION = {"text_only_question"}


def type_of(node: Node) -> str:
    """Return the file's name of the type: from its metadata, or else its responses."""
    item = Item1(node, Media())
    return item.type or ", ".join(dict.fromkeys(response.tag for response in item.responses))


def read(
    node: Node, media: Media, *, above: str = "", category: tuple[str, ...] = (), place: str = "", language: str = ""
) -> Draft | Description:
    """Return the draft of an `item`.

    Raises `Unread` with the reason why there is none. `above` is HTML that comes before the stem.
    """
    item = Item1(node, media, above=above)
    _refuse_what_is_other(item)
    if not item.responses or item.type in _NO_QUESTION:
        return Description(item.stem(), node.get("title"), node.line)
    asked = _asked(item)
    number = node.get("ident")
    return Draft(
        kind=asked.kind,
        stem=asked.stem,
        body=asked.body,
        name=node.get("title"),
        feedback=item.feedback([choices.GENERAL]),
        hints=item.hints(),
        category=category,
        tags=tuple(item.fields.get("tag", ())),
        language=node.get("lang") or language,
        number="" if item.own and number.startswith(GENERATED) else number,
        place=place,
        line=node.line,
        files=dict(media.used),
        mark=item.mark(),
        penalty=float(item.field("penalty")) if item.own and item.field("penalty") else None,
    )


def _refuse_what_is_other(item: Item1) -> None:
    if item.type in _REFUSED:
        raise Unread(_REFUSED[item.type])
    if item.node.first("calculated") is not None:
        raise Unread("qti-calculated")
    if item.node.first("render_slider", "response_extension") is not None:
        raise Unread("qti-interaction", interaction=next(item.node.all("render_slider", "response_extension")).tag)


def _asked(item: Item1) -> InteractionShape:
    tags = {response.tag for response in item.responses}
    if tags <= {"response_str", "response_num"}:
        return typed_answers.read(item)
    if tags == {"response_lid"}:
        return _chosen(item, item.responses)
    if len(item.responses) == 1 and tags == {"response_xy"}:
        return placements.read_spots(item, item.responses[0])
    if len(item.responses) == 1 and tags == {"response_grp"}:
        return placements.read_group(item, item.responses[0])
    raise Unread("qti-composite", interactions=", ".join(response.tag for response in item.responses))


def _chosen(item: Item1, responses: Sequence[Node]) -> InteractionShape:
    kinds = {item.cardinality(response) for response in responses}
    if choices.has_gaps(item) and item.type != "matching_question":
        return choices.read_gaps(item)
    if len(responses) == 1 and item.type not in {"matching_question", "categorization_question"}:
        return (
            placements.read_order(item, responses[0])
            if kinds == {"Ordered"}
            else choices.read_choice(item, responses[0])
        )
    if kinds == {"Multiple"} or item.type == "categorization_question":
        return choices.read_classification(item)
    if kinds == {"Single"} and (item.type == "matching_question" or choices.looks_like_sets(item)):
        return choices.read_matching(item)
    raise Unread("qti-composite", interactions=", ".join(response.tag for response in responses))
