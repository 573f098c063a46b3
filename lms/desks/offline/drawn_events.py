"""Events that name a draw: they belong to the enrolment and activity of the draw, whatever else they say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from lms.learning.progress.journal.attempt_start import Start
from lms.learning.progress.journal.drawn_start import DrawnStart
from lms.people.directory.models import User

from .models import Draw
from .sent_events import SentEvent

Draws = Mapping[UUID, Draw | None]
"""Draws by id; None for one of another person."""


def placed(events: Sequence[SentEvent], *, by: User) -> tuple[Draws, list[SentEvent]]:
    """Return the draws that events of `by` name, and the events with the places of their draws. One statement where any
    is named.
    """
    named = {one.answer.target.draw for one in events if one.answer and one.answer.target.draw}
    rows = Draw.objects.filter(pk__in=named).select_related("enrolment") if named else ()
    draws = {row.pk: row if row.enrolment.learner_id == by.pk else None for row in rows}
    return draws, [_placed(one, draws) for one in events]


def _placed(event: SentEvent, draws: Draws) -> SentEvent:
    answer = event.answer
    draw = draws.get(answer.target.draw) if answer and answer.target.draw else None
    if answer is None or draw is None:
        return event
    target = replace(answer.target, enrolment=draw.enrolment_id, activity=draw.activity_id)
    return replace(event, answer=replace(answer, target=target))


def start_of(draw: Draw) -> DrawnStart:
    """Return the start of the attempt that begins with `draw`."""
    return DrawnStart(draw.pk, draw.activity_id, draw.release_id, Start(draw.seed, draw.content, draw.terms))
