"""Links on their way by text message, as rows. No row holds a link: it is made when the message is sent."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.work.models import RetriedQuerySet, RetriedWork


class TextStatus(models.TextChoices):
    """`REFUSED`: nobody has the number. `GIVEN_UP`: it failed, or was tried often enough."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    REFUSED = "refused", _("Nobody has this number")
    GIVEN_UP = "given_up", _("Not sent")


class Text(RetriedWork):
    """A link to activate the account of `person`, for the number as it was then, by the `channel` of that name."""

    PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
    GIVEN_UP = {"status": TextStatus.GIVEN_UP}
    LONGEST_WAIT = timedelta(days=1)

    person = models.ForeignKey("people.User", models.CASCADE, related_name="texts")
    channel = models.CharField(max_length=60)
    recipient = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    status = models.CharField(max_length=10, choices=TextStatus, default=TextStatus.WAITING)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=120, blank=True)

    objects = RetriedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status=TextStatus.WAITING, next_at__isnull=False)
                | (~Q(status=TextStatus.WAITING) & Q(next_at=None)),
                name="text_has_a_next_try_while_it_waits",
            )
        ]
        indexes = [
            models.Index(fields=["next_at"], name="text_by_next_try"),
            models.Index(fields=["made_at"], name="text_by_age"),
        ]

    def __str__(self) -> str:
        return f"text {self.pk}"
