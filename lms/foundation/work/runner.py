"""The runner of background work: it takes a row up and goes through what is to be done, batch by batch.

Killed at any point, work goes on where it was; run twice, or twice at once, each thing is done once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import models, transaction
from django.db.models import F, Q, QuerySet

from .models import Work

Row = TypeVar("Row", bound=Work)
Item = TypeVar("Item", bound=models.Model)
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Step(Generic[Row, Item]):
    """Step of the work in one state of its row.

    `items` gives what the step goes through; it is done in the order of the primary keys. `handle` does one batch of up
    to `size`, in one transaction with what the row then says. `finish` puts the row into its next state, in the
    transaction of the last batch. One statement fetches `ahead` batches: many where a batch is a single thing.
    """

    items: Callable[[Row], QuerySet[Item]]
    handle: Callable[[Row, Sequence[Item], datetime], None]
    finish: Callable[[Row], None]
    size: int = 100
    ahead: int = 1


Steps = Mapping[str, Step[Row, Any]]
"""By the state of the row in which each is due."""


def take_up(
    rows: QuerySet[Row], pk: object, *, give_up: Callable[[Row], None], now: datetime, alone: bool = False
) -> Row | None:
    """Take up the row `pk` to work on it now; None if nothing is left to do.

    Each try is counted before it begins, so that work which takes its process with it is not begun for ever: after
    `MOST_TRIES` that got no further `give_up` puts the row into its last state, once it is stale: until then somebody
    may be at the last try. What has to be done by one `alone`, and from its beginning, is left to who touched it last
    until it is stale.
    """
    row = rows.filter(pk=pk, status__in=rows.model.UNDER_WAY).first()
    if row is None:
        return None
    free = rows.filter(pk=pk, status=row.status)
    fresh: dict[str, Any] = {}
    if alone:
        free = free.filter(Q(status=Work.Status.PENDING) | row.is_stale(now))
        fresh = {"status": Work.Status.RUNNING, "handled": 0}
    if free.filter(tries__lt=row.MOST_TRIES).update(**fresh, tries=F("tries") + 1, touched_at=now):
        return rows.get(pk=pk)
    _give_up(free.filter(row.is_stale(now), tries__gte=row.MOST_TRIES), give_up, now=now)
    return None


@transaction.atomic
def _give_up(tried: QuerySet[Row], give_up: Callable[[Row], None], *, now: datetime) -> None:
    row = tried.select_for_update(of=("self",), no_key=True).first()
    if row is not None:
        give_up(row)
        row.touched_at = now
        row.save()


def go_through(rows: QuerySet[Row], pk: object, steps: Steps[Row], *, clock: Clock) -> None:
    """Run the steps of the row `pk` until it is in a state that has none, or is none of `rows` any more."""
    while (row := rows.filter(pk=pk).first()) is not None and row.status in steps:
        do_next(rows, row, steps, clock=clock)


def do_next(rows: QuerySet[Row], row: Row, steps: Steps[Row], *, clock: Clock) -> None:
    """Fetch what comes next after `row.reached`, and do it batch by batch.

    Ends early where the row is no longer where it was: somebody else works on it, or has begun it anew.
    """
    step, reached = steps[row.status], row.reached
    most = step.size * step.ahead
    items = list(step.items(row).filter(pk__gt=reached).order_by("pk")[:most])
    for start in range(0, len(items), step.size) or [0]:
        batch = items[start : start + step.size]
        is_last = len(items) < most and start + step.size >= len(items)
        held = _do(rows, row.pk, steps, step, batch, reached=reached, is_last=is_last, now=clock())
        if held is None:
            return
        reached = held.reached


@transaction.atomic
def _do(
    rows: QuerySet[Row],
    pk: object,
    steps: Steps[Row],
    step: Step[Row, Item],
    batch: Sequence[Item],
    *,
    reached: int,
    is_last: bool,
    now: datetime,
) -> Row | None:
    """Handle one batch under the lock of its row; return None if the row has changed since the batch was fetched."""
    row = rows.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if row is None or row.reached != reached or steps.get(row.status) is not step:
        return None
    if batch:
        step.handle(row, batch, now)
        row.reached, row.handled = batch[-1].pk, row.handled + len(batch)
    if is_last:
        step.finish(row)
    row.total, row.touched_at = max(row.total, row.handled), now
    if row.tries is not None:
        row.tries = 0
    row.save()
    return row
