"""The work on an import, step by step, in the background."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from . import reading, undoing, writing
from .models import Import, touch
from .services import MOST_TRIES, Clock


def run(pk: int, *, clock: Clock = timezone.now) -> None:
    """Do what the import waits for, batch by batch; killed at any point, it goes on where it was. Run again when done,
    it does nothing.

    Each try is counted before it begins, so that a step that takes its process with it is not begun for ever.
    """
    steps = {
        Import.Status.READING: reading.read,
        Import.Status.WRITING: writing.write,
        Import.Status.UNDOING: undoing.undo,
    }
    batch = Import.objects.unfinished().filter(pk=pk).first()
    if batch is None:
        return
    if _tries(batch, now=clock()):
        steps[Import.Status(batch.status)](pk, clock=clock)
    else:
        _give_up(pk, now=clock())


def _tries(batch: Import, *, now: datetime) -> bool:
    """Count one more try of the step. False where there were enough."""
    untried = Import.objects.filter(pk=batch.pk, status=batch.status, tries__lt=MOST_TRIES)
    return bool(untried.update(tries=F("tries") + 1, touched_at=now))


@transaction.atomic
def _give_up(pk: int, *, now: datetime) -> None:
    """Say that a step cannot be done, and what to do. What was written by then can be taken back."""
    batch = Import.objects.select_for_update(of=("self",)).get(pk=pk)
    if batch.status not in Import.WORKING or batch.tries < MOST_TRIES:
        return
    status = Import.Status.FAILED if batch.status == Import.Status.READING else Import.Status.DONE
    touch(batch, now=now, status=status, problem=f"gave-up-{batch.status}", values={"tries": str(MOST_TRIES)})
