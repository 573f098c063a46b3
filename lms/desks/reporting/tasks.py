"""Background work of reports."""

from datetime import timedelta

from lms.foundation.work.task import task

from .sums import rollup


@task(every=timedelta(minutes=5))
def roll_up_sums() -> None:
    """Add up the differences that triggers wrote."""
    rollup.roll_up()
