"""Gap fill: a text with gaps that are written in, chosen from a list, or filled from one pool of choices."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.formats.bodies import Gap, GapFillBody
from assessments.questions.bank.blocks import plain
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import Parts, QuestionType, texts

from ..marking.number import read
from ..marking.text import earned, models
from ..shared.answer_variants import variant, variant_stored
from ..shared.shapes import GapFillKey, GapFillOrder, GapFillReveal, GapFillShown, GapKey
from ..shared.typed_answers import LONGEST, feedback_of, look_and_word, without_feedback, written
from .block import GapsBlock
from .choices import Choice, by_gap, canonical, named, ordered, pool_of, texts_of
from .gaps import by_id, by_place, cut
from .marking import guessed, mark, matched, picked, worth
from .problems import problems

Part = Mapping[str, Any]


def gap_result(
    key: GapKey, gap: Part, texts: Mapping[str, str], feedback: Mapping[str, Mapping[str, str]], *, case: bool
) -> dict[str, object]:
    """Return, for a gap as the template gets it, its `look`, the word `said` on it, the answers that are `right`, and
    the `feedback`.

    `key` is the gap's part of the key, `texts` has the texts of the choices, `feedback` what is said of each answer, by
    gap.
    """
    given = gap["given"]
    if "fractions" in key:
        share, name = worth(key, given, case=case), given
        right = _best(key["fractions"], texts)
    else:
        answer = matched(key, given, case=case)
        share, name = earned(answer), answer["id"] if answer else ""
        right = models(key["answers"])
    result: dict[str, Any] = look_and_word(share) if given else {"look": "", "said": _("Left empty")}
    return {**result, "right": [] if share >= 1 else right, "feedback": feedback.get(key["id"], {}).get(name, "")}


def _best(fractions: Mapping[str, float], texts: Mapping[str, str]) -> list[str]:
    """Return the choices that earn most."""
    best = max((earned({"fraction": fraction}) for fraction in fractions.values()), default=0.0)
    names = [name for name, fraction in fractions.items() if best and earned({"fraction": fraction}) == best]
    return [texts[name] for name in names if texts.get(name)]


class GapFill(QuestionType):
    """The response has what was written in each gap, or the id of what was chosen, by the gap's id; empty gaps are left
    out.

    `shown` and an order have the `choices` by gap, or where all gaps share them, the `pool`; an order has the ids
    alone.
    """

    slug = "gapfill"
    name = gettext_lazy("Text with gaps")
    template = "questions/types/gapfill.html"
    script = "questions/arrange.js"

    def block(self) -> GapsBlock:
        return GapsBlock(icon="pilcrow", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        fields = plain(value)
        gaps = [_gap(gap) for gap in fields["gaps"]]
        return {**fields, "text": by_id(fields["text"], gaps), "mode": fields["mode"] or "typed", "gaps": gaps}

    def stored(self, body: GapFillBody) -> dict[str, object]:
        gaps = [{**gap, "answers": [variant_stored(answer) for answer in gap["answers"]]} for gap in body["gaps"]]
        return super().stored({**body, "text": by_place(body["text"], body["gaps"]), "gaps": gaps})

    def problems(self, body: GapFillBody) -> list[str]:
        return problems(body)

    def split(self, body: GapFillBody) -> Parts:
        gaps, mode = body["gaps"], body["mode"]
        shown: GapFillShown = {
            "text": body["text"],
            "mode": mode,
            "gaps": [{"id": gap["id"], "kind": gap["kind"]} for gap in gaps],
        }
        feedback = {gap["id"]: comments for gap in gaps if (comments := feedback_of(gap["answers"]))}
        key: Sequence[Mapping[str, object]]
        if mode == "typed":
            key = [{**gap, "answers": [without_feedback(answer) for answer in gap["answers"]]} for gap in gaps]
        elif mode == "list":
            shown["choices"] = by_gap(gaps)
            key = [
                {"id": gap["id"], "fractions": {answer["id"]: answer["fraction"] for answer in gap["answers"]}}
                for gap in gaps
            ]
        else:
            shown["pool"] = pool_of(body)
            key, feedback = canonical(gaps, shown["pool"])
        return Parts(shown=shown, key={"gaps": key, "case": body["case"]}, reveal={"feedback": feedback})

    def order(self, shown: GapFillShown, *, chance: Random | None) -> dict[str, object]:
        return {"gaps": [gap["id"] for gap in shown["gaps"]], **ordered(shown, chance)}

    def read(self, data: Mapping[str, object], *, order: GapFillOrder) -> dict[str, str]:
        if set(data) - set(order["gaps"]):
            raise InvalidAnswer(_("This gap is not part of the question. Reload the page and answer again."))
        given = {gap: _given(data[gap], _allowed(order, gap)) for gap in order["gaps"] if gap in data}
        return {gap: text for gap, text in given.items() if text}

    def mark(self, key: GapFillKey, response: Mapping[str, str] | None) -> float:
        return mark(key, response or {})

    def unfinished(self, key: GapFillKey, response: Mapping[str, str] | None, *, order: GapFillOrder) -> str:
        left = len(order["gaps"]) - len(response or {})
        if left:
            return ngettext("%(count)s gap is still empty.", "%(count)s gaps are still empty.", left) % {"count": left}
        wordy = [
            gap
            for gap in key["gaps"]
            if gap.get("kind") == "number" and "answers" in gap and not read((response or {})[gap["id"]])
        ]
        return _("A gap that wants a number has none. Write it in digits.") if wordy else ""

    def guess(self, key: GapFillKey, *, order: GapFillOrder) -> float | None:
        return guessed(key, {gap: _allowed(order, gap) or [] for gap in order["gaps"]})

    def picks(self, key: GapFillKey, response: Mapping[str, str] | None) -> dict[str, float]:
        return picked(key, response or {})

    def pickable(self, shown: GapFillShown) -> dict[str, str]:
        return named(shown)

    def context(
        self,
        shown: GapFillShown,
        *,
        order: GapFillOrder,
        response: Mapping[str, str] | None,
        key: GapFillKey | None = None,
        reveal: GapFillReveal | None = None,
    ) -> dict[str, object]:
        texts = texts_of(shown)
        gaps: dict[str, dict[str, Any]] = {}
        for place, gap in enumerate(order["gaps"], start=1):
            given = (response or {}).get(gap, "")
            choices = [Choice(name, texts.get(name, ""), chosen=name == given) for name in _allowed(order, gap) or []]
            label = _("Gap %(number)s of %(total)s") % {"number": place, "total": len(order["gaps"])}
            gaps[gap] = {
                "id": gap,
                "place": place,
                "label": label,
                "given": given,
                "choices": choices,
                "text": texts.get(given, given),
            }
        for each in shown["gaps"]:
            gaps.get(each["id"], {})["number"] = each["kind"] == "number"
        if key is not None:
            for part in key["gaps"]:
                gaps[part["id"]] |= gap_result(
                    part, gaps[part["id"]], texts, (reveal or {}).get("feedback", {}), case=key["case"]
                )
        pieces = [{"html": html, "gap": gaps.get(gap)} for html, gap in cut(shown["text"], order["gaps"])]
        return {
            "mode": shown["mode"],
            "pieces": pieces,
            "gaps": list(gaps.values()),
            "longest": LONGEST,
            "due": key is not None,
        }


def _gap(gap: Mapping[str, Any]) -> Gap:
    answers = [variant(answer) for answer in gap["answers"]]
    return {"id": gap["id"], "answers": answers, "kind": gap["kind"] or "text", "tolerance": gap["tolerance"] or 0}


def _allowed(order: GapFillOrder, gap: str) -> Sequence[str] | None:
    """Return the ids among which one chooses for a gap; None where one writes."""
    return order["pool"] if "pool" in order else order.get("choices", {}).get(gap)


def _given(value: object, allowed: Sequence[str] | None) -> str:
    if allowed is None:
        return written(value)
    match texts(value):
        case [name] if name in allowed or not name:
            return name
    raise InvalidAnswer(_("Choose among the options shown."))
