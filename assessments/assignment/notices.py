"""Notices of hand-ins: work was returned to be revised, a file of it was removed, a ZIP is packed or given back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from courses.models import Activity
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, tell
from lms.foundation.work.notices import WorkFinishedNotice
from lms.learning.progress.models import Attempt

from .models import Bundle

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


class BundleFinished(WorkFinishedNotice):
    """Notice to a marker that the work of a cohort is packed, or that marked files were given back, or neither."""

    slug = "hand_ins_zip_finished"
    name = _("A ZIP of hand-ins that you asked for is done")
    duty = "instructor"
    begun = "made_at"

    def finished(self) -> QuerySet[Any]:
        rows = Bundle.objects.filter(status__in=[Bundle.Status.DONE, Bundle.Status.FAILED])
        return rows.select_related("cohort")

    def say(self, row: Bundle) -> tuple[str, str, str]:
        title = gettext("Marked files") if row.is_marked else gettext("All work as a ZIP")
        return f"{title} · {row.cohort.name}", self._sentence(row), reverse("assignment:bundle-made", args=[row.pk])

    def _sentence(self, row: Bundle) -> str:
        if row.status == Bundle.Status.FAILED:
            return gettext("This could not be done. Try it again.")
        if not row.is_marked:
            return gettext("The ZIP can be downloaded. It is deleted after seven days.")
        if row.left_out:
            return gettext("Some of the marked files could not be given to anybody. The page names them.")
        return gettext("The files are now with the work of their learners.")


def tell_returned(attempt: Attempt, *, now: datetime) -> None:
    """Tell the learner that their work was returned."""
    _tell(WorkReturned.slug, attempt, str(attempt.pk), now)


def tell_removed(attempt: Attempt, file: UUID, name: str, *, now: datetime) -> None:
    """Tell the learner that a file with a virus was removed from their work."""
    _tell(FileRemoved.slug, attempt, f"{attempt.pk}-{file}", now, file=name)


def _tell(kind: str, attempt: Attempt, key: str, now: datetime, **facts: str) -> None:
    about = {"activity": str(attempt.activity_id), **facts}
    tell(kind, [Occasion(attempt.enrolment.learner_id, key, now, now + KEPT, about)], now=now)
