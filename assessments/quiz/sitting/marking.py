"""Marks of the answers of an attempt, question by question and together. Pure."""

from collections.abc import Iterable, Sequence
from math import fsum
from statistics import fmean

from lms.foundation.plugins.activity import Outcome, best
from lms.foundation.plugins.activity import Result as Attempted

from .form import Form, Item
from .rules import CERTAINTY, IMMEDIATE, Rules
from .state import DECISION, PersonsMark, State

ROUNDING = 1e-9
"""A score that reaches the pass mark but for the rounding of floats has reached it."""
APART = 0.25
"""Two markers who differ by more than this share of the full marks need a third person's decision."""
SURE = {1: (1, 0), 2: (2, -2), 3: (3, -6)}
"""What an answer earns that is right, and one that is wrong, by how certain one was, of 3 at most: A. R.
Gardner-Medwin, “Confidence-Based Marking: towards deeper learning and better exams”, in Innovative Assessment in Higher
Education (2006), table 12.1.
"""


def result(
    marks: Iterable[float | None], *, pass_mark: float, weights: Iterable[float] | None = None
) -> tuple[float | None, bool | None]:
    """Return the score, 0..1, as the weighted mean of the marks, cut at 0, and whether it reaches the pass mark.

    A question without a mark is left out; where none has one, or they weigh nothing, there is neither score nor pass.
    """
    marks = list(marks)
    pairs = [
        (mark, weight) for mark, weight in zip(marks, weights or [1.0] * len(marks), strict=True) if mark is not None
    ]
    total = fsum(weight for _mark, weight in pairs)
    if total <= 0:
        return None, None
    score = min(max(fsum(mark * weight for mark, weight in pairs) / total, 0.0), 1.0)
    return score, score >= pass_mark - ROUNDING


def mark_with_certainty(mark: float, certainty: int) -> float:
    """Return the mark, -2..1, for `mark` (0..1) at this certainty; a part of what is right earns that part."""
    right, wrong = SURE[certainty]
    return (mark * right if mark > 0 else wrong) / 3


def after_tries(mark: float, wrong: int, *, penalty: float) -> float:
    """Return the rest of `mark` after so many wrong tries."""
    return mark * max(0.0, 1 - penalty * wrong)


def tried_before(name: str, state: State) -> int:
    """Count the wrong tries before the answer that stands."""
    check = state.check(name)
    stands = check is not None and not check.right and check.response == state.responses.get(name)
    return state.tries.get(name, 0) - stands


def by_people(given: Sequence[PersonsMark], *, markers: int) -> float | None:
    """Return the mark from the marks that people gave one answer: the last decision, or else the mean of each marker's
    last mark.

    None until so many have marked, and while two of them are further apart than `APART`, which somebody then has to
    decide.
    """
    rounds = {entry.round: entry.fraction for entry in given}
    if DECISION in rounds:
        return rounds[DECISION]
    if len(rounds) < markers or max(rounds.values()) - min(rounds.values()) > APART + ROUNDING:
        return None
    return fmean(rounds.values())


def worth(item: Item, state: State, rules: Rules) -> float | None:
    """Return the mark of the answer that stands, 0..1, by the mark of a person, or else by the key; None while it
    cannot be marked.
    """
    kind, response = item.type, state.responses.get(item.id)
    written = kind.by_people and bool(response)
    if state.people.get(item.id):
        return by_people(state.given(item.id), markers=rules.markers if written else 1)
    if written:
        return kind.mark(state.key(item), response)
    if kind.by_people:
        return 0.0
    return kind.mark(state.key(item), response)


def mark(item: Item, state: State, rules: Rules) -> float | None:
    """Return the mark of one question, 0..1, as the attempt stands; None where it has none, or none yet. Of certainty
    it knows nothing.

    It is what the answer is `worth` less the price of wrong tries, but no less than the floor of a corrected key.
    Neither of the two touches what a person gave.
    """
    name, fraction = item.id, worth(item, state, rules)
    if fraction is None or item.type.by_people or state.people.get(name):
        return fraction
    if rules.behaviour == IMMEDIATE:
        fraction = after_tries(fraction, tried_before(name, state), penalty=rules.penalty)
    return max(fraction, state.floor.get(name, 0.0))


def earned_mark(name: str, mark: float | None, state: State, rules: Rules) -> float | None:
    """Return the earned share of a question: its mark, or with certainty-based marking more or less, -2..1, by the
    learner's certainty.
    """
    if mark is None or rules.behaviour != CERTAINTY:
        return mark
    return mark_with_certainty(mark, state.certainty.get(name, 1))


def is_waiting(item: Item, state: State, rules: Rules) -> bool:
    """Return whether a person has to mark this question before there is a result."""
    return item.type.by_people and mark(item, state, rules) is None


def settled(form: Form, state: State, *, lowers: bool = False) -> tuple[dict[str, float | None], Outcome]:
    """Return the marks of a closed attempt, and what it comes to: nothing yet while a question waits for a person."""
    rules, items = form.rules(state.terms), list(form.items.values())
    marks = {item.id: mark(item, state, rules) for item in items}
    if any(marks[item.id] is None and item.type.by_people for item in items):
        return marks, Outcome(closed=True, waiting=True, lowers=lowers)
    counted = [earned_mark(name, fraction, state, rules) for name, fraction in marks.items()]
    score, passed = result(counted, pass_mark=form.pass_mark, weights=[item.mark for item in items])
    return marks, Outcome(completed=True, passed=passed, score=score, closed=True, waiting=False, lowers=lowers)


def combined(results: Sequence[Attempted], *, grading: str, pass_mark: float) -> Attempted:
    """Return the result of several attempts together: the best, the first, the last, or their mean, which passes if it
    reaches the pass mark.
    """
    if grading in ("first", "last"):
        return results[0 if grading == "first" else -1]
    scores = [one.score for one in results if one.score is not None]
    if grading == "mean" and scores:
        score = fmean(scores)
        return Attempted(score, score >= pass_mark - ROUNDING)
    return best(results)
