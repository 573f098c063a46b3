"""Beginning an action on many, doing it row by row in the background, and undoing it within a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lms.foundation.work.queueing import queue
from lms.foundation.work.runner import Clock, Step, Steps, go_through, take_up

from ...audit.services import note
from ...directory.current_request import on_behalf_of
from ...directory.models import User
from .acts import ACTS
from .models import BulkAction, BulkRow

MOST = 5000
"""People or cohorts of one action."""
AT_ONCE, BATCH = 50, 20
FORGOTTEN = timedelta(days=30)
Status, Outcome = BulkAction.Status, BulkRow.Outcome
ROWS = BulkAction.objects.select_related("by")


class NotNow(ValueError):
    """The action cannot be undone: it is under way, undone already, or older than a day. Nothing was written."""


@transaction.atomic
def begin(*, act: str, keys: Iterable[int], asked: Mapping[str, Any], by: User, now: datetime) -> BulkAction:
    """Begin the action on those of `keys` whom it concerns, in the background."""
    kind = ACTS[act]
    found = kind.targets(by, list(keys), asked).order_by("pk").values_list("pk", flat=True).distinct()[:MOST]
    name = "cohort_id" if kind.of_cohorts else "person_id"
    action = BulkAction.objects.create(act=act, asked=dict(asked), by=by, made_at=now, touched_at=now)
    rows = BulkRow.objects.bulk_create([BulkRow(action=action, **{name: pk}) for pk in found], batch_size=500)
    BulkAction.objects.filter(pk=action.pk).update(total=len(rows))
    note("bulk_begun", by=by, institution=by.institution_id, now=now, act=act, rows=len(rows))
    queue("people.run_bulk", action.pk)
    return action


@transaction.atomic
def undo(*, action: BulkAction, by: User, now: datetime) -> BulkAction:
    """Undo what `by` did with the action, as far as nobody changed it since. Raises `NotNow`."""
    held = BulkAction.objects.of(by).select_for_update(of=("self",), no_key=True).get(pk=action.pk)
    if ACTS[held.act].take_back is None or not held.is_recent(now):
        raise NotNow
    held.status, held.handled, held.reached, held.tries, held.touched_at = Status.UNDOING, 0, 0, 0, now
    held.total = held.rows.filter(outcome=Outcome.DONE).count()
    held.save()
    note("bulk_undone", by=by, institution=by.institution_id, now=now, act=held.act, rows=held.total)
    queue("people.run_bulk", held.pk)
    return held


def run(pk: int, *, clock: Clock = timezone.now) -> None:
    """Do the next work of an action; after a crash, go on where it was."""
    if take_up(ROWS.all(), pk, give_up=_give_up, now=clock()) is not None:
        go_through(ROWS.all(), pk, STEPS, clock=clock)


def _give_up(action: BulkAction) -> None:
    action.status = Status.FAILED if action.status == Status.PENDING else Status.DONE


def _do(action: BulkAction, rows: Sequence[BulkRow], now: datetime) -> None:
    for row in rows:
        if row.outcome == Outcome.WAITING:
            _one(action, row, now)


def _one(action: BulkAction, row: BulkRow, now: datetime) -> None:
    """Do one row; one that `by` may no longer change stays as it was."""
    row.outcome = Outcome.REFUSED
    try:
        with transaction.atomic(), on_behalf_of(action.by):
            before = ACTS[action.act].do(action, row, now) if action.by.is_active else None
    except PermissionDenied:
        before = None
    if before is not None:
        row.outcome, row.before = Outcome.DONE, before
    row.save(update_fields=["outcome", "before"])


def _undo(action: BulkAction, rows: Sequence[BulkRow], now: datetime) -> None:
    act = ACTS[action.act]
    for row in rows:
        row.outcome = Outcome.KEPT
        try:
            with transaction.atomic(), on_behalf_of(action.by):
                if act.take_back is not None and action.by.is_active and act.take_back(action, row, now):
                    row.outcome = Outcome.UNDONE
        except PermissionDenied:
            pass
        row.save(update_fields=["outcome"])


def _finish(status: str) -> Any:
    def finish(action: BulkAction) -> None:
        action.status = status

    return finish


def _rows(action: BulkAction) -> QuerySet[BulkRow]:
    return action.rows.select_related("person__institution", "cohort__institution")


STEPS: Steps[BulkAction] = {
    Status.PENDING: Step(items=_rows, handle=_do, finish=_finish(Status.DONE), size=BATCH),
    Status.UNDOING: Step(
        items=lambda action: _rows(action).filter(outcome__in=[Outcome.DONE, Outcome.UNDONE, Outcome.KEPT]),
        handle=_undo,
        finish=_finish(Status.UNDONE),
        size=BATCH,
    ),
}


def resume(*, now: datetime) -> int:
    """Queue every action whose task was lost. Returns how many."""
    lost = list(BulkAction.objects.lost(now).values_list("pk", flat=True)[:AT_ONCE])
    for pk in lost:
        queue("people.run_bulk", pk)
    return len(lost)


def delete_old(*, now: datetime) -> int:
    """Delete actions that nobody can undo any more, with their rows. Returns how many."""
    old = BulkAction.objects.exclude(status__in=BulkAction.UNDER_WAY).filter(made_at__lt=now - FORGOTTEN)
    return int(old.delete()[0])
