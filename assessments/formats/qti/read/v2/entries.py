"""`textEntryInteraction`, `inlineChoiceInteraction`, `gapMatchInteraction`, `sliderInteraction`: short text, number,
gaps. Pure.
"""

from collections.abc import Mapping, Sequence

from assessments.formats.qti.declarations import Response, Value, number
from assessments.formats.qti.markup import plain, tidy
from assessments.formats.qti.patterns import has_gap, sample
from assessments.formats.qti.refusal import Unread
from assessments.formats.qti.tree import Node

from ..feedback import Feedback
from ..item import InteractionShape, Item, notes
from ..scoring import fractions_of_one
from .choice import own_fractions
from .pairs import right_pairs
from .typed_answers import TypedAnswer, chain, is_number, numbers, texts


def read_entry(item: Item, interaction: Node) -> InteractionShape:
    """Read an entry: asked at the end of the body, a short text or a number; amid a text, a gap."""
    if not _at_the_end(item, interaction) or (item.own and notes(interaction).get("kind") == "gapfill"):
        return read_gaps(item, [interaction])
    response = item.response(interaction)
    stem = item.stem(lambda node: item.prompt(node) if node is interaction else None)
    return (
        _number(item, interaction, response, stem) if is_number(response) else _text(item, interaction, response, stem)
    )


def read_slider(item: Item, interaction: Node) -> InteractionShape:
    """Read a slider: the numbers of a slider are typed instead: each earns the same."""
    return _number(item, interaction, item.response(interaction), item.stem())


def _at_the_end(item: Item, interaction: Node) -> bool:
    order = _flat(item.body)
    place = next(at for at, part in enumerate(order) if part is interaction)
    return not any(isinstance(part, str) and part.strip(" .\t\r\n\u00a0") for part in order[place + 1 :])


def _flat(node: Node) -> list[Node | str]:
    parts: list[Node | str] = []
    for part in node.content:
        parts.append(part)
        if isinstance(part, Node) and part.tag not in {"rubricBlock", "feedbackInline", "feedbackBlock"}:
            parts += _flat(part)
    return parts


def _feedback_by_place(item: Item, answers: Sequence[TypedAnswer]) -> tuple[list[str], frozenset[int]]:
    scored = {str(place): answer.scored for place, answer in enumerate(answers) if answer.scored is not None}
    feedback, places_told = Feedback(item).by_option(scored)
    if item.own:
        return _own_feedback(item, answers)
    if len(answers) == 1:
        return [""], frozenset()
    return [feedback.get(str(place), "") for place in range(len(answers))], places_told


def _text(item: Item, interaction: Node, response: Response, stem: str) -> InteractionShape:
    own = chain(item, response) if item.own else None
    accepted, case = (own, notes(interaction).get("case") == "True") if own else texts(item, response)
    feedback, places_told = _feedback_by_place(item, accepted)
    answers = [
        {"id": next(item.ids), "text": answer.text, "fraction": answer.fraction, "feedback": comment}
        for answer, comment in zip(accepted, feedback, strict=True)
    ]
    best = max(accepted, key=lambda answer: answer.fraction)
    body = {"answers": answers, "case": case, "marks": notes(interaction).get("marks", "True") == "True"}
    return InteractionShape("shorttext", body, stem, {response.name: Value((sample(best.text),))}, places_told)


def _own_feedback(item: Item, answers: Sequence[TypedAnswer]) -> tuple[list[str], frozenset[int]]:
    """Return the feedback of each answer by our own rules, also where there is only one, and the places of the feedback
    used.
    """
    feedback = Feedback(item)
    shown = [feedback.shown(answer.scored.outcomes) if answer.scored is not None else set() for answer in answers]
    texts = ["".join(feedback.html(feedback.nodes[place]) for place in sorted(places)) for places in shown]
    return texts, frozenset(place for places in shown for place in places)


