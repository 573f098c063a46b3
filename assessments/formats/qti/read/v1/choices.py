"""`response_lid`: single and multiple choice, true or false, lists in a text, matching, classification. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.formats.qti.markup import paragraph, plain
from assessments.formats.qti.refusal import Unread
from assessments.formats.qti.tree import Node

from ..item import InteractionShape
from ..scoring import fractions_of_one, several
from ..v2.choice import truth_of
from .item import Item1
from .rules import Outcome

GENERAL, CORRECT, INCORRECT = "general_fb", "correct_fb", "general_incorrect_fb"
"""The idents that Canvas has for what is told always, to a right and to a wrong answer."""


def labels(item: Item1, response: Node) -> dict[str, str]:
    """Return the choices of a response by their idents, as HTML."""
    return {label.get("ident"): item.material(label) for label in response.all("response_label")}


def read_choice(item: Item1, response: Node) -> InteractionShape:
    texts = labels(item, response)
    if not texts:
        raise Unread("qti-no-options")
    outcomes = {option: item.run(response.get("ident"), option) for option in texts}
    if item.cardinality(response) == "Multiple":
        return _several(item, response, texts, outcomes)
    return _one(item, response, texts, outcomes)


def _one(item: Item1, response: Node, texts: dict[str, str], outcomes: Mapping[str, Outcome]) -> InteractionShape:
    scores = {option: outcome.score for option, outcome in outcomes.items()}
    fractions = (
        _own_fractions(item, texts) if item.own else fractions_of_one(list(texts), lambda option: float(scores[option]))
    )
    right = {option for option in texts if fractions[option] >= 1}
    feedback = by_option(item, outcomes, right)
    if item.own and list(texts) == ["true", "false"]:
        options = [_option(option, option, texts, fractions, feedback) for option in texts]
        return InteractionShape("truefalse", {"options": options}, item.stem())
    truth = None if item.own else truth_of([plain(text) for text in texts.values()])
    if truth is None or sorted(fractions.values()) != [0, 1]:
        options = [_option(next(item.ids), option, texts, fractions, feedback) for option in texts]
        return InteractionShape("single", {"options": options}, item.stem())
    named = {option: str(truth[plain(texts[option])]).lower() for option in texts}
    order = sorted(texts, key=lambda option: named[option] != "true")
    return InteractionShape(
        "truefalse",
        {"options": [_option(named[option], option, texts, fractions, feedback) for option in order]},
        item.stem(),
    )


def _option(
    name: str, option: str, texts: Mapping[str, str], fractions: Mapping[str, float], feedback: Mapping[str, str]
) -> dict[str, object]:
    return {"id": name, "text": texts[option], "fraction": fractions[option], "feedback": feedback[option]}


def _several(item: Item1, response: Node, texts: dict[str, str], outcomes: Mapping[str, Outcome]) -> InteractionShape:
    name = response.get("ident")
    if item.own:
        scoring, fractions = item.field("scoring"), _own_fractions(item, texts)
    else:
        scoring, fractions = several(
            list(texts), _named(item, name), lambda choice: float(item.run(name, *choice).score)
        )
    if item.field("scoring_algorithm").lower() == "allornothing":
        scoring = "all"
    feedback = by_option(item, outcomes, set())
    options = [_option(next(item.ids), option, texts, fractions, feedback) for option in texts]
    return InteractionShape("multiple", {"options": options, "scoring": scoring}, item.stem())


def _own_fractions(item: Item1, texts: Mapping[str, str], name: str = "fractions") -> dict[str, float]:
    """Return the fraction of each choice from our own metadata."""
    return dict(zip(texts, map(float, item.field(name).split()), strict=True))


def _named(item: Item1, response: str) -> list[list[str]]:
    """Return the choices that conditions with marks speak of, without those that they rule out."""
    return [positive(condition, response) for condition in item.rules.conditions if condition.children("setvar")]


def positive(condition: Node, response: str) -> list[str]:
    """Return the values of a response that a condition asks for."""
    identifiers: list[str] = []
    for part in condition.children():
        if part.tag == "varequal" and part.get("respident") == response:
            identifiers.append(part.text().strip())
        elif part.tag in {"conditionvar", "and", "or"}:
            identifiers += positive(part, response)
    return identifiers


def by_option(item: Item1, outcomes: Mapping[str, Outcome], right: set[str]) -> dict[str, str]:
    """Return the feedback of each option: first the feedback for it alone, then feedback shared with others.

    What all are told is the question's.
    """
    shown = {option: [ident for ident in outcome.shown if ident != GENERAL] for option, outcome in outcomes.items()}
    every = set.intersection(*(set(idents) for idents in shown.values())) if len(shown) > 1 else set()
    referred = {ident for idents in shown.values() for ident in idents}
    texts = {}
    for option, idents in shown.items():
        alone = [
            ident for ident in idents if sum(ident in others for others in shown.values()) == 1 and ident != CORRECT
        ]
        shared = [ident for ident in idents if ident not in alone and ident not in every]
        if right:
            shared += [ident for ident in (CORRECT if option in right else INCORRECT,) if ident not in referred]
        comments = dict.fromkeys((item.feedback(alone), item.feedback(shared)))
        texts[option] = "".join(text for text in comments if text)
    return texts


def right_of(item: Item1, response: Node, options: Sequence[str]) -> list[str]:
    """Return the choices of one response among several that earn something alone."""
    name = response.get("ident")
    nothing = item.run(name).score
    return [option for option in options if item.run(name, option).score > nothing]


def gap_name(response: Node) -> str:
    return response.get("ident").removeprefix("response_")


def has_gaps(item: Item1) -> bool:
    """Return whether the text names its responses in brackets, as Canvas writes gaps."""
    stem = item.labelled("text") if item.own else _stem_without(item)
    return bool(item.responses) and all(_token(gap_name(response)) in stem for response in item.responses)


def _token(name: str) -> str:
    return f"[{name}]"


def read_gaps(item: Item1) -> InteractionShape:
    gaps: list[dict[str, Any]] = []
    mode, text = _mode(item), item.labelled("text") if item.own else _stem_without(item)
    for response in item.responses:
        response_label = next(response.all("response_label"), None)
        name = next(item.ids)
        worded = _answers(item, response, mode)
        answers = [
            {"id": next(item.ids), "text": plain(words), "fraction": share, "feedback": comment}
            for words, share, comment in worded
        ]
        if response_label is None or not any(share > 0 for _words, share, _told in worded):
            raise Unread("qti-no-right-answer")
        text = text.replace(_token(gap_name(response)), f"\0{name}\1")
        gaps.append({"id": name, "answers": answers, "kind": "text", "tolerance": 0})
    text = text.replace("[[", "[ [").replace("]]", "] ]").replace("\0", "[[").replace("\1", "]]")
    extras = _pool(item, gaps) if mode == "drag" else []
    body = {
        "text": text,
        "mode": mode,
        "gaps": gaps,
        "extras": extras,
        "case": item.own and item.field("case") == "True",
    }
    return InteractionShape("gapfill", body, item.stem() if item.own else "")


def _mode(item: Item1) -> str:
    kinds = {label.get("answer_type") for response in item.responses for label in response.all("response_label")} - {""}
    for label in (label for response in item.responses for label in response.all("response_label")):
        if label.get("scoring_algorithm") in {"TextContainsAnswer", "TextCloseEnough", "TextRegex"}:
            raise Unread("qti-gap-algorithm", algorithm=label.get("scoring_algorithm"))
    if not kinds:
        return "typed" if item.type == "fill_in_multiple_blanks_question" else "list"
    if kinds == {"openEntry"}:
        return "typed"
    if "openEntry" in kinds:
        raise Unread("qti-gaps-mixed")
    reused = any(
        label.get("allow_reuse") == "true" for response in item.responses for label in response.all("response_label")
    )
    return "drag" if kinds == {"wordbank"} and not reused else "list"


def _answers(item: Item1, response: Node, mode: str) -> list[tuple[str, float, str]]:
    """Return text, fraction and feedback of the answers of one gap.

    What may be typed is right altogether; of a list, what earns marks.
    """
    texts = labels(item, response)
    outcomes = {option: item.run(response.get("ident"), option) for option in texts}
    feedback = by_option(item, outcomes, set())
    if mode == "typed" and not item.own:
        return [(text, 1.0, feedback[option]) for option, text in texts.items()]
    fractions = _shares(item, response, texts)
    kept = [option for option in texts if mode == "list" or fractions[option] > 0 or (item.own and mode == "typed")]
    return [(texts[option], fractions[option], feedback[option]) for option in kept]


def _shares(item: Item1, response: Node, texts: Mapping[str, str]) -> dict[str, float]:
    if item.own:
        return _own_fractions(item, texts, f"fractions {response.get('ident')}")
    name = response.get("ident")
    return fractions_of_one(list(texts), lambda option: float(item.run(name, option).score))


def _pool(item: Item1, gaps: list[dict[str, Any]]) -> list[dict[str, str]]:
    used = {answer["text"] for gap in gaps for answer in gap["answers"]}
    words = dict.fromkeys(plain(text) for response in item.responses for text in labels(item, response).values())
    return [{"id": next(item.ids), "text": word} for word in words if word not in used]


def read_matching(item: Item1) -> InteractionShape:
    """Read a matching question: each response is the left side of a pair, its choices are the right sides.

    Pairs of nothing with nothing are left out.
    """
    pairs: list[dict[str, str]] = []
    words: dict[str, None] = {}
    for response in item.responses:
        texts = {option: plain(text) for option, text in labels(item, response).items()}
        words |= dict.fromkeys(texts.values())
        right = _own_right(item, response) if item.own else right_of(item, response, list(texts))
        if len(right) != 1:
            raise Unread("qti-no-right-answer" if not right else "many_to_many")
        left = _left(item, response)
        if left or texts[right[0]]:
            pairs.append({"id": next(item.ids), "text": left, "match": texts[right[0]]})
    if any(not pair["match"] for pair in pairs):
        raise Unread("qti-not-plain", identifier=item.node.get("ident"))
    used = {pair["match"] for pair in pairs}
    extras = [{"id": next(item.ids), "match": word} for word in words if word and word not in used]
    scoring = item.field("scoring") if item.own else "each"
    return InteractionShape("matching", {"pairs": pairs, "extras": extras, "scoring": scoring}, _stem_without(item))


def _own_right(item: Item1, response: Node) -> list[str]:
    return list(
        dict.fromkeys(
            value for condition in item.rules.conditions for value in positive(condition, response.get("ident"))
        )
    )


def _left(item: Item1, response: Node) -> str:
    return "".join(item.material(part) for part in response.children("material", "flow_mat"))


def _stem_without(item: Item1) -> str:
    """Return the stem without what stands within the responses."""
    if item.own:
        return item.labelled("stem")
    parts = (part for part in item.presentation.all("material") if not _within(part, item.responses))
    return item.above + "".join(paragraph(item.material(part)) for part in parts)


def _within(node: Node, holders: Sequence[Node]) -> bool:
    return any(part is node for holder in holders for part in holder.all(node.tag))


def read_classification(item: Item1) -> InteractionShape:
    """Read a classification: each response is a bin with the same choices. Each item counts the same; Canvas counts
    bins.
    """
    every: dict[str, str] = {}
    right: dict[str, str] = {}
    for response in item.responses:
        every |= labels(item, response)
        for condition in (condition for condition in item.rules.conditions if condition.children("setvar")):
            right |= {option: response.get("ident") for option in positive(condition, response.get("ident"))}
    if not right:
        raise Unread("qti-no-right-answer")
    bins = []
    for response in item.responses:
        identity, name = next(item.ids), plain(_left(item, response))
        items = [
            _sorted(item, option, text) for option, text in every.items() if right.get(option) == response.get("ident")
        ]
        bins.append({"id": identity, "text": name, "items": items})
    extras = [_sorted(item, option, text) for option, text in every.items() if option not in right]
    scoring = item.field("scoring") if item.own else "each"
    return InteractionShape("classification", {"bins": bins, "extras": extras, "scoring": scoring}, _stem_without(item))


def _sorted(item: Item1, option: str, text: str) -> dict[str, str]:
    return {"id": next(item.ids), "text": text, "feedback": item.feedback([f"{option}_fb"])}


def looks_like_sets(item: Item1) -> bool:
    """Return whether all responses share at least one choice, as sets of the same choices do."""
    sets = [set(labels(item, response)) for response in item.responses]
    return len(sets) > 1 and bool(set.intersection(*sets))
