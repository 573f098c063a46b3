"""Short text, numbers, gaps and free text in QTI 2 and 3. Pure."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from assessments.formats.bodies import Gap, GapFillBody, Level, NumberAnswer, Option
from assessments.formats.qti.declarations import number
from assessments.formats.qti.patterns import as_pattern, has_gap, literal, sample
from assessments.formats.qti.read.feedback import MODEL
from assessments.formats.qti.tree import Node

from ..parts import CannotHold, Parts
from ..rules import FEEDBACK, RESPONSE, SCORE, base, chain, mapped, mean, outcome, response, sets, variable
from ..xml import Content, label, node

TEXT = "text"
"""What the items that we write call the part that is the text with gaps."""
_GAP = re.compile(r"\[\[([^\]]*)\]\]")


def shorttext(parts: Parts) -> None:
    body = parts.draft.body
    tests = [(_text_test(RESPONSE, answer["text"], case=body["case"]), answer) for answer in body["answers"]]
    best = max(body["answers"], key=lambda answer: answer["fraction"])
    parts.responses.append(response(RESPONSE, "single", "string", [sample(best["text"])]))
    _chained(parts, tests)
    parts.body.append(_entry(RESPONSE, kind="shorttext", case=body["case"], marks=body["marks"]))


def numerical(parts: Parts) -> None:
    body = parts.draft.body
    if body["units"] or body["unit"] != "none":
        raise CannotHold("write-units")
    tests = [
        (_number_test(RESPONSE, answer["value"], answer["tolerance"], relative=answer["relative"]), answer)
        for answer in body["answers"]
    ]
    right = [
        repr(float(answer["value"]))
        for answer in body["answers"]
        if answer["value"] is not None and answer["fraction"] >= 1
    ]
    parts.responses.append(response(RESPONSE, "single", "float", right[:1]))
    _chained(parts, tests)
    parts.body.append(_entry(RESPONSE, kind="numerical", penalty=body["penalty"]))


def _chained(parts: Parts, tests: Sequence[tuple[Node, Option | NumberAnswer]], place: str = "") -> None:
    comments = [
        parts.tell(FEEDBACK + place, f"a{at}", answer["feedback"]) for at, (_test, answer) in enumerate(tests, 1)
    ]
    parts.tells(FEEDBACK + place, comments)
    branches = [(test, answer["fraction"], comment) for (test, answer), comment in zip(tests, comments, strict=True)]
    parts.rules.append(chain(branches, SCORE + place, FEEDBACK + place))


def _text_test(name: str, text: str, *, case: bool) -> Node:
    if has_gap(text):
        return node("patternMatch", {"pattern": as_pattern(text)}, variable(name))
    return node(
        "stringMatch", {"caseSensitive": case, "substring": False}, variable(name), base("string", sample(text))
    )


def _number_test(name: str, value: float | None, tolerance: float, *, relative: bool) -> Node:
    """Return the test of a number. QTI writes a relative tolerance in per cent. Any number is anything but nothing."""
    if value is None:
        return node("not", {}, node("isNull", {}, variable(name)))
    spread = Decimal(repr(tolerance)) * (100 if relative else 1)
    attrs = {"toleranceMode": "relative" if relative else "absolute", "tolerance": f"{spread} {spread}"}
    return node("equal", attrs, base("float", float(value)), variable(name))


def _entry(name: str, **said: object) -> Node:
    """Return the field for typed text: in a paragraph of its own where it is the only one."""
    entry = node("textEntryInteraction", {"responseIdentifier": name, "label": label(**said)})
    return _html("p", {}, entry) if name == RESPONSE else entry


def gapfill(parts: Parts) -> None:
    body: Any = parts.draft.body
    ids = [gap["id"] for gap in body["gaps"]]
    if _GAP.findall(body["text"]) != ids:
        raise CannotHold("write-gaps")
    {"typed": _typed, "list": _listed, "drag": _dragged}[body["mode"]](parts, body)


def _typed(parts: Parts, body: GapFillBody) -> None:
    entries: dict[str, Node] = {}
    for place, gap in enumerate(body["gaps"], 1):
        name = f"{RESPONSE}{place}"
        numeric = gap["kind"] == "number"
        tests = [(_gap_test(name, gap, answer, case=body["case"]), answer) for answer in gap["answers"]]
        best = max(gap["answers"], key=lambda answer: answer["fraction"])["text"]
        parts.responses.append(response(name, "single", "float" if numeric else "string", [best]))
        _chained(parts, tests, str(place))
        entries[gap["id"]] = _entry(name, kind="gapfill", case=body["case"], tolerance=repr(gap["tolerance"]))
    _counted(parts, len(body["gaps"]))
    parts.body += _blocks(with_gaps(parts.html(body["text"]), entries.__getitem__))


def _gap_test(name: str, gap: Gap, answer: Option, *, case: bool) -> Node:
    if gap["kind"] != "number":
        return _text_test(name, literal(answer["text"]), case=case)
    value = number(answer["text"])
    if value is None or answer["text"] != f"{value:.15g}":
        raise CannotHold("write-gaps")
    return _number_test(name, value, gap["tolerance"], relative=False)


def _listed(parts: Parts, body: GapFillBody) -> None:
    nodes: dict[str, Node] = {}
    for place, gap in enumerate(body["gaps"], 1):
        name, feedback_name = f"{RESPONSE}{place}", f"{FEEDBACK}{place}"
        names = [f"c{at}" for at, _answer in enumerate(gap["answers"], 1)]
        worth = {choice: answer["fraction"] for choice, answer in zip(names, gap["answers"], strict=True)}
        parts.responses.append(response(name, "single", "identifier", [max(worth, key=worth.__getitem__)], worth))
        parts.rules.append(mapped(name, f"{SCORE}{place}"))
        comments = [
            parts.tell(feedback_name, choice, answer["feedback"])
            for choice, answer in zip(names, gap["answers"], strict=True)
        ]
        if parts.tells(feedback_name, comments):
            parts.rules.append(sets(feedback_name, variable(name)))
        choices = [
            node(
                "inlineChoice",
                {"identifier": choice, "label": label(fraction=repr(answer["fraction"]))},
                answer["text"],
            )
            for choice, answer in zip(names, gap["answers"], strict=True)
        ]
        nodes[gap["id"]] = node("inlineChoiceInteraction", {"responseIdentifier": name, "shuffle": False}, *choices)
    _counted(parts, len(body["gaps"]))
    parts.body += _blocks(with_gaps(parts.html(body["text"]), nodes.__getitem__))


def _counted(parts: Parts, count: int) -> None:
    names = [f"{SCORE}{place}" for place in range(1, count + 1)]
    parts.outcomes += [outcome(name, "float", default="0") for name in names]
    parts.rules.append(mean(names))


def _dragged(parts: Parts, body: GapFillBody) -> None:
    if any(
        len(gap["answers"]) != 1 or gap["answers"][0]["fraction"] != 1 or gap["answers"][0]["feedback"]
        for gap in body["gaps"]
    ):
        raise CannotHold("write-gaps")
    answers = {f"G{place}": gap["answers"][0]["text"] for place, gap in enumerate(body["gaps"], 1)}
    words = list(dict.fromkeys([*answers.values(), *(extra["text"] for extra in body["extras"])]))
    pairs = [f"w{words.index(text) + 1} {gap}" for gap, text in answers.items()]
    parts.responses.append(
        response(RESPONSE, "multiple", "directedPair", pairs, dict.fromkeys(pairs, 1 / len(pairs)), most=1)
    )
    parts.rules.append(mapped(RESPONSE))
    nodes = {gap["id"]: node("gap", {"identifier": f"G{place}"}) for place, gap in enumerate(body["gaps"], 1)}
    pool = [node("gapText", {"identifier": f"w{place}", "matchMax": 0}, word) for place, word in enumerate(words, 1)]
    content = _blocks(with_gaps(parts.html(body["text"]), nodes.__getitem__))
    attrs = {"responseIdentifier": RESPONSE, "shuffle": True, "label": label(case=body["case"])}
    parts.body.append(node("gapMatchInteraction", attrs, *pool, *content))


def with_gaps(content: list[Content], node_of: Callable[[str], Node]) -> list[Content]:
    """Return the nodes with an interaction for every token `[[id]]`."""
    contents: list[Content] = []
    for part in content:
        if isinstance(part, str):
            pieces = _GAP.split(part)
            contents += [node_of(piece) if at % 2 else piece for at, piece in enumerate(pieces) if at % 2 or piece]
        else:
            part.content = with_gaps(part.content, node_of)
            contents.append(part)
    return contents


def _blocks(content: list[Content]) -> list[Content]:
    """Return the text in one block, since a body holds blocks only."""
    return [_html("div", {"id": TEXT}, *content)]


def freetext(parts: Parts) -> None:
    body = parts.draft.body
    parts.responses.append(response(RESPONSE, "single", "string"))
    if parts.tell(MODEL, "model", body["model"]):
        parts.outcomes.append(outcome(MODEL, "identifier"))
    attrs = {
        "responseIdentifier": RESPONSE,
        "expectedLines": body["lines"],
        "label": label(least=body["words_min"], most=body["words_max"]),
    }
    parts.body.append(node("extendedTextInteraction", attrs))
    if body["rubric"]:
        rows = [
            _html("tr", {}, _html("th", {}, criterion["text"]), *(_level(level) for level in criterion["levels"]))
            for criterion in body["rubric"]
        ]
        parts.body.append(
            node("rubricBlock", {"view": "scorer", "use": "scoring"}, _html("table", {}, _html("tbody", {}, *rows)))
        )


def _level(level: Level) -> Node:
    return _html("td", {"label": label(points=repr(level["points"])) or ""}, level["text"])


def _html(tag: str, attrs: dict[str, str], *content: Content) -> Node:
    return Node(tag, attrs, content=list(content), ours=False)
