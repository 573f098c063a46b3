"""Attempts at activities that begin by themselves, begun for a learner whose answers to them arrived from a device."""

import logging
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import Error as DatabaseError

from courses.catalogue import lookup
from lms.foundation.plugins.identifiers import uuid7

from ..access import activity_types
from ..models import Attempt, Enrolment
from . import statements
from .arrivals import in_one_transaction
from .attempt_start import Start, drawn, hold
from .batch import Batch

log = logging.getLogger(__name__)


class StartedByHand(LookupError):
    """Refusal: the activity does not begin by itself, or is not part of the course."""


def begin_unbegun(
    *, enrolment: Enrolment, activities: Collection[UUID], now: datetime, language: str
) -> dict[UUID, Attempt | Exception]:
    """Return by activity the last attempt; if there is none, one that begins now where the activity begins by itself.

    What stands in place of one that may not begin is the exception that says why: `StartedByHand`, or as of
    `lms.learning.progress.journal.services.begin`. One that is not foreseen stops no other either. Statements do not
    grow with the activities, but for what the activity type asks in `terms`, a plugin before an attempt begins, and
    conditions.
    """
    return in_one_transaction(lambda: _begun(enrolment, activities, now=now, language=language))


def _begun(
    enrolment: Enrolment, activities: Collection[UUID], *, now: datetime, language: str
) -> dict[UUID, Attempt | Exception]:
    held = statements.lock_enrolment(enrolment)
    found: dict[UUID, Attempt | Exception] = {
        attempt.activity_id: attempt
        for attempt in Attempt.objects.filter(enrolment=held, activity__in=activities).order_by("number")
    }
    new: list[tuple[Attempt, Start]] = []
    for activity in activities:
        if activity in found:
            continue
        try:
            new.append(_drawn(held, activity, now=now, language=language))
        except DatabaseError:
            raise
        except Exception as why:  # whatever it is, the others begin
            found[activity] = why
    if new:
        hold(held, now=now, set_out=True)
        _save(new, now=now)
    return found | {attempt.activity_id: attempt for attempt, _start in new}


def _drawn(enrolment: Enrolment, activity: UUID, *, now: datetime, language: str) -> tuple[Attempt, Start]:
    entry = lookup.release(enrolment.release_id).outline.by_id(str(activity))
    if entry is None:
        raise StartedByHand(f"The release {enrolment.release_id} has no activity {activity}.")
    content = entry.content(language, enrolment.country, enrolment.language)
    kind = activity_types.activity_type(entry.kind, content, at=enrolment.institution)
    if not kind.begins_by_itself or kind.entered_by_others:
        raise StartedByHand(f"{activity} does not begin by itself.")
    return drawn(enrolment, entry, kind, Start(secrets.randbits(31), content), [], now=now)


def _save(new: Sequence[tuple[Attempt, Start]], *, now: datetime) -> None:
    batch = Batch({}, now=now)
    for attempt, start in new:
        batch.begin(attempt, start.data, uuid7())
    batch.save()
