"""Attempts at one activity that others begin for many learners at once, to enter what they saw."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from courses.catalogue import lookup
from lms.foundation.plugins.activity import NotNow
from lms.foundation.plugins.filters import Vetoed
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.people.directory.models import User
from lms.people.directory.rules import OwnCase, refuse_own_case

from ..access import activity_types
from ..models import Attempt, Enrolment
from .attempt_start import NoAttemptLeft, Start, drawn
from .batch import Batch

REFUSALS = (OwnCase, NoAttemptLeft, NotNow, Vetoed, NotInstalled)


class NotInTheCourse(LookupError):
    """The release of an enrolment has no such activity."""


@transaction.atomic
def begin_many(
    *,
    enrolments: Sequence[Enrolment],
    activity: UUID,
    by: User | None,
    now: datetime,
    language: str,
    again: bool = False,
) -> dict[int, Attempt | Exception]:
    """Return by enrolment its last attempt at `activity`, closed or not; if there is none, one that `by` begins.
    `again` begins another one if the last is closed.

    What stands in place of one that may not begin is the exception that says why: as of
    `lms.learning.progress.journal.services.begin`, or `NotInTheCourse`. As there, learners are not said to have started
    the course. Statements do not grow with the enrolments, but for what the activity type asks in `terms` and a plugin
    before an attempt begins.
    """
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "learner", "institution", "course"
    )
    held = list(rows.filter(pk__in=[enrolment.pk for enrolment in enrolments]).order_by("pk"))
    there: dict[int, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(enrolment__in=held, activity=activity).order_by("number"):
        there.setdefault(attempt.enrolment_id, []).append(attempt)
    begun: dict[int, Attempt | Exception] = {}
    new: list[tuple[Attempt, Start]] = []
    for enrolment in held:
        earlier = there.get(enrolment.pk, [])
        if earlier and not (again and earlier[-1].closed_at):
            begun[enrolment.pk] = earlier[-1]
            earlier[-1].enrolment = enrolment
            continue
        try:
            new.append(_drawn(enrolment, activity, by, earlier, now=now, language=language))
        except (*REFUSALS, NotInTheCourse) as why:
            begun[enrolment.pk] = why
    batch = Batch({}, now=now)
    for attempt, start in new:
        batch.begin(attempt, start.data, uuid7())
    batch.save()
    return begun | {attempt.enrolment_id: attempt for attempt, _start in new}


def _drawn(
    enrolment: Enrolment,
    activity: UUID,
    by: User | None,
    earlier: Sequence[Attempt],
    *,
    now: datetime,
    language: str,
) -> tuple[Attempt, Start]:
    refuse_own_case(by, [enrolment.learner_id])
    entry = lookup.release(enrolment.release_id).outline.by_id(str(activity))
    if entry is None:
        raise NotInTheCourse(f"The release {enrolment.release_id} has no activity {activity}.")
    content = entry.content(language, enrolment.country, enrolment.language)
    kind = activity_types.activity_type(entry.kind, content, at=enrolment.institution)
    start = Start(secrets.randbits(31), content, by=by.pk if by else None)
    return drawn(enrolment, entry, kind, start, earlier, now=now)
