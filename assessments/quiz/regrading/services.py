"""Correcting a key for those who have answered: asked for once, done attempt by attempt in the background."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Activity
from lms.people.models import User
from lms.plugins.activity import InvalidAnswer
from lms.plugins.identifiers import own_uuid
from lms.plugins.registry import NotInstalled
from lms.progress.models import Attempt
from lms.progress.services import record
from lms.work.queueing import queue

from .keys import Correction
from .models import Regrade
from .preview import candidates, key_for

BATCH = 100
STALE = timedelta(minutes=5)
LONGEST = 500
"""Characters of the reason."""


class NoReason(ValueError):
    """Results are not changed without saying why."""


class UnderWay(ValueError):
    """The same question of the same quiz is being corrected already."""


@transaction.atomic
def ask(*, activity: Activity, correction: Correction, reason: str, lower: bool, by: User, now: datetime) -> Regrade:
    """Have all results concerned by `correction` changed but those of `by`. Unless `lower` nobody loses anything.

    Raises `NoReason` and `UnderWay`.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise NoReason(_("Say why, in up to %(number)s characters.") % {"number": LONGEST})
    Activity.objects.select_for_update().get(pk=activity.pk)
    same = Regrade.objects.filter(activity=activity, question=correction.question)
    if same.unfinished().exists():
        raise UnderWay(_("This correction is under way already. Wait until it is done."))
    theirs = candidates(activity.pk, correction.question).exclude(enrolment__learner=by)
    regrade = Regrade.objects.create(
        activity=activity,
        question=correction.question,
        title=correction.title,
        keys=list(correction.pairs),
        reason=reason,
        lower=lower,
        by=by,
        asked_at=now,
        touched_at=now,
        total=theirs.count(),
    )
    _queue(regrade.pk)
    return regrade


def run(pk: UUID, *, now: datetime) -> Regrade:
    """Change the results, one attempt a transaction; killed at any point it goes on where it was.

    Run again when done, it does nothing.
    """
    regrade = Regrade.objects.get(pk=pk)
    while regrade.status != Regrade.Status.DONE:
        theirs = candidates(regrade.activity_id, regrade.question).exclude(enrolment__learner=regrade.by_id)
        behind = theirs.filter(pk__gt=regrade.reached)
        batch = list(behind.select_related("enrolment__learner", "enrolment__course", "enrolment__institution")[:BATCH])
        for attempt in batch:
            _one(pk, attempt, now=now)
        if not batch:
            Regrade.objects.filter(pk=pk).update(status=Regrade.Status.DONE, touched_at=now)
        regrade.refresh_from_db()
    return regrade


@transaction.atomic
def _one(pk: UUID, attempt: Attempt, *, now: datetime) -> None:
    """Handle the next attempt, with the progress in the row; one that another worker has handled is passed over."""
    regrade = Regrade.objects.select_for_update(of=("self",)).select_related("by").get(pk=pk)
    if attempt.pk <= regrade.reached:
        return
    try:
        with transaction.atomic():
            regrade.changed += _rescored(regrade, attempt, now=now)
    except (InvalidAnswer, NotInstalled):
        regrade.skipped += 1
    regrade.status, regrade.reached, regrade.touched_at = Regrade.Status.RUNNING, attempt.pk, now
    regrade.handled += 1
    regrade.save(update_fields=["status", "handled", "changed", "skipped", "reached", "touched_at"])


def _rescored(regrade: Regrade, attempt: Attempt, *, now: datetime) -> bool:
    """Record the corrected key in `attempt` where it concerns it. True where its result is another one now."""
    locked = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    locked.enrolment = attempt.enrolment
    key = key_for(locked, regrade.question, regrade.keys)
    if key is None:
        return False
    data = {
        "keys": {regrade.question: key},
        "reason": regrade.reason,
        "lower": regrade.lower,
        "regrade": str(regrade.pk),
    }
    after = record(
        attempt=locked, verb="rescored", data=data, event_id=own_uuid(), now=now, by=regrade.by, origin="server"
    )
    return after.score != locked.score


def resume(*, now: datetime) -> int:
    """Queue every regrade whose task was lost. Returns how many."""
    lost = list(
        Regrade.objects.unfinished()
        .filter(touched_at__lt=now - STALE)
        .order_by("touched_at")
        .values_list("pk", flat=True)
    )
    for pk in lost:
        _queue(pk)
    return len(lost)


def _queue(pk: UUID) -> None:
    queue("assessments.quiz.tasks.run_regrade", str(pk))
