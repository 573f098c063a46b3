"""Background work of reports."""

from datetime import timedelta

from lms.foundation.work.task import task

from . import rolling_up


@task(every=timedelta(minutes=5))
def roll_up_sums() -> None:
    """Add up the differences that triggers wrote."""
    rolling_up.roll_up()
