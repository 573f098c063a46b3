"""Background work for those who teach."""

from datetime import timedelta

from lms.foundation.work.task import task

from .standing import places


@task(every=timedelta(seconds=30))
def catch_up() -> None:
    """Work out the places in cohorts that triggers noted as behind."""
    places.catch_up()
