"""Choices, pairs, orders, scales and pictures in QTI 2 and 3. Pure."""

from collections.abc import Mapping, Sequence

from assessments.formats.bodies import Option, Region
from assessments.formats.qti.pictures import size_of
from assessments.formats.qti.tree import Node

from ..parts import CannotHold, Parts
from ..rules import FEEDBACK, RESPONSE, mapped, matched, response, sets, variable
from ..xml import Content, label, node

UNKNOWN_SIZE = (1000, 1000)
"""Width and height by which areas are measured where a picture does not say its own."""


def single(parts: Parts) -> None:
    options = parts.draft.body["options"]
    fixed = parts.draft.kind == "truefalse"
    names = [option["id"] if fixed else f"c{place}" for place, option in enumerate(options, 1)]
    worth = {name: option["fraction"] for name, option in zip(names, options, strict=True)}
    best = max(names, key=lambda name: worth[name])
    parts.responses.append(response(RESPONSE, "single", "identifier", [best], worth))
    parts.rules.append(mapped(RESPONSE))
    _told_by_choice(parts, names, options, "single")
    parts.body.append(_choices(parts, names, options, {"shuffle": not fixed, "maxChoices": 1}))


def multiple(parts: Parts) -> None:
    options, scoring = parts.draft.body["options"], parts.draft.body["scoring"]
    names = [f"c{place}" for place, _option in enumerate(options, 1)]
    right = [name for name, option in zip(names, options, strict=True) if option["fraction"] > 0]
    parts.responses.append(
        response(RESPONSE, "multiple", "identifier", right, _worth(names, options, right, scoring), most=1)
    )
    parts.rules.append(matched(RESPONSE) if scoring == "all" else mapped(RESPONSE))
    _told_by_choice(parts, names, options, "multiple")
    parts.body.append(
        _choices(parts, names, options, {"shuffle": True, "maxChoices": 0, "label": label(scoring=scoring)})
    )


def _worth(names: Sequence[str], options: Sequence[Option], right: Sequence[str], scoring: str) -> dict[str, float]:
    if scoring == "difference" and right:
        return {name: (1 if name in right else -1) / len(right) for name in names}
    return {name: option["fraction"] for name, option in zip(names, options, strict=True)}


def _choices(parts: Parts, names: Sequence[str], options: Sequence[Option], attrs: Mapping[str, object]) -> Node:
    choices = [
        node(
            "simpleChoice",
            {"identifier": name, "label": label(fraction=repr(option["fraction"]))},
            *parts.html(option["text"]),
        )
        for name, option in zip(names, options, strict=True)
    ]
    return node("choiceInteraction", {"responseIdentifier": RESPONSE, **attrs}, *choices)


def _told_by_choice(parts: Parts, names: Sequence[str], options: Sequence[Option], cardinality: str) -> None:
    comments = [parts.tell(FEEDBACK, name, option["feedback"]) for name, option in zip(names, options, strict=True)]
    if parts.tells(FEEDBACK, comments, cardinality):
        parts.rules.append(sets(FEEDBACK, variable(RESPONSE)))


def matching(parts: Parts) -> None:
    body = parts.draft.body
    words = list(
        dict.fromkeys([pair["match"] for pair in body["pairs"]] + [extra["match"] for extra in body["extras"]])
    )
    right = {f"p{place}": f"m{words.index(pair['match']) + 1}" for place, pair in enumerate(body["pairs"], 1)}
    _pairs_declared(parts, right, len(body["pairs"]))
    left = [_choice(f"p{place}", 1, *parts.html(pair["text"])) for place, pair in enumerate(body["pairs"], 1)]
    parts.body.append(
        _match(
            left, [_choice(f"m{place}", 0, word) for place, word in enumerate(words, 1)], "matching", body["scoring"]
        )
    )


def classification(parts: Parts) -> None:
    body = parts.draft.body
    placed = [(item, f"b{place}") for place, holder in enumerate(body["bins"], 1) for item in holder["items"]]
    every = [*placed, *((extra, "") for extra in body["extras"])]
    if not placed:
        raise CannotHold("qti-no-items")
    _pairs_declared(
        parts, {f"i{place}": holder for place, (_item, holder) in enumerate(every, 1) if holder}, len(placed)
    )
    left = [_choice(f"i{place}", 1, *parts.html(item["text"])) for place, (item, _holder) in enumerate(every, 1)]
    comments = [parts.tell(FEEDBACK, f"i{place}", item["feedback"]) for place, (item, _holder) in enumerate(every, 1)]
    parts.tells(FEEDBACK, comments, "multiple")
    right = [_choice(f"b{place}", 0, holder["text"]) for place, holder in enumerate(body["bins"], 1)]
    parts.body.append(_match(left, right, "classification", body["scoring"]))


