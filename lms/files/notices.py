"""Notice to the person who asked for a file: it is there, or could not be made."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import kinds
from lms.foundation.work.notices import WorkFinishedNotice

from .models import MadeFile


class FileMade(WorkFinishedNotice):
    slug = "file_finished"
    name = _("A file that you asked for is there")
    begun = "made_at"

    def finished(self) -> QuerySet[Any]:
        return MadeFile.objects.filter(status__in=[MadeFile.Status.DONE, MadeFile.Status.FAILED])

    def say(self, row: MadeFile) -> tuple[str, str, str]:
        text = (
            gettext("The file is there. It is deleted a day after you asked for it.")
            if row.status == MadeFile.Status.DONE
            else gettext("The file could not be made. Its page says why.")
        )
        return row.title, text, reverse("files:file", args=[row.pk])


def register() -> None:
    """Add it, when the app is ready."""
    kinds.register(FileMade)
