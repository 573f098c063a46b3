"""`choiceInteraction` and `hottextInteraction`: single and multiple choice, true or false, and a scale. Pure."""

from collections.abc import Collection, Sequence
from html import escape

from assessments.formats.qti.declarations import Response, Value, number
from assessments.formats.qti.markup import plain
from assessments.formats.qti.refusal import Unread
from assessments.formats.qti.tree import Node

from ..feedback import Feedback
from ..item import InteractionShape, Item, notes
from ..scoring import fractions_of_one, several

TRUE_FALSE = [
    ("true", "false"),
    ("t", "f"),
    ("vrai", "faux"),
    ("صحيح", "خطأ"),
    ("صح", "خطأ"),
    ("እውነት", "ሐሰት"),
    ("እውነት", "ውሸት"),
    ("run", "been"),
    ("kweli", "si kweli"),
    ("kweli", "uongo"),
    ("dhugaa", "soba"),
    ("wahr", "falsch"),
    ("richtig", "falsch"),
    ("verdadero", "falso"),
    ("vero", "falso"),
    ("waar", "onwaar"),
    ("verdadeiro", "falso"),
]
"""What true and false are called, in our languages and in those of which files are common."""
MOST_POINTS = 10


def truth_of(texts: Sequence[str]) -> dict[str, bool] | None:
    """Return which of two texts means true and which false, in any of the languages that are known; None for other
    texts.
    """
    words = [" ".join(text.split()).strip(" .").casefold() for text in texts]
    for yes, no in TRUE_FALSE:
        if sorted(words) == sorted((yes, no)):
            return {text: word == yes for text, word in zip(texts, words, strict=True)}
    return None


def read(item: Item, interaction: Node) -> InteractionShape:
    options = list(interaction.all("simpleChoice"))
    texts = {option.get("identifier"): item.markup.inside(option) for option in options}
    return asked(item, interaction, texts, item.stem())


def read_hottext(item: Item, interaction: Node) -> InteractionShape:
    """Read hot text: the passage is the stem, with what can be chosen underlined; what can be chosen are the
    options.
    """
    texts = {part.get("identifier"): item.markup.inside(part) for part in interaction.all("hottext")}
    within = {id(part): f"<u>{item.markup.inside(part)}</u>" for part in interaction.all("hottext")}

    def instead(node: Node) -> str | None:
        if node is interaction:
            return item.prompt(node) + item.html([part for part in node.content if not _is_prompt(part)], instead)
        return within.get(id(node))

    return asked(item, interaction, texts, item.stem(instead))


def _is_prompt(part: Node | str) -> bool:
    return isinstance(part, Node) and part.tag == "prompt"


def asked(item: Item, interaction: Node, texts: dict[str, str], stem: str) -> InteractionShape:
    response = item.response(interaction)
    if response.cardinality == "ordered" or len(texts) < 1:
        raise Unread("qti-cardinality", cardinality=response.cardinality)
    if not item.processing.scores:
        return _scale(item, interaction, texts)
    if response.cardinality == "multiple" and interaction.get("maxChoices", "1") != "1":
        return _several(item, interaction, response, texts, stem)
    return _one(item, response, texts, stem)


def _one(item: Item, response: Response, texts: dict[str, str], stem: str) -> InteractionShape:
    scored = {option: item.run(response.name, option) for option in texts}
    fractions = fractions_of_one(list(texts), lambda option: scored[option].score, item.most)
    feedback, places_told = Feedback(item).by_option(scored)
    best = max(texts, key=lambda option: fractions[option])
    truth = truth_of([plain(text) for text in texts.values()])
    named = {plain(text): option for option, text in texts.items()}
    if item.own and list(texts) == ["true", "false"]:
        ids, order = {name: name for name in texts}, list(texts)
    elif truth is not None and sorted(fractions.values())[0] == 0 and fractions[best] == 1:
        ids = {named[text]: str(value).lower() for text, value in truth.items()}
        order = sorted(texts, key=lambda option: ids[option] != "true")
    else:
        ids, order = {option: next(item.ids) for option in texts}, list(texts)
    kind = "single" if order and ids[order[0]] != "true" else "truefalse"
    options = [
        {"id": ids[option], "text": texts[option], "fraction": fractions[option], "feedback": feedback[option]}
        for option in order
    ]
    return InteractionShape(kind, {"options": options}, stem, {response.name: Value((best,))}, places_told)


def _several(item: Item, interaction: Node, response: Response, texts: dict[str, str], stem: str) -> InteractionShape:
    scored = {option: item.run(response.name, option) for option in texts}
    feedback, places_told = Feedback(item).by_option(scored)
    own_notes = notes(interaction) if item.own else {}
    if "scoring" in own_notes:
        scoring = own_notes["scoring"]
        fractions = own_fractions(interaction, "simpleChoice")
    else:
        spoken = known(item, response)
        scoring, fractions = several(list(texts), spoken, lambda choice: item.run(response.name, *choice).score)
    best: Collection[str] = [option for option in texts if fractions[option] > 0]
    options = [
        {"id": next(item.ids), "text": texts[option], "fraction": fractions[option], "feedback": feedback[option]}
        for option in texts
    ]
    return InteractionShape(
        "multiple", {"options": options, "scoring": scoring}, stem, {response.name: Value(tuple(best))}, places_told
    )


def own_fractions(interaction: Node, tag: str) -> dict[str, float]:
    """Return the fraction of each choice from our own labels."""
    return {part.get("identifier"): number(notes(part).get("fraction", "")) or 0.0 for part in interaction.all(tag)}


def known(item: Item, response: Response) -> list[Collection[str]]:
    """Return the choices that the declaration and the rules speak of."""
    rules = item.processing.rules
    named = (
        [[part.text().strip() for part in node.all("baseValue")] for node in rules.all("multiple")]
        if rules is not None
        else []
    )
    return [[str(choice) for choice in response.correct.items], *(choice for choice in named if choice)]


def _scale(item: Item, interaction: Node, texts: dict[str, str]) -> InteractionShape:
    """Return numbers from 1 upwards, of which none is right, are a scale with one statement: the prompt."""
    words = [plain(text) for text in texts.values()]
    if words != [str(point) for point in range(1, len(words) + 1)] or not 2 <= len(words) <= MOST_POINTS:
        raise Unread("qti-no-right-answer")
    statement = item.prompt(interaction) or escape(item.node.get("title"))
    stem = item.stem(lambda node: "" if node is interaction else None)
    body = {
        "statements": [{"id": next(item.ids), "text": statement}],
        "points": len(words),
        "low": words[0],
        "high": words[-1],
    }
    return InteractionShape("rating", body, stem)
