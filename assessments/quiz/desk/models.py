"""Answers that are contested."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import User


class ContestQuerySet(models.QuerySet["Contest"]):
    def visible_to(self, viewer: User) -> Self:
        """Return contests of the people whom `viewer` teaches, without their own."""
        theirs = Enrolment.objects.visible_to(viewer, *TEACHING_ROLES).not_of(viewer)
        return self.filter(models.Exists(theirs.filter(pk=models.OuterRef("attempt__enrolment"))))

    def open(self) -> Self:
        return self.filter(answered_at=None)


class Contest(models.Model):
    """Index row of a contested answer. The remarks themselves stand in the journal, from which these rows follow."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="+")
    question = models.CharField(max_length=60, help_text=_("The translation key of the question."))
    contested_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = ContestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "question"], name="answer_contested_once_at_a_time")]
        indexes = [models.Index(fields=["contested_at"], condition=models.Q(answered_at=None), name="contest_open")]

    def __str__(self) -> str:
        return f"{self.question} in {self.attempt_id}"
