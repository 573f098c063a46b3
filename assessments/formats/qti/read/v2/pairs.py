"""`matchInteraction`, `associateInteraction` and `orderInteraction`: matching, classification, a scale, ordering.

Pure.
"""

from collections.abc import Iterable, Sequence

from assessments.formats.qti.declarations import Response, Value
from assessments.formats.qti.markup import plain
from assessments.formats.qti.refusal import Unread
from assessments.formats.qti.tree import Node

from ..item import InteractionShape, Item, notes
from ..scoring import ordering
from .choice import MOST_POINTS

Pairs = list[tuple[str, str]]


def read_match(item: Item, interaction: Node) -> InteractionShape:
    sets = [part.children("simpleAssociableChoice") for part in interaction.children("simpleMatchSet")]
    if len(sets) != 2 or not all(sets):
        raise Unread("qti-match-sets")
    if not item.processing.scores:
        return _scale(item, sets[0], sets[1])
    response = item.response(interaction)
    pairs = right_pairs(response)
    ours = notes(interaction).get("kind") if item.own else ""
    left, right = sets
    if _each_once(pair[1] for pair in pairs) and not _each_once(pair[0] for pair in pairs):
        left, right, pairs = right, left, [(other, one) for one, other in pairs]
    if not _each_once(pair[0] for pair in pairs):
        raise Unread("qti-many-to-many")
    shared = not _each_once(pair[1] for pair in pairs) or any(choice.get("matchMax", "1") != "1" for choice in right)
    without = {choice.get("identifier") for choice in left} - {pair[0] for pair in pairs}
    scoring = (notes(interaction).get("scoring", "") if item.own else "") or _all_or_each(item, response)
    if ours == "classification" or (ours != "matching" and (shared or without)):
        return _classification(item, left, right, dict(pairs), scoring, response)
    return _matching(item, left, right, dict(pairs), scoring, response)


def right_pairs(response: Response) -> Pairs:
    """Return the right pairs: those called correct, or else those that earn something."""
    keys = [str(key) for key in response.correct.items]
    if not keys and response.worth is not None:
        keys = [entry.key for entry in response.worth.entries if entry.value > 0]
    pairs = [(one, other) for one, _, other in (key.partition(" ") for key in dict.fromkeys(keys)) if one and other]
    if not pairs:
        raise Unread("qti-no-right-answer")
    return pairs


def _all_or_each(item: Item, response: Response) -> str:
    """Return “each” where a part of the right pairs earns a part of the marks, else “all”. The shares of the pairs are
    levelled.
    """
    pairs = list(response.correct.items) or [" ".join(pair) for pair in right_pairs(response)]
    whole = item.run(response.name, *pairs).score
    if whole <= 0:
        raise Unread("qti-no-right-answer")
    part = item.run(response.name, *pairs[:-1]).score
    return "all" if len(pairs) > 1 and part <= 0 and item.run(response.name, *pairs[1:]).score <= 0 else "each"


def _matching(
    item: Item, left: Sequence[Node], right: Sequence[Node], pairs: dict[str, str], scoring: str, response: Response
) -> InteractionShape:
    names = {choice.get("identifier"): _name(item, choice) for choice in right}
    body = {
        "pairs": [
            {"id": next(item.ids), "text": item.markup.inside(choice), "match": _of(names, pairs, choice)}
            for choice in left
        ],
        "extras": [{"id": next(item.ids), "match": name} for name in _rest(names, pairs)],
        "scoring": scoring,
    }
    return InteractionShape("matching", body, item.stem(), _best(response, pairs))


def _of(names: dict[str, str], pairs: dict[str, str], choice: Node) -> str:
    try:
        return names[pairs[choice.get("identifier")]]
    except KeyError:
        raise Unread("qti-match-sets") from None


def _rest(names: dict[str, str], pairs: dict[str, str]) -> list[str]:
    used = {names.get(other) for other in pairs.values()}
    return [name for name in dict.fromkeys(names.values()) if name not in used]


