"""The door of a locked activity: nothing begins behind it, whoever typed its address and whatever a device sends."""

from datetime import datetime

from courses.catalogue import lookup
from lms.foundation.plugins.activity import NotNow

from ..models import Attempt, Enrolment
from .lock_texts import LockWords
from .locks import locks_of


class Locked(NotNow):
    """Refusal: a condition of the activity or course is unmet."""


def refuse_locked(enrolment: Enrolment, activity: str, *, now: datetime) -> None:
    """Raise `Locked`, with what is missing in sentences, where the activity is not open to the learner yet.

    No statement where neither it nor the course has conditions.
    """
    outline = lookup.release(enrolment.release_id).outline
    entry = outline.by_id(activity)
    if entry is None or not (outline.conditions or entry.conditions) or activity in enrolment.done:
        return
    if not locks_of([enrolment], now=now)[enrolment.pk].of(activity):
        return
    # Read again: another request may have completed an activity.
    held = Enrolment.objects.select_related("institution", "course").get(pk=enrolment.pk)
    locks = locks_of([held], now=now)[held.pk]
    if activity not in held.done and (missing := locks.of(activity)):
        raise Locked(LockWords.of(held, locks, now=now).sentence(missing))


def refuse_answering(attempt: Attempt, *, now: datetime) -> None:
    """Raise `Locked` where the learner never answered in `attempt`, others began it, and the activity is locked.

    What learners began themselves, they began when it was open: it goes on. No statement where nothing is locked by
    conditions, and for an attempt that begins with this answer.
    """
    outline = lookup.release(attempt.enrolment.release_id).outline
    if attempt.pk is None or attempt.answered_at is not None or not outline.has_conditions:
        return
    first = attempt.journal.filter(position=0).values_list("data", flat=True).first() or {}
    if "by" in first:
        refuse_locked(attempt.enrolment, str(attempt.activity_id), now=now)
