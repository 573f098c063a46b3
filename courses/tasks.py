"""Background work of this room: what a compile on commit left undone is done by the sweep."""

from celery import shared_task
from django.utils import timezone

from .pages import ProgrammePage
from .publishing import refresh_programme, repair


@shared_task(ignore_result=True)
def sweep() -> int:
    """Compile every stale course and bring the programmes up to date; returns how many courses are still not ready."""
    for key in set(ProgrammePage.objects.filter(alias_of=None).values_list("translation_key", flat=True)):
        refresh_programme(key)
    return len(repair(now=timezone.now()))
