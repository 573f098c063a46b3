"""What is told of work on results of a quiz that somebody began: a key that was corrected, statistics."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lms.work.finished import Finished
from lms.work.models import Work

from ..regrading.models import Regrade
from ..statistics.models import StatisticsRun

OVER = (Work.Status.DONE, Work.Status.FAILED)


class KeyCorrected(Finished):
    slug = "quiz_regrade_finished"
    name = _("Results count by the key that you corrected")
    duty = "editor"
    begun = "asked_at"

    def finished(self) -> QuerySet[Any]:
        return Regrade.objects.filter(status__in=OVER)

    def say(self, row: Regrade) -> tuple[str, str, str]:
        about = {"question": row.title, "number": row.changed}
        text = gettext("The corrected key of “%(question)s” counts. Results that it changed: %(number)s.")
        if row.status == Work.Status.FAILED:
            text = gettext("The corrected key of “%(question)s” does not count everywhere yet: correct it once more.")
        return row.title, text % about, reverse("quiz_keys", args=[row.activity_id])


class StatisticsThere(Finished):
    slug = "quiz_statistics_finished"
    name = _("Statistics that you asked for are there")
    duty = "editor"
    person, begun = "asked_by", "asked_at"

    def finished(self) -> QuerySet[Any]:
        return StatisticsRun.objects.filter(status__in=OVER).select_related("activity").defer("figures")

    def say(self, row: StatisticsRun) -> tuple[str, str, str]:
        title = str(row.activity.title_in(get_language() or "en"))
        text = gettext("The statistics of “%(quiz)s” that you asked for are there.")
        if row.status == Work.Status.FAILED:
            text = gettext("The statistics of “%(quiz)s” could not be computed. Ask for them again.")
        address = reverse("quiz_statistics_of", args=[row.activity_id])
        return title, text % {"quiz": title}, f"{address}?which={row.which}"


KINDS = (KeyCorrected, StatisticsThere)
