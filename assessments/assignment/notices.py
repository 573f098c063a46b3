"""Notices of hand-ins: work was returned to be revised, a file of it was removed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

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
        return [self._words(one.facts, titles) for one in told]

    def _words(self, facts: Mapping[str, Any], titles: dict[str, str]) -> Words | None:
        activity = facts.get("activity", "")
        if activity not in titles:
            return None
        about = {"title": titles[activity], "file": facts.get("file", "")}
        return Words(str(self.subject) % about, str(self.sentence) % about, reverse("learn:to", args=[activity]))


class FileRemoved(WorkReturned):
    slug = "hand_in_file_removed"
    name = _("A file of your work was removed")
    subject: Any = _("A file was removed: %(title)s")
    sentence: Any = _(
        "The scanner found a virus in “%(file)s”, so the file was removed from your work for “%(title)s”. Clean the "
        "device it is from."
    )


def tell_returned(attempt: Attempt, *, now: datetime) -> None:
    """Tell the learner that their work was returned."""
    _tell(WorkReturned.slug, attempt, str(attempt.pk), now)


def tell_removed(attempt: Attempt, file: UUID, name: str, *, now: datetime) -> None:
    """Tell the learner that a file with a virus was removed from their work."""
    _tell(FileRemoved.slug, attempt, f"{attempt.pk}-{file}", now, file=name)


def _tell(kind: str, attempt: Attempt, key: str, now: datetime, **facts: str) -> None:
    about = {"activity": str(attempt.activity_id), **facts}
    tell(kind, [Occasion(attempt.enrolment.learner_id, key, now, now + KEPT, about)], now=now)
