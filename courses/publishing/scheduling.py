"""Approving a release for a later hour, and making it when the hour has come."""

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from wagtail.log_actions import log as log_action
from wagtail.models import Revision

from lms.foundation.plugins import health
from lms.foundation.plugins.activity import NotReady

from ..catalogue.models import Release
from . import scheduled_changes
from . import services as publishing
from .course_drafts import may_release
from .scheduled_releases import LEASE, MOST_TRIES, ScheduledRelease

if TYPE_CHECKING:
    from wagtail.models import Page

LATE = timedelta(minutes=10)
"""So long after its hour somebody should look why a page is not live, or a release is neither made nor stopped."""

log = logging.getLogger(__name__)


class AlreadyPlanned(Exception):
    """A release of this course is planned already. Withdraw it first."""


@transaction.atomic
def plan(
    *, key: UUID, at: datetime, shown: str, by: Any, why: str, now: datetime, new_edition: bool = False
) -> ScheduledRelease:
    """Approve the release of the course `key` at the time `at`, as the clock will have it then. The caller has made
    sure that `by` may.

    `shown` is the digest of what `by` was shown. Raises `publishing.ChangedSinceShown` where that is not what would be
    released at that time, `AlreadyPlanned`, and `ValueError` without author, reason or a time to come.
    """
    if by is None or not why.strip() or at <= now:
        raise ValueError("A planned release needs its author, a reason and a time to come.")
    page = publishing.source_page(key)
    expected_release = expected_candidate(key, page, at)
    if page is None or not expected_release.waits or expected_release.digest != shown:
        raise publishing.ChangedSinceShown
    ScheduledRelease.objects.filter(course_key=key, state=ScheduledRelease.State.STOPPED).update(
        state=ScheduledRelease.State.WITHDRAWN
    )
    row = ScheduledRelease(
        course_key=key, at=at, by=by, why=why.strip()[:300], new_edition=new_edition, digest=shown, made_at=now
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyPlanned from error
    log_action(instance=page, action="courses.plan", user=by, data={"at": at.isoformat(), "why": row.why})
    return row


def expected_candidate(key: UUID, page: "Page", at: datetime) -> publishing.Candidate:
    """Return the content that a release of the course would have at the time `at`, if nothing was changed until
    then.
    """
    coming = scheduled_changes.changes_until(page, at) if page is not None else scheduled_changes.ScheduledChanges()
    return publishing.candidate(key, coming.drafts, coming.gone)


@transaction.atomic
def withdraw(*, key: UUID, by: object, now: datetime) -> bool:
    """Take back what is planned for the course, or put away the message that it was not made.

    The caller has made sure that `by` may.
    """
    State = ScheduledRelease.State  # noqa: N806
    rows = ScheduledRelease.objects.select_for_update(no_key=True).filter(
        course_key=key, state__in=[State.PLANNED, State.STOPPED]
    )
    planned = next((row for row in rows if row.is_planned), None)
    if not rows.update(state=State.WITHDRAWN, done_at=now):
        return False
    page = publishing.source_page(key)
    if planned is not None and page is not None:
        log_action(instance=page, action="courses.withdraw", user=by, data={"at": planned.at.isoformat()})
    return True


def release_due(*, now: datetime) -> int:
    """Make the scheduled changes that are due, in the order of the hours: pages go live or are taken off, releases are
    made. Returns how many releases were made.

    After a pause of the worker a release holds what was live at its own hour, so that a page of a later hour does not
    spoil it.
    """
    number = 0
    for row in ScheduledRelease.objects.planned().filter(at__lte=now).order_by("at", "pk"):
        scheduled_changes.apply_due(until=row.at)
        number += _make(row.pk, now=now)
    scheduled_changes.apply_due(until=now)
    return number


def _make(pk: int, *, now: datetime) -> bool:
    """Make one release, or note why it is not made; returns whether it was made.

    A fault is tried again, three times in all.
    """
    if not _begin(pk, now=now):
        return False
    try:
        return _release(pk, now=now)
    except Exception:  # whatever a plugin raises while it compiles
        log.exception("the planned release %s could not be made", pk)
        ScheduledRelease.objects.filter(pk=pk).update(tried_at=None)
        return False


@transaction.atomic
def _begin(pk: int, *, now: datetime) -> bool:
    """Count a try, and commit that: a process that is killed on the way has tried. False where another one is at it."""
    row = _locked(pk)
    if row is None or (row.tried_at is not None and abs(now - row.tried_at) < LEASE):  # or the clock was put back
        return False
    if row.tries >= MOST_TRIES:
        _stop(row, ScheduledRelease.Reason.FAULT, now=now)
        return False
    row.tries, row.tried_at = row.tries + 1, now
    row.save(update_fields=["tries", "tried_at"])
    return True


@transaction.atomic
def _release(pk: int, *, now: datetime) -> bool:
    row = _locked(pk)
    if row is None:
        return False
    page = publishing.source_page(row.course_key)
    if row.by is None or page is None or not may_release(row.by, page):
        return _stop(row, ScheduledRelease.Reason.RIGHT, now=now)
    try:
        new_release = publishing.release(
            key=row.course_key, shown=row.digest, by=row.by, why=row.why, now=now, new_edition=row.new_edition
        )
    except NotReady as error:
        return _stop(row, ScheduledRelease.Reason.PROBLEM, now=now, problem=str(error))
    except publishing.ChangedSinceShown:
        return _stop(row, ScheduledRelease.Reason.CHANGED, now=now)
    _end(row, now=now, state=ScheduledRelease.State.RELEASED, release=new_release)
    return True


def _locked(pk: int) -> ScheduledRelease | None:
    return (
        ScheduledRelease.objects.planned()
        .select_for_update(of=("self",), no_key=True)
        .select_related("by")
        .filter(pk=pk)
        .first()
    )


def _stop(row: ScheduledRelease, reason: str, *, now: datetime, problem: str = "") -> bool:
    _end(row, now=now, state=ScheduledRelease.State.STOPPED, reason=reason, problem=problem)
    return False


def _end(
    row: ScheduledRelease,
    *,
    now: datetime,
    state: str,
    reason: str = "",
    problem: str = "",
    release: Release | None = None,
) -> None:
    row.state, row.reason, row.problem, row.release, row.done_at = state, reason, problem, release, now
    row.save(update_fields=["state", "reason", "problem", "release", "done_at"])


def backlog(now: datetime) -> health.Finding:
    """Report, for the health page, in one statement: what should have gone live or been released ten minutes ago."""
    late = Revision.objects.filter(approved_go_live_at__lt=now - LATE).order_by().values_list(models.Value(1))
    rows = (
        ScheduledRelease.objects.planned().filter(at__lt=now - LATE).values_list(models.Value(1)).union(late, all=True)
    )
    return health.backlog(late_by_ten_minutes=rows.count())