def _pairs_declared(parts: Parts, right: Mapping[str, str], count: int) -> None:
    pairs = [" ".join(pair) for pair in right.items()]
    parts.responses.append(
        response(RESPONSE, "multiple", "directedPair", pairs, dict.fromkeys(pairs, 1 / count), most=1)
    )
    parts.rules.append(matched(RESPONSE) if parts.draft.body["scoring"] == "all" else mapped(RESPONSE))


def _choice(name: str, most: int, *content: Content) -> Node:
    return node("simpleAssociableChoice", {"identifier": name, "matchMax": most}, *content)


def _match(left: Sequence[Node], right: Sequence[Node], kind: str, scoring: str = "") -> Node:
    attrs = {
        "responseIdentifier": RESPONSE,
        "shuffle": kind != "rating",
        "maxAssociations": 0,
        "label": label(kind=kind, scoring=scoring),
    }
    return node("matchInteraction", attrs, node("simpleMatchSet", {}, *left), node("simpleMatchSet", {}, *right))


def rating(parts: Parts) -> None:
    """Write a rating: statements and points of which none is right."""
    body = parts.draft.body
    words = [
        body["low"] or "1",
        *(str(point) for point in range(2, body["points"])),
        body["high"] or str(body["points"]),
    ]
    parts.responses.append(response(RESPONSE, "multiple", "directedPair"))
    left = [
        _choice(f"s{place}", 1, *parts.html(statement["text"])) for place, statement in enumerate(body["statements"], 1)
    ]
    parts.body.append(_match(left, [_choice(f"p{place}", 0, word) for place, word in enumerate(words, 1)], "rating"))


def ordering(parts: Parts) -> None:
    """Write an ordering: QTI scores an order as a whole; our other scorings are in the label."""
    body = parts.draft.body
    names = [f"o{place}" for place, _item in enumerate(body["items"], 1)]
    parts.responses.append(response(RESPONSE, "ordered", "identifier", names))
    parts.rules.append(matched(RESPONSE))
    choices = [
        node("simpleChoice", {"identifier": name}, *parts.html(item["text"]))
        for name, item in zip(names, body["items"], strict=True)
    ]
    attrs = {"responseIdentifier": RESPONSE, "shuffle": True, "label": label(scoring=body["scoring"])}
    parts.body.append(node("orderInteraction", attrs, *choices))


def hotspot(parts: Parts) -> None:
    body = parts.draft.body
    name = str(body["image"]).removeprefix("file:")
    if name not in parts.draft.files:
        raise CannotHold("qti-no-picture")
    width, height = size_of(parts.draft.files[name]) or UNKNOWN_SIZE
    names = [f"r{place}" for place, _region in enumerate(body["regions"], 1)]
    worth = {spot: region["fraction"] for spot, region in zip(names, body["regions"], strict=True)}
    best = (
        [spot for spot in names if worth[spot] > 0] if body["several"] else [max(names, key=lambda spot: worth[spot])]
    )
    cardinality = "multiple" if body["several"] else "single"
    parts.responses.append(response(RESPONSE, cardinality, "identifier", best, worth, most=1))
    parts.rules.append(mapped(RESPONSE))
    _told_by_choice(parts, names, body["regions"], cardinality)
    picture = parts.html(f'<object data="file:{name}" type="{_type(name)}" width="{width}" height="{height}"></object>')
    if isinstance(picture[0], Node):
        picture[0].content.append(body["alt"])
    spots = [_spot(spot, region, width, height) for spot, region in zip(names, body["regions"], strict=True)]
    attrs = {"responseIdentifier": RESPONSE, "maxChoices": 0 if body["several"] else 1}
    parts.body.append(node("hotspotInteraction", attrs, *picture, *spots))


def _type(name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    return f"image/{ {'jpg': 'jpeg', 'svg': 'svg+xml'}.get(ending, ending) or 'png' }"


def _spot(name: str, region: Region, width: float, height: float) -> Node:
    """Return the area of a spot: pixels are whole; the label has the exact shares and the fraction."""
    pixels = in_pixels(region["shape"], region["coords"], width, height)
    exact = label(fraction=repr(region["fraction"]), coords=",".join(map(repr, region["coords"])))
    shape = "poly" if region["shape"] == "polygon" else region["shape"]
    attrs = {
        "identifier": name,
        "shape": shape,
        "coords": ",".join(map(str, pixels)),
        "hotspotLabel": region["label"],
        "label": exact,
    }
    return node("hotspotChoice", attrs)


def in_pixels(shape: str, coords: Sequence[float], width: float, height: float) -> list[int]:
    if shape == "circle":
        return [round(coords[0] * width), round(coords[1] * height), round(coords[2] * width)]
    return [round(value * (height if place % 2 else width)) for place, value in enumerate(coords)]
