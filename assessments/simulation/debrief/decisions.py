"""Decisions of each seat of a run, and their marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.casework import score
from assessments.casework.debriefing import Answer, AnswerCounts, Row, answer_counts, compare_decisions
from assessments.casework.presentation.sentences import case_moment

from .finished_run import Play


@dataclass(frozen=True)
class SeatDecision:
    """One decision of a seat. `lapsed`: nobody decided in time."""

    question: str
    moment: str
    option: str
    reason: str
    relies: str
    feedback: str
    marks: float
    most: float
    never: bool
    lapsed: bool


@dataclass(frozen=True)
class SeatResult:
    """Result of a seat; `answering` has how many decisions opened, were made in time, and relied on a card."""

    role: str
    share: float
    passed: bool
    nevers: Sequence[str]
    answering: AnswerCounts
    decided: Sequence[SeatDecision]


def results_of_seats(play: Play) -> list[SeatResult]:
    """Return the results in the order of the case."""
    return [_result(play, answered) for answered in answer_counts(play.script, play.state)]


def _result(play: Play, answered: AnswerCounts) -> SeatResult:
    own, words = score(play.script, play.state, answered.seat), play.words
    nevers = [words.question(id) for id in own.nevers]
    decided = sorted(_decided(play, answered.seat), key=lambda one: one[0])
    return SeatResult(words.seat(answered.seat), own.share, own.passed, nevers, answered, [one for _at, one in decided])


def _decided(play: Play, role: str) -> Iterator[tuple[int, SeatDecision]]:
    """Yield the decisions of a role with their minute. A decision that is still open when the play ends was not
    made.
    """
    for row in compare_decisions(play.script, [play.state], role):
        answer = row.answers[0]
        if answer.at is not None:
            yield answer.at, _in_words(play, row, answer, answer.at)


def _in_words(play: Play, row: Row, answer: Answer, at: int) -> SeatDecision:
    words = play.words
    return SeatDecision(
        question=words.question(row.decision),
        moment=case_moment(at),
        option=words.option(row.decision, answer.option),
        reason=answer.reason,
        relies=" · ".join(words.card(card) for card in answer.relies),
        feedback=words.feedback(row.decision, answer.option),
        marks=answer.marks or 0,
        most=play.script.decisions[row.decision].most,
        never=answer.never,
        lapsed=answer.is_default,
    )