def _number(item: Item, interaction: Node, response: Response, stem: str) -> InteractionShape:
    accepted = (chain(item, response) if item.own else None) or numbers(item, response)
    feedback, places_told = _feedback_by_place(item, accepted)
    answers = [
        {
            "id": next(item.ids),
            "value": answer.value,
            "tolerance": answer.tolerance,
            "relative": answer.relative,
            "fraction": answer.fraction,
            "feedback": comment,
        }
        for answer, comment in zip(accepted, feedback, strict=True)
    ]
    best = max(accepted, key=lambda answer: answer.fraction)
    body = {
        "answers": answers,
        "units": [],
        "unit": "none",
        "penalty": number(notes(interaction).get("penalty", "")) or 0,
    }
    return InteractionShape("numerical", body, stem, {response.name: Value((best.value or 0.0,))}, places_told)


def read_gaps(item: Item, interactions: Sequence[Node]) -> InteractionShape:
    """Return one or more things to type or to choose within a text. Every gap counts the same."""
    listed = interactions[0].tag == "inlineChoiceInteraction"
    responses = [item.response(interaction) for interaction in interactions]
    right = _right(responses)
    gaps, tokens, case, best = [], {}, False, {}
    for interaction, response in zip(interactions, responses, strict=True):
        others = {name: value for name, value in right.items() if name != response.name}
        others = {} if item.run(response.name, *right.get(response.name, Value()).items).score > 0 else others
        name = next(item.ids)
        typed = _own if item.own else _typed
        reader = _listed if listed else typed
        gap, counts, best[response.name] = reader(item, interaction, response, others)
        tokens[id(interaction)] = f"[[{name}]]"
        case = case or counts
        gaps.append({"id": name, **gap})
    stem, text = _split(item, item.body.content, tokens)
    body = {
        "text": text,
        "mode": "list" if listed else "typed",
        "gaps": gaps,
        "extras": [],
        "case": _own_case(item, interactions, case),
    }
    return InteractionShape("gapfill", body, stem, best)


def _own_case(item: Item, interactions: Sequence[Node], case: bool) -> bool:
    return notes(interactions[0]).get("case", str(case)) == "True" if item.own else case


def _right(responses: Sequence[Response]) -> dict[str, Value]:
    return {response.name: response.correct for response in responses if response.correct.items}


def _own(
    item: Item, interaction: Node, response: Response, others: Mapping[str, Value]
) -> tuple[dict[str, object], bool, Value]:
    """Return a gap as our own rules have it: one answer after the other."""
    accepted = chain(item, response)
    if not accepted:
        raise Unread("qti-no-right-answer")
    feedback, _told_places = _own_feedback(item, accepted)
    numeric = is_number(response)
    answers = [
        {
            "id": next(item.ids),
            "text": f"{answer.value:.15g}" if answer.value is not None else sample(answer.text),
            "fraction": answer.fraction,
            "feedback": comment,
        }
        for answer, comment in zip(accepted, feedback, strict=True)
    ]
    tolerance = number(notes(interaction).get("tolerance", "0")) or 0.0
    return (
        {"answers": answers, "kind": "number" if numeric else "text", "tolerance": tolerance},
        False,
        response.correct,
    )


def _typed(
    item: Item, interaction: Node, response: Response, others: Mapping[str, Value]
) -> tuple[dict[str, object], bool, Value]:
    if is_number(response):
        accepted, case = numbers(item, response, others), False
        written = [f"{answer.value:.15g}" for answer in accepted if answer.value is not None]
        tolerances = {answer.tolerance for answer in accepted}
        if len(tolerances) != 1 or len(written) != len(accepted):
            raise Unread("qti-gap-numbers")
        gap = {"kind": "number", "tolerance": tolerances.pop()}
        best = Value((max(accepted, key=lambda answer: answer.fraction).value or 0.0,))
    else:
        accepted, case = texts(item, response, others)
        if any(has_gap(answer.text) for answer in accepted):
            raise Unread("qti-gap-pattern")
        written = [sample(answer.text) for answer in accepted]
        gap = {"kind": "text", "tolerance": 0}
        best = Value((max(zip(accepted, written, strict=True), key=lambda pair: pair[0].fraction)[1],))
    feedback, _told_places = _feedback_by_place(item, accepted)
    answers = [
        {"id": next(item.ids), "text": text, "fraction": answer.fraction, "feedback": comment}
        for text, answer, comment in zip(written, accepted, feedback, strict=True)
    ]
    return {"answers": answers, **gap}, case, best


