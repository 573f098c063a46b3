"""Exact metadata of our own items of QTI 1.2, beside the rules that others read. Pure."""

import json
from typing import Any

from assessments.formats.qti.markup import plain
from assessments.formats.qti.tree import Node

from ..item import InteractionShape
from .item import Item1


def option_feedback(item: Item1, place: int) -> str:
    return item.feedback([f"a{place}_fb"])


def answers(item: Item1) -> list[dict[str, Any]]:
    """Return the answers in the field `answers`, a list of JSON, with their ids and feedback."""
    return [
        {"id": next(item.ids), **answer, "feedback": option_feedback(item, place)}
        for place, answer in enumerate(json.loads(item.field("answers")), 1)
    ]


def read(item: Item1) -> InteractionShape:
    if item.type == "numerical_question":
        body = {
            "answers": answers(item),
            "units": [],
            "unit": "none",
            "penalty": json.loads(item.field("unit_penalty") or "0"),
        }
        return InteractionShape("numerical", body, item.stem())
    body = {"answers": answers(item), "case": item.field("case") == "True", "marks": item.field("marks") == "True"}
    return InteractionShape("shorttext", body, item.stem())


def rubric(item: Item1) -> list[dict[str, object]]:
    """Return the rubric in the field `rubric`, as JSON without ids."""
    criteria = []
    for criterion in json.loads(item.field("rubric") or "[]"):
        identity = next(item.ids)
        levels = [{"id": next(item.ids), **level} for level in criterion["levels"]]
        criteria.append({"id": identity, "text": criterion["text"], "levels": levels})
    return criteria


def read_spots(item: Item1, response: Node) -> InteractionShape:
    """Return the areas in the field `areas`, a list of JSON."""
    labels = list(response.all("response_label"))
    regions = [
        {"id": next(item.ids), "label": plain(item.material(label)), **area, "feedback": option_feedback(item, place)}
        for place, (label, area) in enumerate(zip(labels, json.loads(item.field("areas")), strict=True), 1)
    ]
    picture = response.first("matimage")
    name = item.media.take(picture.get("uri")) if picture is not None else ""
    alt = picture.get("label") if picture is not None else ""
    body = {
        "image": f"file:{name}",
        "alt": alt,
        "regions": regions,
        "several": item.cardinality(response) == "Multiple",
    }
    return InteractionShape("hotspot", body, item.stem())
