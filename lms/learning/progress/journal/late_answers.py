"""Answers that came after the end of their attempt: kept, and admitted or declined by a person.

The only writers of both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from courses.catalogue import lookup
from lms.foundation.plugins.activity import Step
from lms.people.audit.services import note
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from ..access import activity_types
from ..models import Attempt, Enrolment, Event, reasons
from . import statements
from .arrivals import TOO_LATE, Arrival
from .batch import Batch
from .event_store import afterwards
from .late_facts import ADMITTED, DECLINED, LATE, fold, undecided

LONGEST = 500
"""Characters of a reason."""


class OutOfDate(ValueError):
    """Refusal: more answers came, or another person decided, since the page was shown. Nothing was written."""


def store_answer(*, attempt: Attempt, data: Mapping[str, object], event_id: UUID, now: datetime) -> bool:
    """Store an answer, or keep it where `attempt` is over: True where it came too late and counts for nothing yet.

    An attempt whose time is over is ended first. What is kept counts for nothing until somebody admits it; what says
    nothing but what is saved is not kept. The same `event_id` again changes nothing. Whatever this returns is the
    server's final word. Raises as `lms.learning.progress.journal.services.answer` does, but for `AttemptClosed` and
    `TooLate`, and `TooMany`.
    """
    with transaction.atomic():
        held = statements.lock(attempt)
        batch = Batch({held.pk: held}, now=now, keeps_late=True)
        [outcome] = batch.enter([Arrival(held.pk, data, event_id)])
    if isinstance(outcome, Exception):
        raise outcome
    return outcome == TOO_LATE


def would_be(attempt: Attempt, events: list[Event], *, now: datetime) -> Step:
    """Return the step of `attempt` if everything undecided in `events` were admitted.

    Raises the plugin's `InvalidAnswer` and `NotInstalled`.
    """
    answers = [event.data for event in undecided(events)]
    return fold(activity_types.type_of(attempt), attempt, ADMITTED, {"events": []}, answers, now=now)


@dataclass(frozen=True)
class Compared:
    """Changes that admitting would make, as the activity type tells them, and the template that shows them."""

    template: str = ""
    changes: Any = ()


def compared(attempt: Attempt, after: Mapping[str, object], *, language: str) -> Compared:
    """Return the stored state compared with the state after admitting, in `language` if the content has it. Raises
    `NotInstalled`.
    """
    kind = activity_types.type_of(attempt)
    entry = lookup.release(attempt.release_id).outline.by_id(str(attempt.activity_id))
    if not kind.late_template or entry is None:
        return Compared()
    digest = entry.content(language, attempt.enrolment.country, attempt.enrolment.language)
    definition = lookup.content(digest).definition
    return Compared(kind.late_template, kind.compare(definition, attempt.form, attempt.state, after))


def waiting_for(viewer: User) -> QuerySet[Attempt]:
    """Return the attempts with answers on which `viewer` may decide, of learners whom they teach, without their own;
    those that ended first come first.
    """
    taught = Institution.objects.visible_to(
        viewer, *TEACHING_ROLES
    )  # nested, since these attempts are few and have an index of their own
    theirs = Enrolment.objects.filter(pk=OuterRef("enrolment"), institution__in=taught).not_of(viewer)
    return Attempt.objects.filter(Exists(theirs), undecided__gt=0).order_by("closed_at", "pk")


def number_waiting(viewer: User) -> Coalesce:
    """Annotate a queryset of cohorts with how many of the attempts `waiting_for(viewer)` are their members'."""
    theirs = waiting_for(viewer).filter(enrolment__learner__cohorts=OuterRef("pk")).order_by()
    counted = theirs.values("enrolment__learner__cohorts").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


@dataclass(frozen=True)
class Decision:
    """Decision on a number of late answers, with its reason and time."""

    admitted: bool
    number: int
    reason: str
    at: datetime


def decisions(attempt: Attempt) -> list[Decision]:
    """Return the decisions on answers after the end of `attempt`, in order; no statement if there are none."""
    if attempt.late == attempt.undecided:
        return []
    decided = [event for event in afterwards(attempt) if event.verb != LATE]
    return [
        Decision(event.verb == ADMITTED, len(event.data["events"]), event.data["reason"], event.received_at)
        for event in decided
    ]


@transaction.atomic
def decide(
    *, attempt: Attempt, admitted: bool, seen: int, reason: str, by: User, event_id: UUID, now: datetime
) -> Attempt:
    """Admit what came after the end of `attempt`, as if it had come in time, or decline it; everything that nobody has
    decided on.

    `seen` is how many answers had come when `by` looked. The result is counted anew and may be lower. Who decided and
    why stays on record. The same `event_id` again changes nothing. Raises `NoReason`, `OwnCase`, `OutOfDate`, and the
    plugin's `InvalidAnswer` and `NotInstalled`, each with nothing written.
    """
    reason = reasons.checked(reason, longest=LONGEST)
    attempt = statements.lock(attempt)
    refuse_own_case(by, [attempt.enrolment.learner_id])
    events = afterwards(attempt)
    if any(event.pk == event_id for event in events):
        return attempt
    waiting = [str(event.pk) for event in undecided(events)]
    if not waiting or seen != attempt.late:
        raise OutOfDate(_("More answers came, or somebody else decided, since you opened this page. Look at it again."))
    data = {"events": waiting, "reason": reason, "by": by.pk}
    learner, place = attempt.enrolment.learner_id, attempt.enrolment.institution_id
    note("late_decided", by=by, person=learner, institution=place, now=now, attempt=str(attempt.pk), admitted=admitted)
    arrival = Arrival(attempt.pk, data, event_id, ADMITTED if admitted else DECLINED)
    Batch({attempt.pk: attempt}, now=now, raises=True).enter([arrival])
    return attempt
