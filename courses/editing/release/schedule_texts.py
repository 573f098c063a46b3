"""Sentences for editors about scheduled changes of a course."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from ...pages.forms import course_key
from ...pages.models import CoursePage, ReleasedPage
from ...publishing.course_drafts import may_release
from ...publishing.scheduled_changes import PageSchedule, hours_of, scheduled
from ...publishing.scheduled_releases import ScheduledRelease
from ...publishing.scheduling import expected_candidate
from ...publishing.services import source_page


def with_zone(at: datetime) -> str:
    """Return a time as people of the admin read it, with its zone: “26 November 2026 08:00 (EAT)”."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'DATETIME_FORMAT')} ({local.tzname()})"


def plans_of(keys: Iterable[UUID]) -> dict[UUID, ScheduledRelease]:
    """Return by course what is planned, or else what could not be made last; one statement."""
    rows = ScheduledRelease.objects.to_be_told().filter(course_key__in=list(keys)).select_related("by").order_by("pk")
    plans: dict[UUID, ScheduledRelease] = {}
    for row in rows:
        if row.is_planned or row.course_key not in plans or not plans[row.course_key].is_planned:
            plans[row.course_key] = row
    return plans


def for_effect(page: CoursePage, user: object) -> dict[str, object]:
    """Return the plans, for the page of a release's effect: what is planned, whether it still stands, and what the
    clock does to each page of the course.
    """
    plan = plans_of([page.translation_key]).get(page.translation_key)
    return {
        "plan": plan,
        "plan_at": with_zone(plan.at) if plan else "",
        "plan_stands": plan is not None
        and plan.is_planned
        and expected_candidate(plan.course_key, page, plan.at).digest == plan.digest,
        "hours": [(hours.page, sentences(hours, plan)) for hours in scheduled(page)],
        "may_plan": may_release(user, page),
    }


def for_panel(page: Page, key: UUID | None) -> dict[str, Any]:
    """Return, for the editor of a page: the same about this page alone."""
    plan = plans_of([key]).get(key) if key else None
    return {
        "plan": plan,
        "plan_at": with_zone(plan.at) if plan else "",
        "hours": sentences(hours_of(page), plan) if page.pk and key else [],
    }


def sentences(hours: PageSchedule, plan: ScheduledRelease | None) -> list[str]:
    """Return the scheduled changes of a page in sentences, and when learners get it."""
    lines, page = [], hours.page
    if hours.goes_live_at is not None:
        lines.append(_with_release(_("Goes live at %(at)s."), hours.goes_live_at, plan))
    elif page.go_live_at and page.go_live_at > timezone.now():
        lines.append(
            _("Goes live at %(at)s, once somebody who may publish it has pressed “publish”.")
            % {"at": with_zone(page.go_live_at)}
        )
    if hours.expires_at is not None:
        lines.append(_leaving(page, hours.expires_at, plan))
    return lines


def _leaving(page: Page, at: datetime, plan: ScheduledRelease | None) -> str:
    source = source_page(page.translation_key) if issubclass(page.specific_class or Page, CoursePage) else None
    if source is not None and source.pk == page.pk:
        return _(
            "Is taken off at %(at)s. From then on nobody can be enrolled in the course; learners who are in it go on."
        ) % {"at": with_zone(at)}
    return _with_release(_("Is taken off at %(at)s."), at, plan)


def _with_release(sentence: str, at: datetime, plan: ScheduledRelease | None) -> str:
    if plan is not None and plan.is_planned and plan.at >= at:
        then = _("Learners get this change with the release that is planned for %(at)s.") % {"at": with_zone(plan.at)}
    else:
        then = _("Learners get this change when somebody releases the course after that.")
    return f"{sentence % {'at': with_zone(at)}} {then}"


def tell_hours(request: HttpRequest, page: Page) -> None:
    """Tell, after “publish” was pressed for a later hour, say what that comes to."""
    if not isinstance(page, ReleasedPage) or not page.approved_schedule:
        return
    key = course_key(page)
    for sentence in for_panel(page, key)["hours"]:
        messages.info(request, sentence)
