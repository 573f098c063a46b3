"""A completed course becomes a certificate row in the same transaction."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from lms.plugins.events import course_completed

from .services import issue


@receiver(course_completed)
def _on_completed(sender: type, enrolment: Any, now: datetime, **_kwargs: Any) -> None:
    issue(enrolment=enrolment, now=now)
