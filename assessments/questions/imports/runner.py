"""The work on an import, step by step, in the background."""

from django.utils import timezone

from lms.foundation.work.runner import Clock, Steps, go_through, take_up

from . import bank_writer, parsing, undo
from .models import Import

Status = Import.Status
ROWS = Import.objects.select_related("category", "locale", "owner", "by")


def run(pk: int, *, clock: Clock = timezone.now) -> None:
    """Perform the next work of the import, batch by batch; after an interruption it continues there. Run again when
    done, it does nothing.
    """
    batch = take_up(ROWS.all(), pk, give_up=_give_up, now=clock())
    if batch is None:
        return
    if batch.status == Status.READING:
        parsing.read(batch, clock=clock)
    else:
        go_through(ROWS.all(), pk, steps(), clock=clock)


def steps() -> Steps[Import]:
    return {Status.WRITING: bank_writer.step(), Status.UNDOING: undo.step()}


def _give_up(batch: Import) -> None:
    """Say that a step cannot be done, and what to do. What was written by then can be taken back."""
    batch.problem, batch.values = f"gave-up-{batch.status}", {"tries": str(Import.MOST_TRIES)}
    batch.status = Status.FAILED if batch.status == Status.READING else Status.DONE
