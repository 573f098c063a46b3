"""Notices to reviewers and editors: a course that was handed in waits, and the outcome of a planned release."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, kinds, tell
from lms.foundation.work.notices import finished

from .scheduled_releases import ScheduledRelease
from .services import pages_of_courses
from .submissions import Submission

if TYPE_CHECKING:
    from wagtail.models import Page

    from lms.people.directory.models import User


KEPT = timedelta(days=14)


class ReviewDue(NoticeKind):
    slug = "review_due"
    name = _("A course waits for your review")
    duty = "editor"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        """Return the words of each notice; None for a submission that was decided or taken back meanwhile."""
        rows = Submission.objects.waiting().filter(pk__in={one.facts["submission"] for one in told})
        waiting = {row.pk: row for row in rows}
        pages = pages_of_courses(waiting.values())
        return [_words(waiting.get(one.facts["submission"]), pages) for one in told]


def _words(submission: Submission | None, pages: dict[Any, Any]) -> Words | None:
    page = pages.get(submission.course_key) if submission else None
    if submission is None or page is None:
        return None
    title = page.get_admin_display_title()
    text = gettext("The course “%(course)s” was handed in and waits for your review.") % {"course": title}
    subject = gettext("To review: %(course)s") % {"course": title}
    return Words(subject, text, reverse("courses_submission", args=[submission.pk]))


def tell_reviewers(submission: Submission, page: "Page", *, by: "User", now: datetime) -> None:
    """Tell whoever may publish the page of the course, but for who handed it in."""
    above = page.get_ancestors(inclusive=True)
    may = {
        "groups__page_permissions__permission__codename": "publish_page",
        "groups__page_permissions__page__in": above,
    }
    people: Any = get_user_model().objects
    reviewers = people.filter(is_active=True, **may).exclude(pk=by.pk).order_by("pk").values_list("pk", flat=True)
    facts = {"submission": submission.pk}
    told = [Occasion(pk, f"{submission.pk}", now, now + KEPT, facts) for pk in reviewers.distinct()]
    tell(ReviewDue.slug, told, now=now)


class PlannedRelease(NoticeKind):
    """Notice to the planner, at the planned hour: the release was made, or was not, and why."""

    slug = "release_planned"
    name = _("A release that you planned was made, or could not be")
    duty = "editor"
    every = timedelta(minutes=2)

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        """Yield occasions, with one statement."""
        rows = _over().filter(done_at__gt=now - KEPT, by__isnull=False).order_by("pk")
        for pk, person, done_at in rows.values_list("pk", "by", "done_at"):
            yield Occasion(person, f"{pk}", done_at, done_at + KEPT, {"plan": pk})

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        rows = {
            row.pk: row for row in _over().filter(pk__in={one.facts["plan"] for one in told if "plan" in one.facts})
        }
        pages = pages_of_courses(rows.values())
        return [_of_plan(rows.get(one.facts.get("plan", 0)), pages) for one in told]


def _over() -> Any:
    over = (ScheduledRelease.State.RELEASED, ScheduledRelease.State.STOPPED)
    return ScheduledRelease.objects.filter(state__in=over)


def _of_plan(row: ScheduledRelease | None, pages: dict[Any, Any]) -> Words | None:
    page = pages.get(row.course_key) if row else None
    if row is None or page is None:
        return None
    title = page.get_admin_display_title()
    text = gettext("The release of “%(course)s” that you planned was made.")
    if row.state == ScheduledRelease.State.STOPPED:
        text = gettext(
            "The release of “%(course)s” that you planned was not made: learners keep what they have. %(why)s"
        )
    about = {"course": title, "why": row.what_happened}
    return Words(finished(title), text % about, reverse("courses_release", args=[row.course_key]))


def register() -> None:
    """Add them, when the app is ready."""
    kinds.register(ReviewDue)
    kinds.register(PlannedRelease)
