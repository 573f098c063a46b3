"""Marks, contests and the answers to them: the only writers, each through the journal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import Arrival, record, record_many
from lms.learning.progress.models import Attempt
from lms.people.audit.services import note
from lms.people.directory.models import User

from ..sitting.marking import DECISION
from ..sitting.state import State
from .answers import Answer
from .models import Contest
from .notices import tell_of_answer, tell_of_marks

COMPANIONS: dict[str, Callable[[Attempt], Sequence[Attempt]]] = {}
"""By kind of activity the attempts that get the mark of another one, too: what a group handed in has one mark."""


class OutOfDate(ValueError):
    """Refusal: the answer was marked or contested since the form was shown. Nothing was written."""


@dataclass(frozen=True)
class GivenMark:
    """A mark by a person: a share of the full marks, 0..1, by a rubric (level by criterion) or without one, and the
    reason.
    """

    fraction: float
    rubric: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""

    def entry(self, *, number: int) -> dict[str, Any]:
        written: dict[str, Any] = {"fraction": self.fraction, "round": number}
        return (
            written
            | ({"rubric": dict(self.rubric)} if self.rubric else {})
            | ({"comment": self.comment} if self.comment else {})
        )


@transaction.atomic
def mark(
    *, attempt: Attempt, question: str, given: GivenMark, token: str, by: User, event_id: UUID, now: datetime
) -> Attempt:
    """Record what `by` gives for one answer; marked before, it is marked again, and both stay on record.

    `token` is that of the turn for which the form was shown (`assessments.quiz.sitting.marking_rounds.Turn`). The same
    `event_id` again changes nothing. The last mark that was missing completes the attempt. Raises `OutOfDate`,
    `InvalidAnswer` and `lms.learning.progress.journal.event_store.EventConflict`.
    """
    locked = _locked(attempt)
    if _known(event_id, locked):
        return locked
    turn = Answer(locked, question, by).turn
    if turn.token != token:
        raise OutOfDate(
            _(
                "Somebody else marked this answer in the meantime. Look at what they gave, then mark again if you "
                "have to."
            )
        )
    data = {"marks": {question: given.entry(number=turn.number)}}
    _note_in_log("quiz_marked", locked, question, by=by, now=now)
    beside = COMPANIONS[locked.kind](locked) if locked.kind in COMPANIONS else ()
    marked = record(attempt=locked, verb="scored", data=data, event_id=event_id, now=now, by=by)
    tell_of_marks(marked, now=now)
    if beside:
        record_many([Arrival(one.pk, data, uuid7(), "scored") for one in beside], by=by, now=now)
        for one in Attempt.objects.filter(pk__in=[one.pk for one in beside]).select_related("enrolment"):
            tell_of_marks(one, now=now)
    return marked


@transaction.atomic
def contest(*, attempt: Attempt, question: str, text: str, by: User, event_id: UUID, now: datetime) -> Attempt:
    """Record that the learner asks for a second look at an answer. Raises `InvalidAnswer` and `EventConflict`."""
    data = {"question": question, "text": text}
    attempt = record(attempt=attempt, verb="contested", data=data, event_id=event_id, now=now, by=by)
    _note(attempt, question)
    return attempt


@transaction.atomic
def respond(
    *,
    attempt: Attempt,
    question: str,
    text: str,
    given: GivenMark | None,
    token: str,
    by: User,
    event_id: UUID,
    now: datetime,
) -> Attempt:
    """Answer what was contested, and where something is `given` decide the mark by it, which then counts alone.

    `token` is that of `contest_token`. Raises as `mark` does.
    """
    locked = _locked(attempt)
    if _known(event_id, locked):
        return locked
    if token != contest_token(locked, question):
        raise OutOfDate(
            _("Somebody else has answered the learner in the meantime, or marked the answer again. Look at it below.")
        )
    data = {"question": question, "text": text}
    _note_in_log("quiz_contest_answered", locked, question, by=by, now=now, marked=given is not None)
    attempt = record(attempt=locked, verb="responded", data=data, event_id=event_id, now=now, by=by)
    if given is not None:
        marks = {"marks": {question: given.entry(number=DECISION)}}
        attempt = record(attempt=attempt, verb="scored", data=marks, event_id=uuid7(), now=now, by=by)
    _note(attempt, question)
    tell_of_answer(attempt, question, now=now)
    return attempt


def contest_token(attempt: Attempt, question: str) -> str:
    """Return the number of remarks and marks so far, as the token by which a form is recognised as out of date."""
    state = State.read(attempt.state)
    return f"{len(state.said(question))}.{len(state.given(question))}"


def _note_in_log(action: str, attempt: Attempt, question: str, *, by: User, now: datetime, **data: Any) -> None:
    """Write into the audit log that staff changed a result, without what anybody wrote."""
    learner, place = attempt.enrolment.learner_id, attempt.enrolment.institution_id
    data |= {"attempt": str(attempt.pk), "question": question}
    note(action, by=by, person=learner, institution=place, now=now, **data)


def _note(attempt: Attempt, question: str) -> None:
    """Keep the row by which a contest is found, as the attempt says."""
    said = State.read(attempt.state).said(question)
    last, is_open = said[-1].moment, said[-1].is_contest
    moments = {"contested_at": last, "answered_at": None} if is_open else {"answered_at": last}
    first = next(remark.moment for remark in said if remark.is_contest)
    Contest.objects.update_or_create(
        attempt=attempt, question=question, defaults=moments, create_defaults={"contested_at": first, **moments}
    )


def _locked(attempt: Attempt) -> Attempt:
    """Return the attempt as it stands, locked, with the enrolment's relations that the caller has."""
    locked = Attempt.objects.select_for_update(of=("self",), no_key=True).get(pk=attempt.pk)
    locked.enrolment = attempt.enrolment
    return locked


def _known(event_id: UUID, attempt: Attempt) -> bool:
    """Return whether this form was sent before."""
    return attempt.journal.filter(pk=event_id).exists()
