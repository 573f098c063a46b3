"""Courses with changes that wait for release: what changed is noted, then compiled to see what came of it.

Nothing is released here.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from lms.foundation.plugins import health

from ..catalogue.models import Cause, StaleCourse
from .release_rows import close
from .services import candidate

log = logging.getLogger(__name__)


def note(
    *, course_key: UUID, what: str, by: Any, new_edition: bool, now: datetime, about: tuple[str, str] = ("", "")
) -> StaleCourse:
    """Note that `by` changed something that the course `course_key` is made of, such as “Lesson 2 was published”.

    `about` is a kind of activity and the subject of its passages of which `what` tells something.
    """
    return note_all(course_key, [Change(what, by, new_edition, about)], now=now)


@dataclass(frozen=True)
class Change:
    """A change of what a course is made of, as `note` takes it."""

    what: str
    by: Any
    new_edition: bool = False
    about: tuple[str, str] = ("", "")


def note_all(course_key: UUID, changes: Sequence[Change], *, now: datetime) -> StaleCourse:
    """Note several `changes` of one course, in order, as `note` would. As many statements as for one."""
    stale, created = StaleCourse.objects.get_or_create(course_key=course_key, defaults={"since": now, "noted_at": now})
    if not created:
        stale.noted_at, stale.digest, stale.problem = now, "", ""
        stale.save()
    Cause.objects.bulk_create(
        Cause(
            stale=stale,
            what=one.what[:300],
            new_edition=one.new_edition,
            at=now,
            by=one.by,
            kind=one.about[0],
            subject=one.about[1],
        )
        for one in changes
    )
    return stale


def check(only: Collection[UUID] | None = None) -> list[str]:
    """Compile every noted course that was not compiled since, or could not be (or those of `only`); returns what keeps
    them from release.

    A course in which nothing differs any more is forgotten; one whose page is not live any more is closed. Safe to call
    at any time.
    """
    rows = StaleCourse.objects.filter(Q(digest="")).order_by("since")
    if only is not None:
        rows = rows.filter(pk__in=only, problem="")
    # An empty text means: nothing prevents the release.
    problems = [_check(stale) for stale in rows]
    return [problem for problem in problems if problem]


def _check(stale: StaleCourse) -> str:
    try:
        proposed = candidate(stale.course_key)
    except Exception:
        log.exception("compiling the course %s failed", stale.course_key)
        return _keep(stale, problem=_fault())
    if proposed.course is not None and proposed.course.open and not (proposed.page and proposed.page.live):
        close(proposed.course)
    if proposed.page is not None and proposed.page.live and proposed.problem:
        return _keep(stale, problem=proposed.problem)
    if proposed.waits:
        return _keep(stale, digest=proposed.digest)
    return _forget(stale)


def _fault() -> str:
    return _(
        "The course could not be compiled because of a fault in the system. The system tries again every "
        "minute; tell the person who runs the site."
    )


def _keep(stale: StaleCourse, *, problem: str = "", digest: str = "") -> str:
    StaleCourse.objects.filter(pk=stale.pk, noted_at=stale.noted_at).update(problem=problem, digest=digest)
    return problem


@transaction.atomic
def _forget(stale: StaleCourse) -> str:
    # no_key=False: the row is deleted
    if StaleCourse.objects.select_for_update(no_key=False).filter(pk=stale.pk, noted_at=stale.noted_at).exists():
        stale.delete()
    return ""


def backlog(now: datetime) -> health.Finding:
    """Report, for the health page, in one statement: courses whose pages changed and that were not compiled yet, or
    could not be.
    """
    found = StaleCourse.objects.filter(digest="").aggregate(stale_courses=Count("pk"), since=Min("since"))
    return health.backlog(oldest_minutes=health.age(now, found.pop("since")), **found)
