"""The browsers to which people let pushes come."""

from django.conf import settings
from django.db import models


class Subscription(models.Model):
    """A browser of somebody: where its pushes go, and with what they are encrypted. `digest` is of the address.

    It belongs to the session that began at `session_began_at`: where that has ended nothing is sent, and the row goes.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    address = models.TextField(max_length=1000)
    key = models.BinaryField(max_length=65)
    auth = models.BinaryField(max_length=16)
    device = models.CharField(max_length=60, blank=True)
    session_began_at = models.DateTimeField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id}: {self.device}"
