"""Intervals of a course's refreshers, the refreshers of each learner with their answers, and learners who want none."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Release
from lms.learning.progress.models import Enrolment
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User

DAYS = (7, 30, 90)
"""After which days a course comes back where its page says nothing else."""
OPEN_FOR = timedelta(days=21)
"""How long a refresher can be answered from when it is due."""


class Schedule(models.Model):
    """Days after which a course comes back; none: it does not. A course without a row has `DAYS`."""

    course = models.OneToOneField(Course, models.CASCADE, primary_key=True, related_name="+")
    days = models.JSONField(_("Days after the course"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("refreshers")
        verbose_name_plural = _("refreshers")

    def __str__(self) -> str:
        return f"{self.course_id}: {self.days}"


class OptOut(models.Model):
    """A learner who wants no refreshers."""

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="refreshers_off"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("refreshers")
        verbose_name_plural = _("refreshers")

    def __str__(self) -> str:
        return str(self.learner_id)


class RefresherQuerySet(models.QuerySet["Refresher"]):
    def of(self, learner: User) -> Self:
        """Return the learner's own, at institutions where refreshers are on."""
        return self.filter(learner=learner.pk, institution__in=Institution.objects.where_on("refreshers"))

    def open(self, now: datetime) -> Self:
        """Filter to refreshers that can be answered now by learners who want them."""
        return self.unfinished().filter(opens_at__lte=now, opens_at__gt=now - OPEN_FOR, learner__refreshers_off=None)

    def unfinished(self) -> Self:
        return self.filter(done_at=None, skipped_at=None)

    def to_come(self, now: datetime) -> Self:
        return self.unfinished().filter(opens_at__gt=now)


class Refresher(models.Model):
    """A few questions of a course that somebody completed, `days` later, from the content of the `release` they had.

    Until it is begun it has neither `form` nor `state`; both are those of an attempt at a quiz in which each answer is
    checked once, and `sources` says by question which content has its texts. No enrolment and no event knows of it.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="refreshers")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField(_("Days after the course"))
    opens_at = models.DateTimeField(_("due"))
    begun_at = models.DateTimeField(_("Begun"), null=True)
    done_at = models.DateTimeField(_("Done"), null=True)
    skipped_at = models.DateTimeField(_("Skipped"), null=True)
    language = models.CharField(max_length=12, blank=True)
    form = models.JSONField(null=True)
    state = models.JSONField(null=True)
    sources = models.JSONField(default=dict)

    objects = RefresherQuerySet.as_manager()

    class Meta:
        verbose_name = _("refresher")
        verbose_name_plural = _("refreshers")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "days"], name="refresher_of_a_day_once"),
            models.CheckConstraint(
                condition=Q(begun_at=None, form=None, state=None)
                | Q(begun_at__isnull=False, form__isnull=False, state__isnull=False),
                name="refresher_begun_has_questions",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(begun_at__isnull=False), name="refresher_done_was_begun"
            ),
            models.CheckConstraint(condition=Q(done_at=None) | Q(skipped_at=None), name="refresher_ends_once"),
        ]
        indexes = [
            models.Index(fields=["opens_at"], condition=Q(done_at=None, skipped_at=None), name="refresher_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.days}"

    def is_open(self, now: datetime) -> bool:
        return self.done_at is None and self.skipped_at is None and self.opens_at <= now < self.opens_at + OPEN_FOR


class AnswerQuerySet(models.QuerySet["Answer"]):
    def of_cohort(self, cohort: Cohort) -> Self:
        """Filter to answers of people who are in `cohort`, in the courses that it was assigned."""
        places = {"refresher__learner__cohort_places__cohort": cohort.pk}
        return self.filter(refresher__course__in=cohort.assignments.values("course"), **places)


class Answer(models.Model):
    """Mark of one answer, 0..1, when it was checked. The answer itself stands in the refresher's state."""

    refresher = models.ForeignKey(Refresher, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    mark = models.FloatField()
    at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("refreshers")
        verbose_name_plural = _("refreshers")
        constraints = [
            models.UniqueConstraint(fields=["refresher", "question"], name="refresher_answer_once"),
            models.CheckConstraint(condition=Q(mark__gte=0, mark__lte=1), name="refresher_answer_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.refresher_id}: {self.question}"
