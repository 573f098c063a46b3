"""Notices to learners of an observation of them, to read and acknowledge."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, tell

from .models import Finding

LONGEST = timedelta(days=30)


class ObservationSigned(NoticeKind):
    slug = "observation_signed"
    name = _("An instructor signed an observation of you")
    duty = "learner"
    subject: Any = _("Observed: %(title)s")
    sentence: Any = _("An instructor signed what they observed of you at “%(title)s”. Read it and acknowledge it.")

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        rows = Finding.objects.filter(acknowledged_at=None).select_related("observation__activity")
        findings = rows.in_bulk({one.facts.get("finding") for one in told} - {None})
        return [self._words(findings.get(one.facts.get("finding"))) for one in told]

    def _words(self, finding: Finding | None) -> Words | None:
        if finding is None:
            return None
        about = {"title": finding.observation.activity.title_in(get_language() or "en")}
        return Words(
            str(self.subject) % about, str(self.sentence) % about, reverse("observation:own", args=[finding.pk])
        )


def tell_observed(findings: Iterable[Finding], *, now: datetime) -> None:
    """Tell the learners of `findings`, which were signed just now."""
    occasions = [Occasion(one.learner_id, str(one.pk), now, now + LONGEST, {"finding": one.pk}) for one in findings]
    tell(ObservationSigned.slug, occasions, now=now)
