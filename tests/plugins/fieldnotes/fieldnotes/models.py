"""The page of a practice log, and the logs that learners finished."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from courses.models import ActivityPage
from lms.learning.progress.models import Attempt
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User


class LogPage(ActivityPage):
    """A practice log: how many interviews are to be practised, and what to look for."""

    activity_kind = "fieldnotes_log"

    instruction = models.TextField(_("instruction"), blank=True)
    wanted = models.PositiveIntegerField(
        _("interviews to practise"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )

    override_translatable_fields = [
        *ActivityPage.override_translatable_fields,
        SynchronizedField("wanted", overridable=False),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("instruction"),
        FieldPanel("wanted"),
        *ActivityPage.activity_panels,
        *ActivityPage.release_panels,
    ]

    class Meta:
        verbose_name = _("practice log")


class LogQuerySet(models.QuerySet["Log"]):
    def visible_to(self, viewer: User, *roles: str) -> Self:
        """Logs of learners at the institutions where `viewer` holds one of `roles`."""
        places = Institution.objects.visible_to(viewer, *roles).values_list("pk", flat=True)
        return self.filter(attempt__enrolment__institution__in=list(places))

    def waiting(self) -> Self:
        return self.filter(countersigned_at=None)


class Log(models.Model):
    """A practice log that a learner finished, for an instructor to countersign."""

    attempt = models.OneToOneField(Attempt, models.CASCADE, related_name="fieldnotes_log")
    interviews = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    logged_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    countersigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    countersigned_at = models.DateTimeField(null=True)

    objects = LogQuerySet.as_manager()

    class Meta:
        verbose_name = _("finished practice log")
        indexes = [
            models.Index(fields=["logged_at"], condition=models.Q(countersigned_at=None), name="fieldnotes_log_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.interviews} × {self.attempt_id}"
