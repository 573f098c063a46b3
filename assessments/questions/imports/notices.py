"""Notices of a file of questions that a person uploaded: it is read, written, or taken back."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.work.notices import WorkFinishedNotice

from .models import Import

Status = Import.Status


class ImportFinished(WorkFinishedNotice):
    slug = "questions_import_finished"
    name = _("A file of questions that you uploaded was processed")
    duty = "editor"
    begun = "made_at"

    def finished(self) -> QuerySet[Any]:
        return Import.objects.filter(status__in=(Status.READ, Status.DONE, Status.UNDONE, Status.FAILED))

    def say(self, row: Import) -> tuple[str, str, str]:
        text = gettext("The questions of the file “%(file)s”: %(state)s.")
        about = {"file": row.name, "state": row.get_status_display()}
        return row.name, text % about, reverse("questions_import", args=[row.pk])
