"""A completed course, and a completed programme, become a certificate row in the same transaction."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from lms.foundation.plugins.events import course_completed, programme_completed

from . import programmes
from .services import issue


@receiver(course_completed)
def _on_completed(sender: type, enrolment: Any, now: datetime, **_kwargs: Any) -> None:
    issue(enrolment=enrolment, now=now)


@receiver(programme_completed)
def _on_programme_completed(sender: type, completion: Any, now: datetime, **_kwargs: Any) -> None:
    programmes.issue(completion=completion, now=now)
