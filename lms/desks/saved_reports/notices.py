"""Notices by mail: the file of a scheduled report is there, or why there is none, or the schedule ended of itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.files.models import MadeFile
from lms.foundation.interface.words import day
from lms.foundation.plugins.channel import Attachment
from lms.foundation.plugins.notice import PendingNotice, Words, kinds
from lms.foundation.work.notices import WorkFinishedNotice, finished

from .files import MailedReport, for_mail
from .models import Schedule
from .schedules import NOTICE
from .writing import TYPES, Kind


class ScheduledReport(WorkFinishedNotice):
    """A file of a schedule that goes by mail, with the file where the schedule says so, or the end of a schedule. The
    title is that of the report and names nobody.
    """

    slug = NOTICE
    name = _("A report that you scheduled by mail")
    channels = ("mail",)
    begun = "made_at"

    def finished(self) -> QuerySet[Any]:
        return MadeFile.objects.filter(kind=MailedReport.slug).exclude(status__in=MadeFile.UNDER_WAY)

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        of_files = super().words(told, now=now)
        return [_of_end(one.facts) if "why" in one.facts else words for one, words in zip(told, of_files, strict=True)]

    def _words(self, row: Any) -> Words | None:
        if row is None:
            return None
        page = reverse("files:file", args=[row.pk])
        if row.status == MadeFile.Status.FAILED:
            return Words(finished(row.title), gettext("The file could not be made. Its page says why."), page)
        about = {"day": day(row.made_at, today=timezone.localdate())}
        sentence = gettext("The report of %(day)s is there. It is deleted after seven days.") % about
        content_type = TYPES[Kind(row.asked["kind"])][1]
        attached = row.asked["attached"]
        files = (Attachment(row.name, content_type, partial(for_mail, row.pk)),) if attached else ()
        return Words(finished(row.title), sentence, page, files)


def _of_end(facts: Mapping[str, Any]) -> Words:
    return Words(finished(facts["title"]), str(Schedule.Why(facts["why"]).label), reverse("saved_reports:index"))


def register() -> None:
    """Add it, when the app is ready."""
    kinds.register(ScheduledReport)
