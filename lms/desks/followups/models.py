"""Courses that are asked about, what each person is asked, and the answers."""

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.models import Course
from lms.learning.progress.models import Enrolment
from lms.people.directory.choices import RoleFamily, Sex
from lms.people.directory.institutions import AtInstitution, Institution
from lms.people.directory.models import User

from .questions import SURVEY

OPEN_FOR = timedelta(days=42)
"""The time in which questions can be answered, from when they are asked."""


class Rule(models.Model):
    """Editor's choice of what is asked after a course; a course without a row asks nothing. `since` is the moment of
    completion from which on people are asked.
    """

    course = models.OneToOneField(Course, models.CASCADE, primary_key=True, related_name="+")
    followups = models.BooleanField(default=False)
    survey = models.BooleanField(default=False)
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.course_id}: {self.followups} {self.survey}"


class InquiryQuerySet(AtInstitution["Inquiry"]):
    def of(self, learner: User) -> Self:
        return self.filter(learner=learner.pk)

    def asked(self) -> Self:
        return self.filter(asked_at__isnull=False)

    def open(self, now: datetime) -> Self:
        """Filter to those that can be answered now."""
        return self.filter(asked_at__lte=now, asked_at__gt=now - OPEN_FOR, answered_at=None, learner__is_active=True)


class Inquiry(models.Model):
    """Questions to one person after one completed course, `months` later; 0 is the survey.

    Sex, rank, role family and `unit`, where the person served, are those of the day of completion. `answered_at` of a
    survey is the beginning of the day, so that it leads to no answer.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="inquiries")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+", db_index=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="+")
    months = models.PositiveSmallIntegerField()
    country = models.CharField(max_length=2, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    rank = models.CharField(max_length=60, blank=True)
    role_family = models.CharField(max_length=20, choices=RoleFamily, blank=True)
    opens_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "months"], name="asked_after_a_course_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(asked_at__isnull=False), name="answered_inquiry_was_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["opens_at"], condition=Q(asked_at=None), name="inquiry_to_ask"),
            models.Index(
                fields=["asked_at"], condition=Q(asked_at__isnull=False, answered_at=None), name="inquiry_waiting"
            ),
            models.Index(fields=["institution", "months", "asked_at"], name="inquiry_by_institution"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.months}"

    @property
    def is_survey(self) -> bool:
        return self.months == SURVEY

    @property
    def closes_at(self) -> datetime | None:
        return self.asked_at and self.asked_at + OPEN_FOR


class CourseAnswerQuerySet(AtInstitution["Answer"]):
    """Queryset of answers, visible to the same viewers as enrolments."""


class Answer(models.Model):
    """Answers to one inquiry, as codes of `questions`; several of one question are parted by commas.

    Those of a survey lead to no inquiry and no person, have a drawn key, and of the time the month alone. `marks` has
    one digit for each of its questions, in their order.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    inquiry = models.OneToOneField(Inquiry, models.CASCADE, null=True, related_name="answer")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    used = models.CharField(max_length=10, blank=True)
    what = models.CharField(max_length=120, blank=True)
    hindered = models.CharField(max_length=120, blank=True)
    marks = models.CharField(max_length=8, blank=True)

    objects = CourseAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(inquiry=None, used="") & ~Q(marks="") | Q(inquiry__isnull=False, marks="") & ~Q(used=""),
                name="answer_of_a_survey_is_of_nobody",
            )
        ]
        indexes = [models.Index(fields=["institution", "course"], name="answer_by_institution")]

    def __str__(self) -> str:
        return str(self.pk)


class Example(models.Model):
    """Words of somebody on how they used the course, for `institution`, where they served, alone."""

    inquiry = models.OneToOneField(Inquiry, models.CASCADE, primary_key=True, related_name="example")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"example {self.pk}"


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def open(self, now: datetime) -> Self:
        return self.filter(decided_at=None, asked_at__gt=now - OPEN_FOR, supervisor__is_active=True)

    def given(self) -> Self:
        """Filter to those that count: nobody confirms for themselves, nor for what became one account with theirs."""
        return self.filter(confirmed=True).exclude(supervisor=F("inquiry__learner")).exclude(OWN)


OWN = Q(supervisor__merged_into__isnull=False, supervisor__merged_into=F("inquiry__learner"))


class Confirmation(models.Model):
    """A supervisor, whom the person named, and whether they confirm that the course was used."""

    inquiry = models.OneToOneField(Inquiry, models.CASCADE, primary_key=True, related_name="confirmation")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, confirmed=None) | Q(decided_at__isnull=False, confirmed__isnull=False),
                name="decided_confirmation_says_when",
            )
        ]

    def __str__(self) -> str:
        return f"confirmation {self.pk}"
