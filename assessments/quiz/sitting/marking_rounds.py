"""Rounds of marking by people: one marker, or two who do not know of each other, and a third who decides. Pure.

`given` is what people gave for one question, in order (`State.given`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.questions.types.marking.rubric import Criterion

from .state import DECISION, PersonsMark

FIRST = "first"
Given = Sequence[PersonsMark]


@dataclass(frozen=True)
class Turn:
    """The round in which a person's mark counts, and how many entries it has so far;
    `own` where this person gave the last of them.
    """

    number: int
    given: int = 0
    own: bool = False

    @property
    def token(self) -> str:
        """The token that a form sends back, by which a form is recognised as out of date.

        A first mark is no later than another marker's first.
        """
        return FIRST if not self.given and self.number != DECISION else f"{self.number}.{self.given}"


def turn_of(given: Given, person: int | None, *, markers: int) -> Turn:
    """Return the turn of `person`.

    Of two markers each keeps a round of their own; who comes third, or after a decision, decides.
    """
    by_round: dict[int, list[PersonsMark]] = {}
    for entry in given:
        by_round.setdefault(entry.round, []).append(entry)
    last = {number: entries[-1].by for number, entries in by_round.items()}
    if DECISION in by_round:
        number = DECISION
    elif markers < 2:
        number = 1
    else:
        mine = [number for number in (1, 2) if number in by_round and last[number] == person]
        free = [number for number in (1, 2) if number not in by_round]
        number = [*mine, *free, DECISION][0]
    count = len(by_round.get(number, ()))
    return Turn(number, count, own=count > 0 and last[number] == person)


def hides_others(turn: Turn, *, markers: int) -> bool:
    """Return whether the marks of others are hidden from this person: with two markers, until they have marked the
    answer themselves.
    """
    return markers > 1 and turn.token == FIRST


def counting(given: Given) -> list[PersonsMark]:
    """Return the entries that count: the last decision alone, or else the last of each round."""
    last = {entry.round: entry for entry in given}
    return [last[DECISION]] if DECISION in last else [last[number] for number in sorted(last)]


def marks_for_learner(given: Given, rubric: Sequence[Criterion], *, comments: bool) -> list[dict[str, object]]:
    """Return the marks by people as a learner sees them: levels and comment of each entry that counts, and no names.

    `rubric` is empty where its points are not due, `comments` says whether what was written is.
    """
    shown: list[dict[str, object]] = []
    for entry in counting(given):
        levels = [
            {"criterion": criterion["text"], "level": level["text"], "points": level["points"]}
            for criterion in rubric
            for level in criterion["levels"]
            if level["id"] == entry.rubric.get(criterion["id"])
        ]
        comment = entry.comment if comments else ""
        if levels or comment:
            shown.append({"comment": comment, "levels": levels})
    return shown
