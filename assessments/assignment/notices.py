"""Notices of hand-ins: work was returned to be revised."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.models import Activity
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, tell
from lms.learning.progress.models import Attempt

KEPT = timedelta(days=30)


class WorkReturned(NoticeKind):
    slug = "hand_in_returned"
    name = _("Your work was returned to be revised")
    duty = "learner"
    subject: Any = _("To revise: %(title)s")
    sentence: Any = _("Your work for “%(title)s” was returned. Read what has to be revised, then hand in again.")

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        rows = Activity.objects.in_bulk({one.facts.get("activity") for one in told} - {None})
        titles = {str(pk): str(one.title_in(get_language() or "en")) for pk, one in rows.items()}
        return [self._words(one.facts.get("activity", ""), titles) for one in told]

    def _words(self, activity: str, titles: dict[str, str]) -> Words | None:
        if activity not in titles:
            return None
        about = {"title": titles[activity]}
        return Words(str(self.subject) % about, str(self.sentence) % about, reverse("learn:to", args=[activity]))


def tell_returned(attempt: Attempt, *, now: datetime) -> None:
    """Tell the learner that their work was returned."""
    facts = {"activity": str(attempt.activity_id)}
    tell(
        WorkReturned.slug,
        [Occasion(attempt.enrolment.learner_id, str(attempt.pk), now, now + KEPT, facts)],
        now=now,
    )
