"""The choices of gaps that are not written in: a list for each, or one pool for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from random import Random

from assessments.formats.bodies import Gap, GapFillBody, Item, Option
from lms.foundation.plugins.question import IN_PART

from ..shared.shapes import GapFillShown, GapKey
from ..shared.shuffled_parts import opaque


@dataclass(frozen=True)
class Choice:
    """One choice of a gap as the template gets it."""

    id: str
    text: str
    chosen: bool


def by_gap(gaps: Sequence[Gap]) -> dict[str, list[Item]]:
    """Return the list of each gap: its answers as they were written."""
    return {gap["id"]: [{"id": answer["id"], "text": answer["text"]} for answer in gap["answers"]] for gap in gaps}


def pool_of(body: GapFillBody) -> list[Item]:
    """Return the answers of all gaps that earn something, and the extras. Neither their ids nor their order say where
    one belongs.

    Two of the same text are both there, since they may differ in another language; one of them is shown.
    """
    right = [answer for gap in body["gaps"] for answer in gap["answers"] if answer["fraction"] > 0]
    parts: list[Item] = [{"id": opaque(part["id"]), "text": part["text"].strip()} for part in [*right, *body["extras"]]]
    return sorted(parts, key=lambda part: part["id"])


def canonical(gaps: Sequence[Gap], pool: Sequence[Item]) -> tuple[list[GapKey], dict[str, dict[str, str]]]:
    """Return for each gap what the choices of the pool earn in it, and the feedback to them there. A choice counts by
    its text.
    """
    ids = _first(pool)
    key: list[GapKey] = []
    feedback = {}
    for gap in gaps:
        foreseen: dict[str, Option] = {}
        for answer in gap["answers"]:
            if answer["text"].strip() in ids:
                foreseen.setdefault(ids[answer["text"].strip()], answer)
        key.append({"id": gap["id"], "fractions": {name: answer["fraction"] for name, answer in foreseen.items()}})
        if comments := {name: answer["feedback"] for name, answer in foreseen.items() if answer["feedback"]}:
            feedback[gap["id"]] = comments
    return key, feedback


def ordered(shown: GapFillShown, chance: Random | None) -> dict[str, object]:
    """Return the ids of the choices in the order of one attempt.

    Those of a pool never stand as the gaps do: without `chance` by their text.
    """
    if "pool" in shown:
        names = [name for _text, name in sorted(_first(shown["pool"]).items())]
        return {"pool": _mixed(names, chance)}
    if "choices" in shown:
        lists = {gap["id"]: [choice["id"] for choice in shown["choices"][gap["id"]]] for gap in shown["gaps"]}
        return {"choices": {gap: _mixed(names, chance) for gap, names in lists.items()}}
    return {}


def texts_of(shown: GapFillShown) -> dict[str, str]:
    """Return the texts of all choices by their id."""
    parts = [*shown.get("pool", []), *(choice for choices in shown.get("choices", {}).values() for choice in choices)]
    return {choice["id"]: choice["text"] for choice in parts}


def named(shown: GapFillShown) -> dict[str, str]:
    """Return the HTML of each choice in each gap, by the names of both: “2 → Kampala”."""
    offered = {gap["id"]: shown.get("choices", {}).get(gap["id"], shown.get("pool", [])) for gap in shown["gaps"]}
    return {
        f"{gap}{IN_PART}{choice['id']}": f"{place} → {escape(choice['text'])}"
        for place, (gap, choices) in enumerate(offered.items(), start=1)
        for choice in choices
    }


def _first(pool: Sequence[Item]) -> dict[str, str]:
    """Return the id of the first choice with each text."""
    ids: dict[str, str] = {}
    for part in pool:
        ids.setdefault(part["text"], part["id"])
    return ids


def _mixed(names: list[str], chance: Random | None) -> list[str]:
    if chance is not None:
        chance.shuffle(names)
    return names
