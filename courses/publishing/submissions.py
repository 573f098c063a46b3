"""Courses that are handed in: drafts that belong together wait for one decision."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def waiting(self) -> Self:
        return self.filter(state=Submission.State.WAITING)


class Submission(models.Model):
    """Drafts of one course that somebody handed in together: who, when, why, and what became of it.

    `course_key` is the translation key of the course's pages, `note` says what changed and why, `new_edition` what its
    author has in mind, `release` what learners got with it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for review")
        APPROVED = "approved", _("Approved and released")
        SENT_BACK = "sent_back", _("Sent back")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    course_key = models.UUIDField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    handed_in_at = models.DateTimeField()
    note = models.CharField(max_length=300)
    new_edition = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    release = models.ForeignKey("courses.Release", models.SET_NULL, null=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(note=""), name="submission_has_a_note"),
            models.CheckConstraint(condition=~models.Q(state="sent_back", reason=""), name="sent_back_with_a_reason"),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_at=None)
                | ~models.Q(models.Q(state="waiting") | models.Q(decided_at=None)),
                name="submission_decided_once",
            ),
        ]
        indexes = [
            models.Index(fields=["handed_in_at"], condition=models.Q(state="waiting"), name="submission_waiting")
        ]

    def __str__(self) -> str:
        return self.note


class SubmittedDraft(models.Model):
    """One draft in a submission: the revision that was handed in, and no other. Without it, what it was a draft of is
    gone.

    `content_type` is that of Page or of the row's model, `title` what it was called when it was handed in. `open` as
    long as the submission waits: nothing waits in two submissions.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="drafts")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=300)
    open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], condition=models.Q(open=True), name="draft_handed_in_once"
            ),
            models.UniqueConstraint(
                fields=["submission", "content_type", "object_id"], name="draft_once_in_a_submission"
            ),
        ]

    def __str__(self) -> str:
        return self.title
