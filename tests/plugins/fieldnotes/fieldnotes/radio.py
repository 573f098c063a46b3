"""A channel: messages that the radio room reads out at the next roll call."""

from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.channel import ACCOUNT, SENT, Channel, Message, Receipt

KEPT = 24 * 60 * 60
"""Seconds that a message waits to be read out."""


class RadioRoom(Channel):
    slug = "fieldnotes_radio"
    name = _("Radio room")
    uses = ACCOUNT
    longest = 160

    def address(self, person: Any) -> str:
        return str(person.service_number)

    def send(self, message: Message, *, to: str, institution: Any) -> Receipt:
        cache.add(f"fieldnotes.radio.{message.key}", f"{to}: {message.text}", KEPT)
        return Receipt(SENT, reference=message.key)