def _listed(
    item: Item, interaction: Node, response: Response, others: Mapping[str, Value]
) -> tuple[dict[str, object], bool, Value]:
    options = {
        option.get("identifier"): plain(item.markup.inside(option)) for option in interaction.all("inlineChoice")
    }
    if not all(options.values()):
        raise Unread("qti-not-plain", identifier=response.name)
    scored = {option: item.run(response.name, option, others=others) for option in options}
    if item.own:
        fractions = own_fractions(interaction, "inlineChoice")
    else:
        fractions = fractions_of_one(list(options), lambda option: scored[option].score)
    feedback, _told_places = Feedback(item).by_option(scored)
    answers = [
        {"id": next(item.ids), "text": text, "fraction": fractions[option], "feedback": feedback[option]}
        for option, text in options.items()
    ]
    best = max(options, key=lambda option: fractions[option])
    return {"answers": answers, "kind": "text", "tolerance": 0}, False, Value((best,))


def _split(item: Item, content: Sequence[Node | str], tokens: Mapping[int, str]) -> tuple[str, str]:
    """Split the content: the part before the block with the first gap is the stem, the rest the text with gaps."""
    first = next(at for at, part in enumerate(content) if isinstance(part, Node) and _holds(part, tokens))
    before, after = content[:first], content[first:]
    if item.own and isinstance(after[0], Node):
        return item.stem(), item.markup_of(after[0].content, tokens)
    stem = tidy(item.above + item.html(before, lambda node: None))
    return stem, item.markup_of(after, tokens)


def _holds(node: Node, tokens: Mapping[int, str]) -> bool:
    return id(node) in tokens or any(_holds(child, tokens) for child in node.children())


def read_gap_match(item: Item, interaction: Node) -> InteractionShape:
    """Read a gap match: words to be put into gaps: one pool. A wrong word costs nothing, and every gap counts the
    same.
    """
    response = item.response(interaction)
    words = {word.get("identifier"): _word(item, word) for word in interaction.all("gapText", "gapImg")}
    pairs = right_pairs(response)
    places = [gap.get("identifier") for gap in interaction.all("gap")]
    right = {place: word for word, place in pairs}
    if len(right) < max(len(pairs), len(response.correct.items)):
        raise Unread("qti-gap-several")
    if set(right) != set(places) or not set(right.values()) <= set(words):
        raise Unread("qti-match-sets")
    gaps = [
        {
            "id": next(item.ids),
            "kind": "text",
            "tolerance": 0,
            "answers": [{"id": next(item.ids), "text": words[right[place]], "fraction": 1.0, "feedback": ""}],
        }
        for place in places
    ]
    used = set(right.values())
    extras = [{"id": next(item.ids), "text": text} for name, text in words.items() if name not in used]
    tokens = {id(node): f"[[{gap['id']}]]" for node, gap in zip(interaction.all("gap"), gaps, strict=True)}
    inner = [
        part
        for part in interaction.content
        if not (isinstance(part, Node) and part.tag in {"prompt", "gapText", "gapImg"})
    ]
    if item.own:
        inner = next((part.content for part in interaction.children("div")), inner)
    body = {
        "text": item.markup_of(inner, tokens),
        "mode": "drag",
        "gaps": gaps,
        "extras": extras,
        "case": notes(interaction).get("case") == "True",
    }
    return InteractionShape("gapfill", body, item.stem(), {response.name: response.correct})


def _word(item: Item, word: Node) -> str:
    text = plain(item.markup.inside(word))
    if not text:
        raise Unread("qti-not-plain", identifier=word.get("identifier"))
    return text
