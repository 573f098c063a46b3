"""A draft as an item of QTI 1.2, in the dialect of Canvas, which most systems read. Pure."""

import re
from collections.abc import Callable
from typing import Any

from assessments.formats.qti.patterns import has_gap, parts, sample
from assessments.formats.qti.tree import Node

from ..parts import CannotHold
from ..xml import node
from .parts import ItemParts, as_json, choice, equal, fractions, lid, plain

R = "response1"
_SHAPES = {"rect": "rectangle", "circle": "ellipse", "polygon": "bounded"}
_GAP = re.compile(r"\[\[([^\]]*)\]\]")


def single(old: ItemParts) -> None:
    options, fixed = old.draft.body["options"], old.draft.kind == "truefalse"
    old.type = "true_false_question" if fixed else "multiple_choice_question"
    names = [option["id"] if fixed else f"c{place}" for place, option in enumerate(options, 1)]
    _shown(old, names, options, "Single")
    for name, option in zip(names, options, strict=True):
        if option["fraction"]:
            old.earns([equal(R, name)], option["fraction"], last=True)


def _shown(old: ItemParts, names: list[str], options: list[Any], cardinality: str) -> None:
    labels = [choice(name, old.material(option["text"])) for name, option in zip(names, options, strict=True)]
    old.presentation.append(lid(R, cardinality, labels))
    old.says(fractions=fractions(options))
    for name, option in zip(names, options, strict=True):
        old.tell(name, option["feedback"], equal(R, name))


def multiple(old: ItemParts) -> None:
    options, scoring = old.draft.body["options"], old.draft.body["scoring"]
    old.type = "multiple_answers_question"
    old.says(scoring=scoring)
    names = [f"c{place}" for place, _option in enumerate(options, 1)]
    _shown(old, names, options, "Multiple")
    right = [name for name, option in zip(names, options, strict=True) if option["fraction"] > 0]
    if scoring == "all":
        wrong = [node("not", {}, equal(R, name)) for name in names if name not in right]
        old.earns([node("and", {}, *(equal(R, name) for name in right), *wrong)], 1, last=True)
        return
    for name, option in zip(names, options, strict=True):
        sign = 1 if name in right else -1
        share = option["fraction"] if scoring == "weights" else sign / max(1, len(right))
        old.earns([equal(R, name)], share, "Add")


def matching(old: ItemParts) -> None:
    body = old.draft.body
    old.type = "matching_question"
    words = list(
        dict.fromkeys([pair["match"] for pair in body["pairs"]] + [extra["match"] for extra in body["extras"]])
    )
    tests = []
    for place, pair in enumerate(body["pairs"], 1):
        labels = [choice(f"m{at}", plain(word)) for at, word in enumerate(words, 1)]
        old.presentation.append(lid(f"p{place}", "Single", labels, old.material(pair["text"])))
        tests.append(equal(f"p{place}", f"m{words.index(pair['match']) + 1}"))
    _each_or_all(old, [[test] for test in tests])


def _each_or_all(old: ItemParts, tests: list[list[Node]]) -> None:
    old.says(scoring=old.draft.body["scoring"])
    if old.draft.body["scoring"] == "all":
        old.earns([test for one in tests for test in one], 1)
        return
    for one in tests:
        old.earns(one, 1 / len(tests), "Add")


def classification(old: ItemParts) -> None:
    body = old.draft.body
    old.type = "categorization_question"
    placed = [(item, place) for place, holder in enumerate(body["bins"], 1) for item in holder["items"]]
    every = [*placed, *((extra, 0) for extra in body["extras"])]
    if not placed:
        raise CannotHold("qti-no-items")
    for place, holder in enumerate(body["bins"], 1):
        labels = [choice(f"i{at}", old.material(item["text"])) for at, (item, _holder) in enumerate(every, 1)]
        old.presentation.append(lid(f"b{place}", "Multiple", labels, plain(holder["text"])))
    for at, (item, _holder) in enumerate(every, 1):
        old.tell(f"i{at}", item["feedback"])
    _each_or_all(old, [[equal(f"b{holder}", f"i{at}")] for at, (_item, holder) in enumerate(every, 1) if holder])


