"""Notice of a corrected key: results now count by it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.work.notices import WorkFinishedNotice

from .models import Regrade

Status = Regrade.Status


class KeyCorrected(WorkFinishedNotice):
    slug = "quiz_regrade_finished"
    name = _("Results count by the key that you corrected")
    duty = "editor"
    begun = "asked_at"

    def finished(self) -> QuerySet[Any]:
        return Regrade.objects.filter(status__in=(Status.DONE, Status.FAILED))

    def say(self, row: Regrade) -> tuple[str, str, str]:
        about = {"question": row.title, "number": row.changed}
        text = gettext("The corrected key of “%(question)s” counts. Results that it changed: %(number)s.")
        if row.status == Status.FAILED:
            text = gettext("The corrected key of “%(question)s” does not count everywhere yet: correct it once more.")
        return row.title, text % about, reverse("quiz_keys", args=[row.activity_id])
