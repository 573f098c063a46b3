"""Background work of the bank. It starts from rows, may run twice, and is queued again when it was lost."""

from lms.foundation.work.task import task

from .imports import runner


@task()
def run_import(pk: int) -> None:
    """Read, write or take back one import, whichever it waits for."""
    runner.run(pk)
