"""Ordering, groups and places on pictures in QTI 1.2. Pure."""

from typing import Any

from assessments.formats.qti.declarations import coordinates, number
from assessments.formats.qti.geometry import relative
from assessments.formats.qti.markup import plain
from assessments.formats.qti.pictures import size_of
from assessments.formats.qti.refusal import Unread
from assessments.formats.qti.tree import Node

from ..item import InteractionShape
from ..scoring import share
from ..v2.places import letter
from . import own_metadata
from .choices import labels, positive
from .item import Item1

_SHAPES = {"rectangle": "rect", "ellipse": "ellipse", "bounded": "poly"}


def read_order(item: Item1, response: Node) -> InteractionShape:
    texts = labels(item, response)
    orders = [
        positive(condition, response.get("ident"))
        for condition in item.rules.conditions
        if condition.children("setvar")
    ]
    right = max(orders, key=lambda order: item.run(response.get("ident"), *order).score, default=[])
    if not right or item.run(response.get("ident"), *right).score <= 0:
        raise Unread("qti-no-right-answer")
    if sorted(right) != sorted(texts):
        raise Unread("qti-order-part")
    if len([order for order in orders if order]) > 1:
        raise Unread("qti-scoring")
    scoring = item.field("scoring") if item.own else "exact"
    return InteractionShape(
        "ordering",
        {"items": [{"id": next(item.ids), "text": texts[name]} for name in right], "scoring": scoring},
        item.stem(),
    )


def read_group(item: Item1, response: Node) -> InteractionShape:
    """Return `response_grp`: what says with what it may be joined is on the left, the rest on the right; pairs are
    written `A,1`.
    """
    every = labels(item, response)
    groups = {label.get("ident"): label.get("match_group") for label in response.all("response_label")}
    left = [ident for ident in every if groups[ident]]
    keys = [
        part.text()
        for condition in item.rules.conditions
        if condition.children("setvar")
        for part in condition.all("varsubset", "varequal")
    ]
    pairs = {key.partition(",")[0].strip(): key.partition(",")[2].strip() for key in keys}
    if not left or set(pairs) != set(left) or not set(pairs.values()) <= set(every):
        raise Unread("qti-match-sets")
    rest = [ident for ident in every if not groups[ident] and ident not in pairs.values()]
    body: dict[str, Any] = {
        "pairs": [{"id": next(item.ids), "text": every[ident], "match": plain(every[pairs[ident]])} for ident in left],
        "extras": [{"id": next(item.ids), "match": plain(every[ident])} for ident in rest],
        "scoring": "each",
    }
    return InteractionShape("matching", body, item.stem())


def read_spots(item: Item1, response: Node) -> InteractionShape:
    """Return `response_xy`: areas in pixels, or as Canvas writes them as shares of the picture.

    Without rules, every area is right.
    """
    if item.own:
        return own_metadata.read_spots(item, response)
    spots = list(response.all("response_label"))
    areas = [(_shape(spot), coordinates(spot.text())) for spot in spots]
    if not areas or any(len(coords) < 3 for _shape_name, coords in areas):
        raise Unread("qti-bad-coordinates", value=next((spot.plain() for spot in spots if len(spot.plain()) < 5), ""))
    hotspot = response.first("render_hotspot") or response
    picture = hotspot.first("matimage")
    source = picture.get("uri") if picture is not None else ""
    name = item.media.take(source)
    if picture is None or not name:
        raise Unread("qti-missing-file", name=source)
    several_may = item.cardinality(response) == "Multiple"
    fractions = _fractions(item, response, spots, several_may=several_may)
    width, height = _size(item, picture, name, areas)
    regions = []
    for place, (spot, (shape, coords)) in enumerate(zip(spots, areas, strict=True)):
        kind, shares = relative(shape, _centred(shape, coords), width, height)
        label = plain(item.material(spot)) or letter(place)
        comment = item.feedback(
            [ident for ident in item.run(response.get("ident"), spot.get("ident")).shown if ident != "general_fb"]
        )
        regions.append(
            {
                "id": next(item.ids),
                "label": label,
                "shape": kind,
                "coords": shares,
                "fraction": fractions[place],
                "feedback": comment,
            }
        )
    body = {"image": f"file:{name}", "alt": picture.get("label"), "regions": regions, "several": several_may}
    return InteractionShape("hotspot", body, item.stem())


def _shape(spot: Node) -> str:
    try:
        return _SHAPES[spot.get("rarea", "ellipse").lower()]
    except KeyError:
        raise Unread("qti-bad-coordinates", value=spot.get("rarea")) from None


def _centred(shape: str, coords: tuple[float, ...]) -> tuple[float, ...]:
    """Return a centred ellipse: an ellipse is written with its width and height (ASI information model 1.2, 3.4.3), and
    goes on with half of them.

    A rectangle as Canvas writes it has its corners in any order.
    """
    match shape, coords:
        case "ellipse", (x, y, width, height):
            return x, y, width / 2, height / 2
        case "rect", (ax, ay, bx, by):
            return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
    return coords


def _size(item: Item1, picture: Node, name: str, areas: list[tuple[str, tuple[float, ...]]]) -> tuple[float, float]:
    """Return width and height that the coordinates are measured by: 1 where all are shares."""
    if all(0 <= value <= 1 for _shape_name, coords in areas for value in coords):
        return 1.0, 1.0
    width, height = number(picture.get("width", "?")), number(picture.get("height", "?"))
    return (width, height) if width and height else size_of(item.media.used[name]) or (0.0, 0.0)


def _fractions(item: Item1, response: Node, spots: list[Node], *, several_may: bool) -> list[float]:
    if not any(condition.children("setvar") for condition in item.rules.conditions):
        return [1 / len(spots) if several_may else 1.0] * len(spots)
    scores = [float(item.run(response.get("ident"), spot.get("ident")).score) for spot in spots]
    best = sum(score for score in scores if score > 0) if several_may else max(scores)
    if best <= 0:
        raise Unread("qti-no-right-answer")
    return [share(score, best) for score in scores]
