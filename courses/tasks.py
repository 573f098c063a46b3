"""Background work of this room: the sweep compiles what was left undone;
the clock releases only what was approved for an hour.
"""

from datetime import timedelta

from django.utils import timezone

from lms.foundation.work.task import task

from .pages.models import ProgrammePage
from .publishing import scheduling
from .publishing.programmes import refresh_programme
from .publishing.stale_courses import check


@task(every=timedelta(minutes=1))
def sweep() -> int:
    """Compile every course whose changes were not compiled yet, and bring the programmes up to date;
    returns how many are not ready.
    """
    for key in set(ProgrammePage.objects.filter(alias_of=None).values_list("translation_key", flat=True)):
        refresh_programme(key)
    return len(check())


@task(soon=True, every=timedelta(seconds=30))
def keep_hours() -> int:
    """Let pages go live and be taken off at the hours that editors set,
    and make the releases that were approved for an hour.
    """
    return scheduling.release_due(now=timezone.now())