def _classification(
    item: Item, left: Sequence[Node], right: Sequence[Node], pairs: dict[str, str], scoring: str, response: Response
) -> InteractionShape:
    bins = [
        {
            "id": next(item.ids),
            "text": _name(item, place),
            "items": [
                _sorted(item, choice)
                for choice in left
                if pairs.get(choice.get("identifier")) == place.get("identifier")
            ],
        }
        for place in right
    ]
    extras = [_sorted(item, choice) for choice in left if choice.get("identifier") not in pairs]
    return InteractionShape(
        "classification", {"bins": bins, "extras": extras, "scoring": scoring}, item.stem(), _best(response, pairs)
    )


def _sorted(item: Item, choice: Node) -> dict[str, str]:
    comments = [
        node
        for node in item.node.children("modalFeedback")
        if item.own and node.get("identifier") == choice.get("identifier")
    ]
    return {
        "id": next(item.ids),
        "text": item.markup.inside(choice),
        "feedback": item.markup.inside(comments[0]) if comments else "",
    }


def _name(item: Item, choice: Node) -> str:
    """Return a choice as plain text. Raises `Unread` for one that is a picture."""
    text = plain(item.markup.inside(choice))
    if not text:
        raise Unread("qti-not-plain", identifier=choice.get("identifier"))
    return text


def _best(response: Response, pairs: dict[str, str]) -> dict[str, Value]:
    return {
        response.name: response.correct
        if response.correct.items
        else Value(tuple(" ".join(pair) for pair in pairs.items()))
    }


def _each_once(names: Iterable[str]) -> bool:
    listed = list(names)
    return len(listed) == len(set(listed))


def _scale(item: Item, statements: Sequence[Node], points: Sequence[Node]) -> InteractionShape:
    """Return statements and points that nobody calls right: a scale.

    What stands between its ends is numbers, or it is no scale of ours.
    """
    words = [_name(item, point) for point in points]
    between = [word for word in words[1:-1] if not word.isdecimal()]
    if between or not 2 <= len(words) <= MOST_POINTS:
        raise Unread("qti-no-right-answer")
    body = {
        "statements": [{"id": next(item.ids), "text": item.markup.inside(choice)} for choice in statements],
        "points": len(words),
        "low": "" if item.own and words[0] == "1" else words[0],
        "high": "" if item.own and words[-1] == str(len(words)) else words[-1],
    }
    return InteractionShape("rating", body, item.stem())


def read_associate(item: Item, interaction: Node) -> InteractionShape:
    """Return pairs among one set: matching, where no choice is in two of them."""
    choices = {choice.get("identifier"): choice for choice in interaction.all("simpleAssociableChoice")}
    response = item.response(interaction)
    pairs = right_pairs(response)
    members = [name for pair in pairs for name in pair]
    if not _each_once(members) or not set(members) <= set(choices):
        raise Unread("qti-many-to-many")
    place = list(choices).index
    ordered = sorted((tuple(sorted(pair, key=place)) for pair in pairs), key=lambda pair: place(pair[0]))
    right = [choices[pair[1]] for pair in ordered] + [choice for name, choice in choices.items() if name not in members]
    return _matching(
        item,
        [choices[pair[0]] for pair in ordered],
        right,
        {pair[0]: pair[1] for pair in ordered},
        _all_or_each(item, response),
        response,
    )


def read_order(item: Item, interaction: Node) -> InteractionShape:
    choices = {choice.get("identifier"): choice for choice in interaction.all("simpleChoice")}
    response = item.response(interaction)
    right = [str(name) for name in response.correct.items]
    if not right:
        raise Unread("qti-no-right-answer")
    if sorted(right) != sorted(choices):
        raise Unread("qti-order-part")
    scoring = notes(interaction).get("scoring", "") if item.own else ""
    scoring = scoring or ordering(right, lambda order: item.run(response.name, *order, ordered=True).score)
    items = [{"id": next(item.ids), "text": item.markup.inside(choices[name])} for name in right]
    return InteractionShape(
        "ordering", {"items": items, "scoring": scoring}, item.stem(), {response.name: response.correct}
    )
