"""Message of an administrator to people who were ticked in a list."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import NoticeKind, PendingNotice, Words, kinds

from .acts import MESSAGE


class MessageOfAdministrator(NoticeKind):
    slug = MESSAGE
    name = _("Message of your administrator")

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        return [Words(gettext("Message of %(name)s") % {"name": one.facts["by"]}, one.facts["text"]) for one in told]


def register() -> None:
    """Add it, when the app is ready."""
    kinds.register(MessageOfAdministrator)
