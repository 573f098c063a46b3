"""Notice to the person who asked for a file: it is there, or could not be made."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.words import day
from lms.foundation.plugins.notice import kinds
from lms.foundation.work.notices import WorkFinishedNotice

from .kinds import file_kinds
from .models import MadeFile


class FileMade(WorkFinishedNotice):
    slug = "file_finished"
    name = _("A file that you asked for is there")
    begun = "made_at"

    def finished(self) -> QuerySet[Any]:
        ended = MadeFile.objects.exclude(status__in=MadeFile.UNDER_WAY)
        return ended.filter(kind__in=file_kinds.waited_for())

    def say(self, row: MadeFile) -> tuple[str, str, str]:
        text = gettext("The file could not be made. Its page says why.")
        if row.status == MadeFile.Status.DONE:
            about = {"day": day(row.gone_at, today=timezone.localdate())}
            text = gettext("The file is there. It is deleted on %(day)s.") % about
        return row.title, text, reverse("files:file", args=[row.pk])


def register() -> None:
    """Add it, when the app is ready."""
    kinds.register(FileMade)
