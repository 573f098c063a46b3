"""Debrief of one learner once their run is closed: their marks by step and decision, what others knew, and the
decisions that mattered. By roles; what other seats wrote is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language

from assessments.casework import TurningPoint
from assessments.casework.debriefing import card_knowledge, marks_by_step
from lms.learning.progress.models import Attempt

from ..page.choices import Status
from ..runs.models import Run, Seat
from ..runs.scripts import definition_of, digest_of
from .decisions import SeatResult, results_of_seats
from .finished_run import Play, play_of
from .turning_points import TurningPointText, in_words, replay_run


@dataclass(frozen=True)
class OwnResult:
    """Result of one seat. `steps` are the step's number, its title and address where the case names a procedure, and
    marks got and offered; `unknown` are cards that the seat needed and never had, with the seats that had them.
    """

    seat: SeatResult
    steps: Sequence[tuple[int, Mapping[str, object] | None, float, float]]
    unknown: Sequence[tuple[str, str]]
    turning_points: Sequence[TurningPointText]


def own_results(attempt: Attempt) -> list[OwnResult]:
    """Return the result of each seat that the learner had in the closed run of `attempt`; none before. Three
    statements, the case itself not counted.
    """
    seats = list(Seat.objects.filter(attempt=attempt.pk, run__status=Status.CLOSED).order_by("pk"))
    if not seats:
        return []
    play = play_of(Run.objects.select_related("institution").get(pk=seats[0].run_id))
    results = dict(zip(play.script.seats, results_of_seats(play), strict=True))
    turning = [_without_others(play, turn, {seat.role for seat in seats}) for turn in replay_run(play)[0]]
    roles = dict.fromkeys(seat.role for seat in seats)
    return [OwnResult(results[role], _steps(play, role), _unknown(play, role), turning) for role in roles]


def _without_others(play: Play, turn: TurningPoint, own: set[str]) -> TurningPointText:
    told = in_words(play, turn)
    return told if play.script.decisions[turn.decision].seat in own else replace(told, reason="")


def _steps(play: Play, role: str) -> list[tuple[int, Mapping[str, object] | None, float, float]]:
    digest = digest_of(play.run, get_language() or "en", play.run.institution.country)
    cited = definition_of(digest).get("steps", {})
    return [
        (one.step, cited.get(str(one.step)), got, offered)
        for one in marks_by_step(play.script, play.state)
        for seat, got, offered in one.seats
        if seat == role
    ]


def _unknown(play: Play, role: str) -> list[tuple[str, str]]:
    found = []
    for known in card_knowledge(play.script, play.state):
        had = [cell.seat for cell in known.cells if cell.at is not None and cell.seat != role]
        if had and any(cell.is_gap for cell in known.cells if cell.seat == role):
            found.append((play.words.card(known.card), play.words.seats(had)))
    return found
