"""Attempts whose time is over are submitted as they are saved, whether anybody comes back or not."""

import logging
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from lms.foundation.plugins import health
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.runtime.registry import NotInstalled

from ..models import Attempt
from . import services
from .rules import is_over

BATCH = 200
LATE = timedelta(minutes=10)
"""So long after its deadline and the grace somebody should look why an attempt is not closed."""
LOOKED_AT = 500
"""Of so many attempts the health page says it, the longest overdue."""

log = logging.getLogger(__name__)


def sweep(*, now: datetime | None = None) -> int:
    """Close every open attempt whose deadline and grace are over, the longest overdue first; returns how many were
    closed.

    Each is a transaction of its own: killed at any point it goes on with those who are left. Attempts whose plugin is
    absent or switched off wait until it is back; one that breaks is logged and holds up nobody. Without `now` each
    batch has its own time: what a long sweep writes late is then not dated back.
    """
    closed = 0
    passed_over: set[int] = set()
    while True:
        moment = now or timezone.now()
        batch = list(_overdue(moment).exclude(pk__in=passed_over)[:BATCH])
        if not batch:
            return closed
        for attempt in batch:
            if _expired(attempt, now=moment):
                closed += 1
            else:
                passed_over.add(attempt.pk)


def backlog(now: datetime) -> health.Finding:
    """Count for the health page, in one statement, the attempts that should have ended ten minutes ago and are still
    open.
    """
    rows = (
        Attempt.objects.filter(closed_at=None, deadline_at__lt=now - LATE)
        .order_by("deadline_at", "pk")
        .only("kind", "form", "deadline_at")
    )
    late = [one.deadline_at for one in rows[:LOOKED_AT] if one.deadline_at and _is_late(one, now=now)]
    return health.backlog(oldest_minutes=health.age(now, min(late, default=None)), overdue_attempts=len(late))


def _is_late(attempt: Attempt, *, now: datetime) -> bool:
    try:
        return is_over(attempt, activities.get(attempt.kind), now=now - LATE)
    except Exception:  # it is not closed, and what runs it is absent or breaks
        return True


def _overdue(now: datetime) -> models.QuerySet[Attempt]:
    rows = Attempt.objects.filter(closed_at=None, deadline_at__lt=now).order_by("deadline_at", "pk")
    return rows.select_related("enrolment__learner__institution", "enrolment__course", "enrolment__institution")


def _expired(attempt: Attempt, *, now: datetime) -> bool:
    try:
        return services.expire(attempt=attempt, now=now).closed_at is not None
    except NotInstalled:
        return False
    except Exception:  # whatever an activity type raises
        log.exception("attempt %s cannot be closed at its deadline", attempt.pk)
        return False
