"""The work on a list, step by step, in the background or in a command."""

from django.utils import timezone

from lms.foundation.work.runner import Clock, Steps, go_through, take_up

from . import application_step, comparison_step, file_step, undo_step
from .models import Roster
from .notices import tell_of_list

Status = Roster.Status
ROWS = Roster.objects.select_related("institution", "cohort", "by")


def run(pk: int, *, clock: Clock = timezone.now) -> None:
    """Perform the next work of the list; after a crash, continue where it was. Run again when done, it does nothing."""
    roster = take_up(ROWS.all(), pk, give_up=_give_up, now=clock())
    if roster is None:
        return
    if roster.status == Status.READING:
        file_step.read(roster, clock=clock)
        roster.refresh_from_db(fields=["status"])
        if roster.status == Status.READING:
            return
        roster.delete_file()
    go_through(ROWS.all(), pk, steps(), clock=clock)


def steps() -> Steps[Roster]:
    return {
        Status.COMPARING: comparison_step.step(),
        Status.APPLYING: application_step.step(),
        Status.UNDOING: undo_step.step(),
    }


def _give_up(roster: Roster) -> None:
    """Say that a step cannot be done, also to who set up a source that is read at night. What was applied by then can
    be undone.
    """
    roster.problem, roster.values = f"gave-up-{roster.status}", {"tries": Roster.MOST_TRIES}
    finished = roster.status in (Status.APPLYING, Status.UNDOING)
    roster.status = Status.DONE if finished else Status.FAILED
    if not finished:
        tell_of_list(roster, now=timezone.now())
