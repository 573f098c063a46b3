"""Notices: a file of a report is there, or why there is none; by mail where its schedule says so."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.words import day
from lms.foundation.plugins.channel import Attachment
from lms.foundation.plugins.notice import Words, kinds
from lms.foundation.work.notices import WorkFinishedNotice, finished

from .files import for_mail
from .models import ReportFile, Schedule
from .writing import TYPES, Kind

BY_MAIL = (Schedule.By.FILE, Schedule.By.LINK)


class ReportFileMade(WorkFinishedNotice):
    """A file that somebody asked for, or whose schedule tells it on this site alone."""

    slug = "report_file_made"
    name = _("A file of a report that you asked for is there")
    person = "person"
    begun = "asked_at"

    def finished(self) -> QuerySet[Any]:
        ended = ReportFile.objects.exclude(status__in=ReportFile.UNDER_WAY)
        return ended.select_related("schedule").exclude(schedule__by__in=BY_MAIL)

    def say(self, row: ReportFile) -> tuple[str, str, str]:
        """Return title, sentence and page. The title is that of the report and names nobody."""
        page = reverse("saved_reports:file", args=[row.pk])
        if row.problem:
            why = row.schedule.get_why_display() if row.schedule and row.schedule.why else row.get_problem_display()
            return row.title, why, page
        about = {"day": day(row.asked_at, today=timezone.localdate())}
        return row.title, gettext("The report of %(day)s is there. It is deleted after seven days.") % about, page


class ScheduledReport(ReportFileMade):
    """A file of a schedule that goes by mail, with the file where the schedule says so."""

    slug = "report_scheduled"
    name = _("A report that you scheduled by mail")
    channels = ("mail",)

    def finished(self) -> QuerySet[Any]:
        ended = ReportFile.objects.exclude(status__in=ReportFile.UNDER_WAY)
        return ended.select_related("schedule").filter(schedule__by__in=BY_MAIL)

    def _words(self, row: Any) -> Words | None:
        if row is None:
            return None
        title, sentence, page = self.say(row)
        name = row.name if row.schedule.by == Schedule.By.FILE and not row.problem else ""
        files = (Attachment(name, TYPES[Kind(row.kind)][1], partial(for_mail, row.pk)),) if name else ()
        return Words(finished(title), sentence, page, files)


def register() -> None:
    """Add them, when the app is ready."""
    kinds.register(ReportFileMade)
    kinds.register(ScheduledReport)
