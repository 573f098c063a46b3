"""Notice of statistics that a person asked for: they are there."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.work.notices import WorkFinishedNotice

from .models import StatisticsRun

Status = StatisticsRun.Status


class StatisticsReady(WorkFinishedNotice):
    slug = "quiz_statistics_finished"
    name = _("Statistics that you asked for are there")
    duty = "editor"
    person, begun = "asked_by", "asked_at"

    def finished(self) -> QuerySet[Any]:
        rows = StatisticsRun.objects.filter(status__in=(Status.DONE, Status.FAILED))
        return rows.select_related("activity").defer("figures")

    def say(self, row: StatisticsRun) -> tuple[str, str, str]:
        title = str(row.activity.title_in(get_language() or "en"))
        text = gettext("The statistics of “%(quiz)s” that you asked for are there.")
        if row.status == Status.FAILED:
            text = gettext("The statistics of “%(quiz)s” could not be computed. Ask for them again.")
        address = reverse("quiz_statistics_of", args=[row.activity_id])
        return title, text % {"quiz": title}, f"{address}?which={row.which}"
