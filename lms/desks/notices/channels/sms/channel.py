"""The channel for text messages."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.channel import LATER, PHONE, Channel, Message, Receipt
from lms.people.identity.sso.queries import signed_in_by

from . import claims, gateway_settings, quotas, transport
from .alphabet import length_of, plain
from .numbers import international

NO_GATEWAY_PAUSE = 60 * 60
"""Seconds after which to look again where there is no gateway."""


class Sms(Channel):
    slug = "sms"
    name = _("Text message")
    uses = PHONE
    longest = 306
    """Two parts, where all signs are of the alphabet of GSM."""

    def address(self, person: Any) -> str:
        return international(person.phone, person.institution.country if person.institution else "")

    def is_ready(self, institution: Any) -> bool:
        return (
            institution is not None
            and gateway_settings.gateway_of(institution) is not None
            and quotas.parts_left(institution, timezone.now()) > 0
        )

    def may_carry_secrets(self, person: Any) -> bool:
        owner = gateway_settings.owner_of_gateway(person.institution)
        return owner is None or signed_in_by(owner).filter(pk=person.pk).exists()

    def cost(self, text: str) -> int:
        return length_of(plain(text)).parts

    def send(self, message: Message, *, to: str, institution: Any) -> Receipt:
        through = gateway_settings.gateway_of(institution)
        if through is None or institution is None:
            return Receipt(LATER, reason="There is no gateway.", wait=NO_GATEWAY_PAUSE)
        text = plain(message.text)
        cost, knows = length_of(text).parts, through.knows_keys
        known = claims.claim(message.key, institution=institution, parts=cost, knows_keys=knows, now=timezone.now())
        if known is not None:
            return known
        receipt = transport.hand_over(through, to=to, text=text, key=message.key, cost=cost)
        return claims.settle(message.key, receipt, knows_keys=knows, now=timezone.now())
