"""Correcting a key for those who have answered: asked for once, done attempt by attempt in the background."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Activity
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import own_uuid
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.foundation.work.queueing import queue
from lms.foundation.work.runner import Clock, Step, Steps, go_through, take_up
from lms.learning.progress.journal.services import record
from lms.learning.progress.models import Attempt
from lms.people.audit.services import note
from lms.people.directory.models import User

from ..sitting.form import Form
from ..sitting.type_versions import versions_of
from .keys import Correction
from .models import Regrade
from .preview import candidates, key_for

AHEAD = 100
"""So many attempts are fetched by one statement."""
LONGEST = 500
"""Characters of the reason."""
ROWS = Regrade.objects.select_related("by")
Status = Regrade.Status


class NoReason(ValueError):
    """Results are not changed without saying why."""


class UnderWay(ValueError):
    """The same question of the same quiz is being corrected already."""


@transaction.atomic
def ask(*, activity: Activity, correction: Correction, reason: str, lower: bool, by: User, now: datetime) -> Regrade:
    """Queue the change of all results concerned by `correction`, except those of `by`. Unless `lower`, no result
    becomes lower.

    Each institution concerned reads of it in its audit log. Raises `NoReason` and `UnderWay`.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise NoReason(_("Say why, in up to %(number)s characters.") % {"number": LONGEST})
    Activity.objects.select_for_update(no_key=True).get(pk=activity.pk)
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
    for place in theirs.order_by().values_list("enrolment__institution", flat=True).distinct():
        note("quiz_key_corrected", by=by, institution=place, now=now, regrade=str(regrade.pk), lower=lower)
    _queue(regrade.pk)
    return regrade


def run(pk: UUID, *, clock: Clock = timezone.now) -> Regrade:
    """Change the results, one attempt a transaction; killed at any point it goes on where it was.

    Run again when done, it does nothing.
    """
    if take_up(ROWS.all(), pk, give_up=_give_up, now=clock()) is not None:
        go_through(ROWS.all(), pk, steps(), clock=clock)
    return Regrade.objects.get(pk=pk)


def steps() -> Steps[Regrade]:
    step = Step(items=_attempts, handle=_change, finish=_finish, size=1, ahead=AHEAD)
    return {Status.PENDING: step, Status.RUNNING: step}


def _attempts(regrade: Regrade) -> QuerySet[Attempt]:
    theirs = candidates(regrade.activity_id, regrade.question).exclude(enrolment__learner=regrade.by_id)
    return theirs.select_related("enrolment__learner", "enrolment__course", "enrolment__institution")


def _change(regrade: Regrade, attempts: Sequence[Attempt], now: datetime) -> None:
    for attempt in attempts:
        try:
            with transaction.atomic():
                regrade.changed += _rescored(regrade, attempt, now=now)
        except (InvalidAnswer, NotInstalled):
            regrade.skipped += 1
    regrade.status = Status.RUNNING


def _finish(regrade: Regrade) -> None:
    regrade.status = Status.DONE


def _give_up(regrade: Regrade) -> None:
    regrade.status = Status.FAILED


def _rescored(regrade: Regrade, attempt: Attempt, *, now: datetime) -> bool:
    """Record the corrected key in `attempt` where it concerns it. True where its result is another one now."""
    locked = Attempt.objects.select_for_update(of=("self",), no_key=True).get(pk=attempt.pk)
    locked.enrolment = attempt.enrolment
    key = key_for(locked, regrade.question, regrade.keys)
    if key is None:
        return False
    types = versions_of({regrade.question: Form.read(locked.form).items[regrade.question].kind})
    data = ({"types": types} if types else {}) | {
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
    lost = list(Regrade.objects.lost(now).values_list("pk", flat=True))
    for pk in lost:
        _queue(pk)
    return len(lost)


def _queue(pk: UUID) -> None:
    queue("quiz.run_regrade", str(pk))