def ordering(old: ItemParts) -> None:
    body = old.draft.body
    old.type = "ordering_question"
    old.says(scoring=body["scoring"])
    labels = [choice(f"o{place}", old.material(item["text"])) for place, item in enumerate(body["items"], 1)]
    rendered = node("render_extension", {}, node("ims_render_object", {"shuffle": "Yes"}, *labels))
    old.presentation.append(node("response_lid", {"ident": R, "rcardinality": "Ordered"}, rendered))
    old.earns([equal(R, f"o{place}") for place, _item in enumerate(body["items"], 1)], 1)


def shorttext(old: ItemParts) -> None:
    body = old.draft.body
    old.type = "short_answer_question"
    old.says(
        case=body["case"],
        marks=body["marks"],
        answers=as_json([_without(answer, "id", "feedback") for answer in body["answers"]]),
    )
    old.presentation.append(
        node(
            "response_str",
            {"ident": R, "rcardinality": "Single"},
            node("render_fib", {}, node("response_label", {"ident": "a"})),
        )
    )
    for place, answer in enumerate(body["answers"], 1):
        test = _text_test(answer["text"], "Yes" if body["case"] else "No")
        old.tell(f"a{place}", answer["feedback"], test)
        old.earns([test], answer["fraction"], last=True)


def _text_test(text: str, case: str) -> Node:
    """Return the rule of a wildcard. QTI 1.2 knows a part of a text: `*text*`. Other wildcards it cannot hold."""
    if not has_gap(text):
        return equal(R, sample(text), case=case)
    pieces = parts(text)
    if pieces[0] is None and pieces[-1] is None and None not in pieces[1:-1] and len(pieces) > 2:
        return node("varsubstring", {"respident": R, "case": case}, sample(text))
    raise CannotHold("write-answers")


def numerical(old: ItemParts) -> None:
    body = old.draft.body
    if body["units"] or body["unit"] != "none":
        raise CannotHold("write-units")
    old.type = "numerical_question"
    old.says(
        unit_penalty=as_json(body["penalty"]),
        answers=as_json([_without(answer, "id", "feedback") for answer in body["answers"]]),
    )
    fib = node("render_fib", {"fibtype": "Decimal"}, node("response_label", {"ident": "a"}))
    old.presentation.append(node("response_num", {"ident": R, "rcardinality": "Single"}, fib))
    for place, answer in enumerate(body["answers"], 1):
        test = _number_test(answer)
        old.tell(f"a{place}", answer["feedback"], test)
        old.earns([test], answer["fraction"], last=True)


def _number_test(answer: dict[str, Any]) -> Node:
    if answer["value"] is None:
        return node("not", {}, node("unanswered", {"respident": R}))
    half = abs(answer["value"]) * answer["tolerance"] if answer["relative"] else answer["tolerance"]
    low, high = (repr(float(answer["value"] + sign * half)) for sign in (-1, 1))
    return node("and", {}, node("vargte", {"respident": R}, low), node("varlte", {"respident": R}, high))


def _without(value: dict[str, object], *names: str) -> dict[str, object]:
    return {name: inner for name, inner in value.items() if name not in names}


def gapfill(old: ItemParts) -> None:
    body = old.draft.body
    ids, mode = [gap["id"] for gap in body["gaps"]], body["mode"]
    if (
        _GAP.findall(body["text"]) != ids
        or any(gap["kind"] == "number" for gap in body["gaps"])
        or re.search(r"\[g\d", body["text"])
    ):
        raise CannotHold("write-gaps")
    if mode == "drag" and any(len(gap["answers"]) != 1 or gap["answers"][0]["fraction"] != 1 for gap in body["gaps"]):
        raise CannotHold("write-gaps")
    old.type = "multiple_dropdowns_question" if mode == "list" else "fill_in_multiple_blanks_question"
    old.says(case=body["case"])
    names = {identity: f"g{place}" for place, identity in enumerate(ids, 1)}
    old.presentation.append(old.material(_GAP.sub(lambda match: f"[{names[match[1]]}]", body["text"]), "text"))
    extras = [{"text": extra["text"], "fraction": 0.0, "feedback": ""} for extra in body["extras"]]
    for gap in body["gaps"]:
        _gap(old, f"response_{names[gap['id']]}", [*gap["answers"], *extras], len(ids), mode)


