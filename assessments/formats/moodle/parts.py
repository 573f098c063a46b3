"""Conversion of each of our types to Moodle XML. Pure."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, TypeVar

from ..bodies import (
    FreeTextBody,
    Gap,
    GapFillBody,
    MatchingBody,
    NumberAnswer,
    NumericalBody,
    Option,
    OptionsBody,
    OrderingBody,
    Pair,
    ShortTextBody,
)
from ..gaps import GAP
from ..grades import percent
from ..numbers import shown
from .cloze import holds_gaps, plain, quoted

_GRADING = {"exact": "ALL_OR_NOTHING", "run": "LONGEST_CONTIGUOUS_SUBSET", "pairwise": "RELATIVE_ALL_PREVIOUS_AND_NEXT"}


class Lossy(Exception):
    """Moodle would not give this back: the code of why."""


class Writer(ABC):
    """Writer of texts."""

    @abstractmethod
    def text(self, text: str) -> str:
        """Return a text element of plain text."""

    @abstractmethod
    def field(self, tag: str, html: str, attributes: str = "", inside: str = "") -> str:
        """Return an element that holds HTML with its files, and `inside` after it."""


@dataclass(frozen=True)
class Parts:
    """The elements of a type; the text with gaps where it has one;
    and whether the mark of the question stands in an element of its own.
    """

    elements: Sequence[str]
    text: str | None = None
    mark: bool = True


Writing = tuple[str, Parts]
Part = TypeVar("Part")


def _feedback(answer: Option | NumberAnswer, writer: Writer) -> str:
    return writer.field("feedback", answer["feedback"]) if answer["feedback"] else ""


def _fraction(share: float) -> str:
    return f' fraction="{percent(share)}"'


def _option(option: Option, writer: Writer) -> str:
    return writer.field("answer", option["text"], _fraction(option["fraction"]), _feedback(option, writer))


def _single(body: OptionsBody, writer: Writer) -> Writing:
    _some(body["options"])
    return "multichoice", Parts(["<single>true</single>", *(_option(option, writer) for option in body["options"])])


def _multiple(body: OptionsBody, writer: Writer) -> Writing:
    options = _some(body["options"])
    if body["scoring"] == "weights":
        return "multichoice", Parts(["<single>false</single>", *(_option(option, writer) for option in options)])
    right = sum(option["fraction"] > 0 for option in options)
    even = all(option["fraction"] in (0, 1 / right if right else 0) for option in options)
    if body["scoring"] != "all" or not even:
        raise Lossy("write-scoring")
    full: list[Option] = [{**option, "fraction": 1.0 if option["fraction"] > 0 else 0.0} for option in options]
    return "multichoiceset", Parts([_option(option, writer) for option in full])


def _truefalse(body: OptionsBody, writer: Writer) -> Writing:
    options = body["options"]
    if any(option["text"] for option in options) or sorted(option["fraction"] for option in options) != [0, 1]:
        raise Lossy("write-fractions")
    return "truefalse", Parts([_answer(option["id"], option, writer) for option in options])


def _answer(text: str, answer: Option | NumberAnswer, writer: Writer, inside: str = "") -> str:
    """Return an answer of plain text."""
    return f"<answer{_fraction(answer['fraction'])}>{writer.text(text)}{inside}{_feedback(answer, writer)}</answer>"


def _shorttext(body: ShortTextBody, writer: Writer) -> Writing:
    if not body["marks"]:
        raise Lossy("write-case")
    case = f"<usecase>{int(body['case'])}</usecase>"
    return "shortanswer", Parts([case, *(_answer(answer["text"], answer, writer) for answer in _some(body["answers"]))])


def _numerical(body: NumericalBody, writer: Writer) -> Writing:
    answers = _some(body["answers"])
    if any(answer["relative"] for answer in answers):
        raise Lossy("write-relative")
    if (body["unit"] == "none") is bool(body["units"]) or (body["unit"] != "required" and body["penalty"]):
        raise Lossy("write-units")
    written = [
        _answer(_value(answer["value"]), answer, writer, f"<tolerance>{shown(answer['tolerance'])}</tolerance>")
        for answer in answers
    ]
    return "numerical", Parts([*written, *_units(body, writer)])


def _value(value: float | None) -> str:
    return "*" if value is None else shown(value)


def _units(body: NumericalBody, writer: Writer) -> list[str]:
    if not body["units"]:
        return []
    units = "".join(
        f"<unit><multiplier>{shown(unit['factor'])}</multiplier><unit_name>{_name(unit['name'])}</unit_name></unit>"
        for unit in body["units"]
    )
    required, penalty = int(body["unit"] == "required"), shown(body["penalty"])
    graded = f"<unitgradingtype>{required}</unitgradingtype><unitpenalty>{penalty}</unitpenalty>"
    return [f"<units>{units}</units>", graded, "<showunits>0</showunits>"]


def _name(name: str) -> str:
    if name != name.strip():
        raise Lossy("write-units")
    return escape(name, quote=False)


def _matching(body: MatchingBody, writer: Writer) -> Writing:
    if body["scoring"] != "each":
        raise Lossy("write-scoring")
    pairs: list[Pair] = [*body["pairs"], *(Pair(text="", **extra) for extra in body["extras"])]
    if not body["pairs"] or not all(pair["text"] for pair in body["pairs"]):
        raise Lossy("write-pairs")
    return "matching", Parts(
        [
            writer.field("subquestion", pair["text"], inside=f"<answer>{writer.text(pair['match'])}</answer>")
            for pair in pairs
        ]
    )


def _freetext(body: FreeTextBody, writer: Writer) -> Writing:
    if body["rubric"]:
        raise Lossy("write-rubric")
    counts = {"responsefieldlines": body["lines"], "minwordlimit": body["words_min"], "maxwordlimit": body["words_max"]}
    written = [f"<{tag}>{count}</{tag}>" for tag, count in counts.items() if count]
    return "essay", Parts([*written, writer.field("graderinfo", body["model"]) if body["model"] else ""])


def _ordering(body: OrderingBody, writer: Writer) -> Writing:
    items = [writer.field("answer", item["text"]) for item in _some(body["items"])]
    return "ordering", Parts([f"<gradingtype>{_GRADING[body['scoring']]}</gradingtype>", *items])


def _gapfill(body: GapFillBody, writer: Writer) -> Writing:
    gaps = {gap["id"]: gap for gap in body["gaps"]}
    named = GAP.findall(body["text"])
    if not gaps or sorted(named) != sorted(gaps) or holds_gaps(body["text"]):
        raise Lossy("write-gaps")
    if body["mode"] == "drag":
        return _dragged([gaps[name] for name in named], body, writer)
    if body["extras"]:
        raise Lossy("write-gaps")
    text = GAP.sub(lambda match: _embedded(gaps[match[1]], body), body["text"])
    return "cloze", Parts([], text=text, mark=False)


def _dragged(gaps: Sequence[Gap], body: GapFillBody, writer: Writer) -> Writing:
    """Return words to drag: one right word for each gap, and the extras."""
    answers = [gap["answers"] for gap in gaps]
    if any(len(each) != 1 or each[0]["fraction"] != 1 or each[0]["feedback"] for each in answers) or body["case"]:
        raise Lossy("write-gaps")
    words = [each[0]["text"] for each in answers] + [extra["text"] for extra in body["extras"]]
    numbers = iter(range(1, len(gaps) + 1))
    text = GAP.sub(lambda _found: f"[[{next(numbers)}]]", body["text"])
    boxes = [f"<dragbox>{writer.text(escape(word, quote=False))}<group>1</group></dragbox>" for word in words]
    return "ddwtos", Parts(boxes, text=text)


def _embedded(gap: Gap, body: GapFillBody) -> str:
    """Return a gap as Moodle embeds it in the text."""
    if not any(answer["fraction"] >= 1 for answer in gap["answers"]):
        raise Lossy("write-gaps")
    tolerance = f":{shown(gap['tolerance'])}" if gap["kind"] == "number" else ""
    if body["mode"] == "list":
        sort = "MULTICHOICE"
    elif gap["kind"] == "number":
        sort = "NUMERICAL"
    else:
        sort = "SHORTANSWER_C" if body["case"] else "SHORTANSWER"
    return f"{{1:{sort}:{'~'.join(_alternative(answer, tolerance) for answer in gap['answers'])}}}"


def _alternative(answer: Option, tolerance: str) -> str:
    share, text = answer["fraction"], answer["text"]
    if any(plain(quoted(said)) != said for said in (text, answer["feedback"])) or not text:
        raise Lossy("write-gaps")
    partly = f"%{percent(share)}%" if share else ""
    mark = "=" if share >= 1 else partly
    spread = tolerance if text != "*" else ""
    number = re.fullmatch(r"[0-9.+-]+", text)
    written = text + spread if number else quoted(text) + spread
    return f"{mark}{written}#{quoted(answer['feedback'])}" if answer["feedback"] else f"{mark}{written}"


def _some(answers: Sequence[Part]) -> Sequence[Part]:
    if not answers:
        raise Lossy("write-answers")
    return answers


KINDS: Mapping[str, Callable[[Any, Writer], Writing]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "shorttext": _shorttext,
    "numerical": _numerical,
    "matching": _matching,
    "freetext": _freetext,
    "ordering": _ordering,
    "gapfill": _gapfill,
}
