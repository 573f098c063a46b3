"""Notices to reviewers and editors: a course that was handed in waits, and the outcome of a planned release."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Comment, CommentReply, Page

from lms.foundation.interface.words import shortened
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, kinds, tell
from lms.foundation.work.notices import finished

from .scheduled_releases import ScheduledRelease
from .services import pages_of_courses
from .submissions import Submission, SubmittedDraft

if TYPE_CHECKING:
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


class Decided(NoticeKind):
    """Notice to whoever handed a course in: it was approved, or sent back, and why."""

    slug = "review_decided"
    name = _("A course that you handed in was approved or sent back")
    duty = "editor"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        rows = Submission.objects.filter(pk__in={one.facts["submission"] for one in told}).select_related("decided_by")
        decided = {row.pk: row for row in rows}
        pages = pages_of_courses(decided.values())
        return [_decision(decided.get(one.facts["submission"]), pages) for one in told]


def _decision(submission: Submission | None, pages: dict[Any, Any]) -> Words | None:
    page = pages.get(submission.course_key) if submission else None
    if submission is None or page is None:
        return None
    text = gettext("What you handed in of “%(course)s” was approved.")
    if submission.state == Submission.State.SENT_BACK:
        text = gettext("What you handed in of “%(course)s” was sent back: %(why)s")
    title = page.get_admin_display_title()
    subject = gettext("Decided: %(course)s") % {"course": title}
    link = reverse("courses_submission", args=[submission.pk])
    return Words(subject, text % {"course": title, "why": submission.reason}, link)


def tell_author(submission: Submission, *, by: Any, now: datetime) -> None:
    """Tell whoever handed it in that it was decided on, unless they decided themselves."""
    if submission.by is not None and submission.by != by:
        facts = {"submission": submission.pk}
        tell(Decided.slug, [Occasion(submission.by.pk, f"{submission.pk}", now, now + KEPT, facts)], now=now)


class Commented(NoticeKind):
    """Notice to the authors of a page, and to whoever wrote in a thread of it: somebody commented there."""

    slug = "page_commented"
    name = _("Somebody commented on a page that you wrote")
    duty = "editor"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        """Return the words of each notice; None where the comment or the answer is gone or resolved."""
        rows = Comment.objects.filter(pk__in={one.facts["comment"] for one in told}, resolved_at=None)
        comments = rows.select_related("page__locale", "user").in_bulk()
        answers = CommentReply.objects.select_related("user").in_bulk([one.facts["answer"] for one in told])
        return [_comment(comments.get(one.facts["comment"]), one.facts["answer"], answers) for one in told]


def _comment(comment: Any, answer: int | None, answers: dict[int, Any]) -> Words | None:
    said = answers.get(answer) if answer else comment
    if comment is None or said is None:
        return None
    title = comment.page.get_admin_display_title()
    text = gettext("%(person)s commented on “%(page)s”: %(text)s")
    about = {"person": said.user, "page": title, "text": shortened(said.text, 300)}
    subject = gettext("Comment: %(page)s") % {"page": title}
    return Words(
        subject, text % about, f"{reverse('wagtailadmin_pages:edit', args=[comment.page_id])}?comment={comment.pk}"
    )


def tell_commented(comment: Any, *, answer: Any = None, now: datetime) -> None:
    """Tell the authors of the page that is commented on, and whoever wrote in the thread, but for who wrote now."""
    page, by = comment.page, (answer or comment).user_id
    people = {page.owner_id, page.latest_revision.user_id if page.latest_revision else None, comment.user_id}
    kind = ContentType.objects.get_for_model(Page, for_concrete_model=False)
    waiting = SubmittedDraft.objects.filter(open=True, content_type=kind, object_id=str(page.pk))
    people |= {*waiting.values_list("submission__by", flat=True), *comment.replies.values_list("user", flat=True)}
    known: Any = get_user_model().objects
    told = [
        Occasion(
            person.pk,
            f"{comment.pk}:{answer.pk if answer else 0}",
            now,
            now + KEPT,
            {"comment": comment.pk, "answer": answer.pk if answer else None},
        )
        for person in known.filter(pk__in=people - {None, by}, is_active=True).order_by("pk")
        if page.permissions_for_user(person).can_edit()
    ]
    tell(Commented.slug, told, now=now)


@receiver(post_save, sender=Comment)
def _on_comment(instance: Any, created: bool, **_kwargs: object) -> None:
    if created and instance.user_id:
        tell_commented(instance, now=timezone.now())


@receiver(post_save, sender=CommentReply)
def _on_answer(instance: Any, created: bool, **_kwargs: object) -> None:
    if created and instance.user_id:
        tell_commented(instance.comment, answer=instance, now=timezone.now())


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
    kinds.register(Decided)
    kinds.register(Commented)
    kinds.register(PlannedRelease)
