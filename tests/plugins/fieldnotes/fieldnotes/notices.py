"""What cadets are told: that their practice log was countersigned."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, tell

from .models import Log

TOLD_WITHIN = timedelta(days=7)


class Countersigned(NoticeKind):
    slug = "fieldnotes_countersigned"
    name = _("A practice log was countersigned")
    duty = "learner"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        signed = Log.objects.filter(pk__in={one.facts.get("log") for one in told}).exclude(countersigned_at=None)
        known = dict(signed.values_list("pk", "interviews"))
        page = reverse("learn:mine")
        return [
            Words(gettext("Practice log"), gettext("Your practice log was countersigned."), page)
            if one.facts.get("log") in known
            else None
            for one in told
        ]


def tell_of_signature(log: Log, *, now: datetime) -> None:
    learner = log.attempt.enrolment.learner_id
    tell(Countersigned.slug, [Occasion(learner, str(log.pk), now, now + TOLD_WITHIN, {"log": log.pk})], now=now)
