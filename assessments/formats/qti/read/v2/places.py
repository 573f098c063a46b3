"""`hotspotInteraction` and `selectPointInteraction`: places on a picture. Pure."""

from collections.abc import Mapping
from string import ascii_uppercase
from typing import Any

from assessments.formats.qti.declarations import Response, Value, coordinates, number
from assessments.formats.qti.geometry import relative
from assessments.formats.qti.pictures import size_of
from assessments.formats.qti.refusal import Unread
from assessments.formats.qti.tree import Node

from ..feedback import Feedback
from ..item import InteractionShape, Item, notes
from ..scoring import fractions_of_one, several, share
from .choice import known, own_fractions

Region = dict[str, Any]


def letter(place: int) -> str:
    """Return a name for a place that the file does not name: A, B, … Z, AA, AB, …"""
    quotient, rest = divmod(place, len(ascii_uppercase))
    return (letter(quotient - 1) if quotient else "") + ascii_uppercase[rest]


def picture(item: Item, interaction: Node) -> tuple[str, str, float, float]:
    """Return the picture's name among the draft's files, what it shows, its width and height in pixels.

    Raises `Unread` without a picture.
    """
    node = interaction.child("object", "img", "picture")
    if node is not None and node.tag == "picture":
        node = node.first("img")
    source = node.get("data", node.get("src")) if node is not None else ""
    name = item.media.take(source)
    if node is None or not name:
        raise Unread("qti-missing-file", name=source)
    width, height = number(node.get("width", "?")), number(node.get("height", "?"))
    if not width or not height:
        width, height = size_of(item.media.used[name]) or (0, 0)
    return name, node.get("alt") or node.plain(), width, height


def read_hotspot(item: Item, interaction: Node) -> InteractionShape:
    spots = {spot.get("identifier"): spot for spot in interaction.all("hotspotChoice")}
    areas = {name: coordinates(spot.get("coords")) for name, spot in spots.items()}
    response = item.response(interaction)
    name, alt, width, height = picture(item, interaction)
    scored = {spot: item.run(response.name, spot) for spot in spots}
    feedback, places_told = Feedback(item).by_option(scored)
    several_may = response.cardinality == "multiple" and interaction.get("maxChoices", "1") != "1"
    fractions = (
        own_fractions(interaction, "hotspotChoice")
        if item.own
        else _fractions(item, response, list(spots), several_may)
    )
    regions = []
    for spot, node in spots.items():
        shape, coords = _exact(node) if item.own else relative(node.get("shape"), areas[spot], width, height)
        label = node.get("hotspotLabel") or node.get("aria-label") or spot
        regions.append(_region(item, label, shape, coords, fractions[spot], feedback[spot]))
    best = (
        Value(tuple(spot for spot in spots if fractions[spot] > 0))
        if several_may
        else Value((max(spots, key=lambda s: fractions[s]),))
    )
    body = {"image": f"file:{name}", "alt": alt, "regions": regions, "several": several_may}
    return InteractionShape("hotspot", body, item.stem(), {response.name: best}, places_told)


def _exact(spot: Node) -> tuple[str, list[float]]:
    """Return the shares of the picture as our own label has them."""
    return spot.get("shape").replace("poly", "polygon"), list(coordinates(notes(spot).get("coords", "")))


def _fractions(item: Item, response: Response, spots: list[str], several_may: bool) -> Mapping[str, float]:
    if not item.processing.scores:
        raise Unread("qti-no-right-answer")
    if not several_may:
        return fractions_of_one(spots, lambda spot: item.run(response.name, spot).score, item.most)
    _scoring, fractions = several(spots, known(item, response), lambda choice: item.run(response.name, *choice).score)
    return fractions


def _region(item: Item, label: str, shape: str, coords: list[float], fraction: float, feedback: str) -> Region:
    return {
        "id": next(item.ids),
        "label": label,
        "shape": shape,
        "coords": coords,
        "fraction": fraction,
        "feedback": feedback,
    }


def read_point(item: Item, interaction: Node) -> InteractionShape:
    """Return areas that earn something; the file has no name for them."""
    response = item.response(interaction)
    areas = response.worth.areas if response.worth else ()
    if not areas:
        raise Unread("qti-no-right-answer")
    name, alt, width, height = picture(item, interaction)
    several_may = response.cardinality == "multiple"
    earned = [area.value for area in areas if area.value > 0]
    best = sum(earned) if several_may else max(earned, default=0)
    if best <= 0:
        raise Unread("qti-no-right-answer")
    regions = [
        _region(item, letter(place), *relative(area.shape, area.coords, width, height), share(area.value, best), "")
        for place, area in enumerate(areas)
    ]
    body = {"image": f"file:{name}", "alt": alt, "regions": regions, "several": several_may}
    return InteractionShape("hotspot", body, item.stem(), {response.name: response.correct})
