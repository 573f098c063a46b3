"""Background work of this room: what a compile on commit left undone is done by the sweep. It releases nothing."""

from celery import shared_task

from .pages import ProgrammePage
from .publishing import refresh_programme
from .waiting import check


@shared_task(ignore_result=True)
def sweep() -> int:
    """Compile every course whose changes were not compiled yet, and bring the programmes up to date; returns how many are not ready."""
    for key in set(ProgrammePage.objects.filter(alias_of=None).values_list("translation_key", flat=True)):
        refresh_programme(key)
    return len(check())
