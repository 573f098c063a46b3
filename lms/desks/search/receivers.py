"""Signal receiver of this room: a course was released."""

from django.dispatch import receiver

from courses.publishing.services import released
from lms.foundation.work.queueing import queue


@receiver(released)
def _on_released(sender: type, **_kwargs: object) -> None:
    queue("search.read_contents")
