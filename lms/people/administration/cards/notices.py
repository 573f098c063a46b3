"""Notice to the maker of a sheet of activation cards: the sheet can be printed."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import kinds
from lms.foundation.work.notices import WorkFinishedNotice

from ...identity.accounts.models import CardSheet

Status = CardSheet.Status


class CardsMade(WorkFinishedNotice):
    """Notice that a sheet of cards is made; left out for a sheet that was fetched already or that its maker
    withdrew.
    """

    slug = "cards_finished"
    name = _("Activation cards that you had made are there")
    duty = "administrator"
    begun = "made_at"

    def finished(self) -> QuerySet[Any]:
        return CardSheet.objects.filter(status=Status.DONE, printed_at=None).exclude(sealed="")

    def say(self, row: CardSheet) -> tuple[str, str, str]:
        text = gettext("The activation cards are made. Print them within a day: they can be fetched once.")
        return row.title or gettext("Activation cards"), text, reverse("academy:card-sheet", args=[row.pk])


def register() -> None:
    """Add it, when the app is ready."""
    kinds.register(CardsMade)
