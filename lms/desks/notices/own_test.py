"""Test message that people send to themselves, to see by which channels notices reach them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.channel import channels
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words
from lms.foundation.plugins.pages.linked_pages import NOTICE_PREFERENCES, address
from lms.people.directory.models import User

from .outbox import tell

PAUSE = timedelta(minutes=10)
"""The time for which one test message is enough: a text message costs money."""


class TestMessage(NoticeKind):
    """The kind is not part of the table of choices: it goes by every channel that reaches the person."""

    slug = "notices_test"
    name = _("Test message")
    required = True

    @property
    def channels(self) -> tuple[str, ...]:  # type: ignore[override]  # channels of plugins are known late
        return tuple(slug for slug, _channel in channels.items())

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        text = gettext("You asked for this test message. Notices of Mafunzo reach you here.")
        return [Words(gettext("Test message"), text, address(NOTICE_PREFERENCES)) for _one in told]


def send_test(person: User, *, now: datetime) -> bool:
    """Send `person` a test message by every channel that reaches them, in the background; False where one was sent in
    the same ten minutes.
    """
    number = int(now.timestamp() // PAUSE.total_seconds())
    occasion = Occasion(person.pk, f"{number}", now, now + timedelta(days=2))
    return bool(tell(TestMessage.slug, [occasion], now))
