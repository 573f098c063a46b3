"""Notice to the person who had files for a ceremony made: they are there."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import kinds
from lms.foundation.work.notices import WorkFinishedNotice

from ..models import Ceremony


class CeremonyMade(WorkFinishedNotice):
    slug = "ceremony_finished"
    name = _("Files for a ceremony that you had made are there")
    duty = "coordinator"
    begun = "made_at"

    def finished(self) -> QuerySet[Any]:
        return Ceremony.objects.filter(status=Ceremony.Status.DONE)

    def say(self, row: Ceremony) -> tuple[str, str, str]:
        text = gettext("The files for a ceremony are made. They are deleted after seven days.")
        return row.title, text, reverse("certificates:ceremony", args=[row.pk])


def register() -> None:
    """Add it, when the app is ready."""
    kinds.register(CeremonyMade)
