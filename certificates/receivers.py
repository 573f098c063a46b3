"""A completed course, and a completed programme, become a certificate row in the same transaction."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from lms.foundation.plugins.events import course_completed, programme_completed

from .services import issue

if TYPE_CHECKING:
    from lms.learning.progress.models import Enrolment


@receiver(course_completed)
def _on_completed(sender: type, enrolment: "Enrolment", now: datetime, **_kwargs: object) -> None:
    issue(enrolment, now=now)


@receiver(programme_completed)
def _on_programme_completed(sender: type, completion: Any, now: datetime, **_kwargs: object) -> None:
    issue(completion, now=now)
