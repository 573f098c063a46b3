"""Questions that somebody is trying: what was asked stays on the server, with its key, for a day."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils.crypto import get_random_string

LASTING = timedelta(days=1)
"""How long a form that somebody left open can be sent."""
MOST = 30
"""So many forms of one person can be open; the oldest goes."""


class TrialQuerySet(models.QuerySet["Trial"]):
    def of(self, person: object, *, now: datetime) -> Self:
        """Filter to trials that `person` began and that have not expired."""
        return self.filter(by=person, at__gt=now - LASTING)


class Trial(models.Model):
    """A question as it was asked whoever writes it.

    The form that they got has its `token`, which means nothing to anybody else.
    """

    token = models.CharField(max_length=32, primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked = models.JSONField()
    at = models.DateTimeField(db_index=True)

    objects = TrialQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.by_id}: {self.asked.get('title', '')}"


@transaction.atomic
def keep(*, asked: dict[str, Any], by: Any, now: datetime) -> Trial:
    """Keep what is asked, and forget what nobody will answer any more.

    The same question asked again is the same trial.
    """
    Trial.objects.filter(at__lte=now - LASTING).delete()
    own = Trial.objects.of(by, now=now).order_by("-at", "token")
    known = next((trial for trial in own if trial.asked == asked), None)
    if known is not None:
        return known
    Trial.objects.filter(pk__in=[trial.pk for trial in own[MOST - 1 :]]).delete()
    return Trial.objects.create(token=get_random_string(32), by=by, asked=asked, at=now)
