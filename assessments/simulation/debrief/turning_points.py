"""The decisions of a run that mattered, and how danger moved: both come from playing it again, and are remembered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _

from assessments.casework import TurningPoint, turning_points
from assessments.casework.debriefing import DecisionPoint, Series, danger_over_time, decision_point
from assessments.casework.presentation.sentences import case_moment

from .finished_run import Play

KEPT_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class TurningPointText:
    """A decision whose better option, all else replayed, would have changed most. `unknown` are cards that others had
    then and this seat had not; `followed` is what came of it, and when.
    """

    question: str
    role: str
    moment: str
    option: str
    reason: str
    feedback: str
    better: str
    better_feedback: str
    changes: Sequence[str]
    unknown: Sequence[tuple[str, str]]
    followed: str


def replay_run(play: Play) -> tuple[list[TurningPoint], tuple[Series, ...]]:
    """Return turning points and danger. What so many entries came to is kept in the cache: ids and numbers, nothing
    that anybody wrote, so that it outlives no erasure.
    """
    run = play.run
    known: tuple[list[TurningPoint], tuple[Series, ...]] | None = cache.get(
        f"simulation.turning_points.{run.pk}.{run.seq}"
    )
    if known is None:
        known = turning_points(play.script, play.log), danger_over_time(play.script, play.log, play.state)
        cache.set(f"simulation.turning_points.{run.pk}.{run.seq}", known, KEPT_SECONDS)
    return known


def in_words(play: Play, turn: TurningPoint) -> TurningPointText:
    """Return a turning point with what the seat wrote and what lay elsewhere."""
    words, point = play.words, decision_point(play.script, play.state, turn)
    return TurningPointText(
        question=words.question(turn.decision),
        role=words.seat(play.script.decisions[turn.decision].seat),
        moment=case_moment(point.made.at),
        option=words.option(turn.decision, turn.option),
        reason=point.made.reason,
        feedback=words.feedback(turn.decision, turn.option),
        better=words.option(turn.decision, turn.better),
        better_feedback=words.feedback(turn.decision, turn.better),
        changes=list(_changes(turn)),
        unknown=[(words.card(card), words.seats(seats)) for card, seats in point.elsewhere],
        followed=_followed(play, point),
    )


def _followed(play: Play, point: DecisionPoint) -> str:
    if not point.followed or point.followed_at is None:
        return ""
    return f"{play.words.card(point.followed)}, {case_moment(point.followed_at)}"


def _changes(turn: TurningPoint) -> Iterator[str]:
    """Yield changes in words that nobody reads the other way round: what there would have been more of, and less of."""
    if turn.marks:
        marks = _("Fewer marks of the team: %(number)s") if turn.marks < 0 else _("More marks of the team: %(number)s")
        yield marks % {"number": f"{abs(turn.marks):g}"}
    if turn.danger:
        danger = _("Less danger: %(number)s") if turn.danger < 0 else _("More danger: %(number)s")
        yield danger % {"number": f"{abs(turn.danger):g}"}
