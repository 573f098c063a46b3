"""The addresses at which people’s own calendars fetch theirs."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedAddress(models.Model):
    """The address of one person’s calendar. `digest` is the SHA-256 of its secret, which nobody keeps; `closed_at` is
    when it was found that their account is closed.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["FeedAddress"]] = models.Manager()

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")

    def __str__(self) -> str:
        return f"of {self.person_id}"
