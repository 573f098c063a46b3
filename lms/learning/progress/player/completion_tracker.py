"""Completions within one request, so that its learner is led to the page of their achievement; no statement."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import receiver

from lms.foundation.plugins.events import course_completed

from ..models import Enrolment

_seen: ContextVar[set[int] | None] = ContextVar("moment", default=None)


@contextmanager
def completions() -> Iterator[set[int]]:
    """Collect the primary keys of the enrolments that are completed inside the block."""
    found: set[int] = set()
    token = _seen.set(found)
    try:
        yield found
    finally:
        _seen.reset(token)


@receiver(course_completed)
def _on_completed(sender: type, enrolment: Enrolment, **_kwargs: object) -> None:
    if (found := _seen.get()) is not None:
        found.add(enrolment.pk)