def _gap(old: ItemParts, name: str, answers: list[Any], count: int, mode: str) -> None:
    kind = {"typed": "openEntry", "list": "dropdown", "drag": "wordbank"}[mode]
    idents = [f"{name}-{at}" for at, _answer in enumerate(answers, 1)]
    labels = [
        choice(ident, plain(answer["text"]), answer_type=kind) for ident, answer in zip(idents, answers, strict=True)
    ]
    old.presentation.append(lid(name, "Single", labels))
    old.fields[f"fractions {name}"] = fractions(answers)
    for ident, answer in zip(idents, answers, strict=True):
        old.tell(ident, answer["feedback"], equal(name, ident))
        if answer["fraction"]:
            old.earns([equal(name, ident)], answer["fraction"] / count, "Add")


def freetext(old: ItemParts) -> None:
    body = old.draft.body
    old.type = "essay_question"
    if body["rubric"]:
        rubric = [
            {"text": criterion["text"], "levels": [_without(level, "id") for level in criterion["levels"]]}
            for criterion in body["rubric"]
        ]
        old.says(rubric=as_json(rubric))
    attrs = {
        "ident": R,
        "rcardinality": "Single",
        "word_limit_min": body["words_min"],
        "word_limit_max": body["words_max"],
    }
    fib = node("render_fib", {"rows": body["lines"]}, node("response_label", {"ident": "a"}))
    old.presentation.append(node("response_str", attrs, fib))
    if body["model"]:
        solution = node("solution", {}, node("solutionmaterial", {}, node("flow_mat", {}, old.material(body["model"]))))
        old.feedback.append(node("itemfeedback", {"ident": "solution"}, solution))


def hotspot(old: ItemParts) -> None:
    body = old.draft.body
    name = str(body["image"]).removeprefix("file:")
    if name not in old.draft.files:
        raise CannotHold("qti-no-picture")
    old.type = "hot_spot_question"
    old.says(
        areas=as_json([{name: region[name] for name in ("shape", "coords", "fraction")} for region in body["regions"]])
    )
    picture = old.material(f'<img src="file:{name}"/>')
    uri = re.search(r'src="([^"]*)"', picture.text())
    labels = [
        choice(f"r{place}", plain(region["label"]), rarea=_SHAPES[region["shape"]])
        for place, region in enumerate(body["regions"], 1)
    ]
    for label, region in zip(labels, body["regions"], strict=True):
        x, y, *rest = region["coords"]
        shares = [x, y, 2 * rest[0], 2 * rest[0]] if region["shape"] == "circle" else region["coords"]
        label.content.append(",".join(map(repr, shares)))
    image = node("material", {}, node("matimage", {"uri": uri[1] if uri else "", "label": body["alt"]}))
    rendered = node("render_hotspot", {}, image, *labels)
    old.presentation.append(
        node("response_xy", {"ident": R, "rcardinality": "Multiple" if body["several"] else "Single"}, rendered)
    )
    for place, region in enumerate(body["regions"], 1):
        old.tell(f"a{place}", region["feedback"], equal(R, f"r{place}"))
        old.earns([equal(R, f"r{place}")], region["fraction"], "Add" if body["several"] else "Set")


WRITERS: dict[str, Callable[[ItemParts], None]] = {
    "single": single,
    "truefalse": single,
    "multiple": multiple,
    "matching": matching,
    "classification": classification,
    "ordering": ordering,
    "shorttext": shorttext,
    "numerical": numerical,
    "gapfill": gapfill,
    "freetext": freetext,
    "hotspot": hotspot,
}
