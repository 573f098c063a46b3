"""A package of QTI 1.2: one file with all items in the sections of their categories. Pure."""

from collections.abc import Sequence
from itertools import count

from assessments.formats.draft import Draft
from assessments.formats.qti.manifest import MANIFEST
from assessments.formats.qti.read.item import OWN_TOOL
from assessments.formats.qti.read.v2.items import GENERATED
from assessments.formats.qti.tree import Node
from lms.foundation.plugins.content_format import NotWritable

from ..parts import CannotHold
from ..v2.pack import MEDIA_TYPE, manifest, media, resource, zipped
from ..xml import document, node
from .items import WRITERS
from .parts import FULL, ItemParts

PATH = "questions.xml"
NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"


def write(drafts: Sequence[Draft]) -> tuple[bytes, str]:
    """Return the package and its media type. Raises `NotWritable`."""
    written, refused = [], {}
    for place, draft in enumerate(drafts, 1):
        try:
            written.append(item(draft, place))
        except CannotHold as reason:
            refused[place - 1] = reason.code, {"type": draft.kind}
    if refused:
        raise NotWritable(refused)
    files = media(drafts)
    assessment = node("assessment", {"ident": "mafunzo", "title": "Mafunzo"}, _sections(drafts, written))
    root = node("questestinterop", {"xmlns": NAMESPACE}, assessment)
    listed = manifest([resource("questions", "imsqti_xmlv1p2", PATH, (), list(files))], "1.2")
    return zipped({MANIFEST: listed, PATH: document(root), **files}), MEDIA_TYPE


def _sections(drafts: Sequence[Draft], written: Sequence[Node]) -> Node:
    root = node("section", {"ident": "root_section"})
    numbers, inner = count(1), root
    previous: tuple[str, ...] = ()
    for draft, item in zip(drafts, written, strict=True):
        if draft.category != previous:
            inner, previous = root, draft.category
            for title in draft.category:
                section = node("section", {"ident": f"section-{next(numbers)}", "title": title})
                inner.content.append(section)
                inner = section
        inner.content.append(item)
    return root


def item(draft: Draft, place: int) -> Node:
    """Return one item. Raises `CannotHold`."""
    old = ItemParts(draft)
    try:
        writer = WRITERS[draft.kind]
    except KeyError:
        raise CannotHold("write-type") from None
    old.presentation.append(old.material(draft.stem, "stem"))
    writer(old)
    if draft.feedback:
        old.tell("general", draft.feedback)
        old.conditions.insert(0, _always("general_fb"))
    hints = [node("hintmaterial", {}, node("flow_mat", {}, old.material(hint))) for hint in draft.hints]
    if hints:
        old.feedback.append(
            node("itemfeedback", {"ident": "hints"}, node("hint", {"feedbackstyle": "Incremental"}, *hints))
        )
    attrs = {"ident": draft.number or f"{GENERATED}{place}", "title": draft.name, "xml:lang": draft.language or None}
    score = node("decvar", {"varname": "SCORE", "vartype": "Decimal", "minvalue": 0, "maxvalue": FULL})
    processing = [node("resprocessing", {}, node("outcomes", {}, score), *old.conditions)] if old.conditions else []
    return node("item", attrs, _metadata(old), node("presentation", {}, *old.presentation), *processing, *old.feedback)


def _always(ident: str) -> Node:
    shown = node("displayfeedback", {"feedbacktype": "Response", "linkrefid": ident})
    return node("respcondition", {"continue": "Yes"}, node("conditionvar", {}, node("other")), shown)


def _metadata(old: ItemParts) -> Node:
    draft = old.draft
    entries = [
        ("question_type", old.type),
        ("points_possible", repr(float(draft.mark))),
        ("tool", OWN_TOOL),
        *old.fields.items(),
    ]
    entries += [("penalty", repr(draft.penalty))] if draft.penalty is not None else []
    entries += [("tag", tag) for tag in draft.tags]
    fields = [
        node("qtimetadatafield", {}, node("fieldlabel", {}, name), node("fieldentry", {}, value))
        for name, value in entries
    ]
    return node("itemmetadata", {}, node("qtimetadata", {}, *fields))
