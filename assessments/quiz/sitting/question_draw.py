"""Draws of the questions of an attempt. Pure."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from lms.foundation.plugins.question import questions

from .type_versions import numbered, question_now

Pool = Mapping[str, Any]
"""A draw: `questions` (ids) to draw from, and the `number` of them that is wanted;
0 for all that no other draw takes.
"""


def draw(definition: Mapping[str, Any], *, seed: int) -> list[dict[str, object]]:
    """Return the items of an attempt: question id, type, the order of its parts, key; its section and its mark where
    they are not 0 and 1.

    The same seed draws the same items, and no question comes twice.
    """
    chance = random.Random(seed)  # noqa: S311  a draw, not a secret
    pools = [(number, pool) for number, section in enumerate(definition["sections"]) for pool in section["draws"]]
    taken = assign([pool for _section, pool in pools], chance)
    drawn: list[tuple[str, int, float]] = []
    for number in range(len(definition["sections"])):
        part = [
            (name, number, pool.get("mark", 1.0))
            for (section, pool), names in zip(pools, taken, strict=True)
            if section == number
            for name in (names if definition["shuffle"] else [name for name in pool["questions"] if name in names])
        ]
        if definition["shuffle"]:
            chance.shuffle(part)
        drawn += part
    return [
        _item(name, section, mark, definition, chance if definition["shuffle"] else None)
        for name, section, mark in drawn
    ]


def _item(
    name: str, section: int, mark: float, definition: Mapping[str, Any], chance: random.Random | None
) -> dict[str, object]:
    question = question_now(definition["questions"][name])
    kind = questions.get(question["kind"])
    order = kind.order(question["shown"], chance=chance)
    item = {"id": name, "kind": question["kind"], "order": order, "key": question["key"]} | numbered(kind.version)
    return item | ({"section": section} if section else {}) | ({"mark": mark} if mark != 1 else {})


def item_of(name: str, question: Mapping[str, object], *, seed: int) -> dict[str, object]:
    """Return one question of a content as an item of a form, outside of any section; the same seed gives it the same
    order.
    """
    return _item(name, 0, 1.0, {"questions": {name: question}, "shuffle": True}, random.Random(seed))  # noqa: S311


def assign(pools: Sequence[Pool], chance: random.Random) -> list[list[str]]:
    """Return for each pool the questions drawn from it, none of them twice; fewer than wanted only where no choice
    gives them all.

    Where a pool has too few left, questions are passed on along augmenting paths (D. König 1931; H. W. Kuhn 1955).
    """
    owner: dict[str, int] = {}
    taken: list[list[str]] = []
    for number, pool in enumerate(pools):
        left = [name for name in pool["questions"] if name not in owner]
        got = chance.sample(left, min(pool["number"] or len(left), len(left)))
        taken.append(got)
        owner |= dict.fromkeys(got, number)
        for _missing in range(pool["number"] - len(got)):
            if not _pass_on(number, pools, owner, taken, set()):
                break
    return taken


def _pass_on(number: int, pools: Sequence[Pool], owner: dict[str, int], taken: list[list[str]], seen: set[str]) -> bool:
    """Get one more question for a pool, from one that can find another for it. True where that succeeded."""
    for name in pools[number]["questions"]:
        if name in seen or owner.get(name) == number:
            continue
        seen.add(name)
        if name not in owner or _pass_on(owner[name], pools, owner, taken, seen):
            if name in owner:
                taken[owner[name]].remove(name)
            owner[name] = number
            taken[number].append(name)
            return True
    return False


def missing(pools: Sequence[Pool]) -> list[int]:
    """Return how many questions each pool lacks when all are drawn together."""
    taken = assign(pools, random.Random(0))  # noqa: S311
    return [max(pool["number"] - len(names), 0) for pool, names in zip(pools, taken, strict=True)]
