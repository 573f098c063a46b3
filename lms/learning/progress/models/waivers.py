"""Conditions that somebody set aside for one learner: rows that are written once and never changed; the database itself
refuses it (`triggers`).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Waiver(models.Model):
    """Opening of an activity to one learner by a member of staff, whatever its conditions say; without `activity`,
    whatever those of the course say.
    """

    enrolment = models.ForeignKey("progress.Enrolment", models.PROTECT, related_name="waivers")
    activity = models.UUIDField(null=True)
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity"], name="activity_waived_once"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(activity=None), name="conditions_of_course_waived_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.activity or 'course'} of {self.enrolment_id}"
