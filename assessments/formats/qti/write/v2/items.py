"""A draft as an item of QTI 2.1, 2.2 or 3.0. Pure."""

import re
from collections.abc import Callable
from urllib.parse import quote

from assessments.formats.draft import Draft
from assessments.formats.qti.read.feedback import HINT, OVERALL
from assessments.formats.qti.read.item import OWN_TOOL, STEM
from assessments.formats.qti.read.v2.items import GENERATED
from assessments.formats.qti.tree import Node

from ..parts import CannotHold, Parts
from ..rules import outcome, score
from ..xml import document, label, node
from . import choices, entries

NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "3.0": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
}
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_WRITERS: dict[str, Callable[[Parts], None]] = {
    "single": choices.single,
    "truefalse": choices.single,
    "multiple": choices.multiple,
    "matching": choices.matching,
    "classification": choices.classification,
    "ordering": choices.ordering,
    "rating": choices.rating,
    "hotspot": choices.hotspot,
    "shorttext": entries.shorttext,
    "numerical": entries.numerical,
    "gapfill": entries.gapfill,
    "freetext": entries.freetext,
}


def write(draft: Draft, *, version: str, place: int) -> bytes:
    """Return the XML of one item, `place` being its number in the package. Raises `CannotHold`."""
    parts = Parts(draft)
    try:
        writer = _WRITERS[draft.kind]
    except KeyError:
        raise CannotHold("write-type") from None
    writer(parts)
    if draft.kind != "rating":
        parts.outcomes.insert(0, score())
    _told_always(parts)
    return document(_item(parts, version, place), three=version == "3.0")


def identifier(draft: Draft, place: int) -> str:
    """Return the draft's number where it can be an identifier, else one that says that it is none."""
    number = draft.number
    return number if _IDENTIFIER.fullmatch(number) and not number.startswith(GENERATED) else f"{GENERATED}{place}"


def _told_always(parts: Parts) -> None:
    """Write hints, which no rule shows, and the feedback that everybody gets."""
    comments = [parts.tell(HINT, f"hint{place}", hint) for place, hint in enumerate(parts.draft.hints, 1)]
    parts.tells(HINT, comments)
    if parts.tell(OVERALL, "overall", parts.draft.feedback):
        parts.outcomes.append(outcome(OVERALL, "identifier", default="overall"))


def _item(parts: Parts, version: str, place: int) -> Node:
    draft, name = parts.draft, identifier(parts.draft, place)
    text = label(
        penalty=None if draft.penalty is None else repr(draft.penalty),
        number="" if name == draft.number else quote(draft.number),
    )
    attrs = {
        "xmlns": NAMESPACES[version],
        "identifier": name,
        "title": draft.name,
        "label": text,
        "xml:lang": draft.language or None,
        "adaptive": False,
        "timeDependent": False,
        "toolName": OWN_TOOL,
        "toolVersion": "1",
    }
    stem = Node("div", {"id": STEM}, content=parts.html(draft.stem), ours=False)
    rules = [node("responseProcessing", {}, *parts.rules)] if parts.rules else []
    if version == "3.0":
        for feedback in parts.feedback:
            feedback.content = [node("contentBody", {}, *feedback.content)]
    return node(
        "assessmentItem",
        attrs,
        *parts.responses,
        *parts.outcomes,
        node("itemBody", {}, stem, *parts.body),
        *rules,
        *parts.feedback,
    )
