"""The marks of an attempt at a quiz, from its form, its state and what it was drawn from. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assessments.quiz.sitting.form import Form, Item
from assessments.quiz.sitting.state import State
from lms.foundation.plugins.question import questions

from .sheet import Mark

Draw = Mapping[str, Any]
MOST_ANSWERS = 200
"""So many different answers to one question are kept with what they earn."""


class NotMarked(ValueError):
    """A question of the attempt waits for somebody to mark it."""


def draws_of(definition: Mapping[str, Any]) -> list[Draw]:
    """Return the draws of a quiz, in order: each has `questions` to draw from and the `number` wanted, 0 for all."""
    return [draw for section in definition.get("sections", ()) for draw in section["draws"]]


class Picks:
    """Options chosen in answers, and the mark that each earns. The type is asked once for each answer that many
    gave.
    """

    def __init__(self) -> None:
        self._known: dict[str, dict[str, tuple[Any, Mapping[str, float]]]] = {}

    def of(self, item: Item, state: State) -> Mapping[str, float]:
        """Return the options of the answer and their marks; empty for a question without an answer, and for one whose
        type is not installed.
        """
        response = state.responses.get(item.id)
        if not response or item.kind not in questions:
            return {}
        known, written, key = self._known.setdefault(item.id, {}), repr(response), state.key(item)
        found = known.get(written)
        if found is None or found[0] != key:
            found = key, item.type.picks(key, response)
            if len(known) < MOST_ANSWERS:
                known[written] = found
        return found[1]


def marks_of(form: Form, state: State, draws: Sequence[Draw], picks: Picks) -> list[Mark]:
    """Return the marks of a closed attempt as they stand, without questions that have no right and wrong.

    Raises `NotMarked`.
    """
    places = places_of(list(form.items), draws)
    marks = []
    for item, place in zip(form.items.values(), places, strict=True):
        fraction = state.mark(item.id)
        if fraction is not None:
            marks.append(Mark(place, item.id, fraction * item.mark, item.mark, picks.of(item, state)))
        elif item.kind in questions and item.type.by_people:
            raise NotMarked
    return marks


def places_of(questions: Sequence[str], draws: Sequence[Draw]) -> list[str]:
    """Return the place of the quiz in which each question of an attempt stands.

    A question that everybody gets is a place of its own, called by its id. Where fewer are drawn than there are, the
    places of the draw are numbered: “2.1” is the first of the second draw. As the order of a draw is random, so is who
    stands in which of them.
    """
    free = [_numbers(index, draw) for index, draw in enumerate(draws, start=1)]
    return [_place(question, draws, free) for question in questions]


def _numbers(index: int, draw: Draw) -> Iterator[str]:
    drawn = draw["number"] if 0 < draw["number"] < len(draw["questions"]) else 0
    return iter([f"{index}.{number}" for number in range(1, drawn + 1)])


def _place(question: str, draws: Sequence[Draw], free: Sequence[Iterator[str]]) -> str:
    for draw, places in zip(draws, free, strict=True):
        if question in draw["questions"] and (place := next(places, "")):
            return place
    return question
