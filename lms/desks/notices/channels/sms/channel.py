"""The channel for text messages."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.channel import LATER, PHONE, SENT, Channel, Message, Receipt
from lms.people.identity.sso.http.client import Unreachable, fetch
from lms.people.identity.sso.queries import signed_in_by

from . import claims, gateway_settings, quotas
from .alphabet import length_of, plain
from .numbers import international
from .requests import Gateway, receipt_of, request_for

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution
    from lms.people.directory.models import User

FILES = "file:"
"""In place of an address: each message is a file in the folder `sms` of the data folder."""


def hand_over(through: Gateway, *, to: str, text: str, key: str, cost: int) -> Receipt:
    """Hand one message over to `through` and return the receipt."""
    if through.url.startswith(FILES):
        return _into_file(through, to=to, text=text, key=key, cost=cost)
    try:
        asked = request_for(through, to=to, text=text, key=key)
        answer = fetch(
            asked.url,
            body=asked.body,
            headers=asked.headers,
            seconds=settings.SMS_SECONDS,
            internal=through.internal,
        )
    except Unreachable as error:
        return Receipt(LATER, reason=str(error), unknown=error.asked, cost=cost)
    except ValueError:
        return Receipt(LATER, reason="The fields of the gateway cannot be read.", cost=cost)
    return receipt_of(through, answer.status, answer.body, cost=cost)


def _into_file(through: Gateway, *, to: str, text: str, key: str, cost: int) -> Receipt:
    """Write it into a file. The same key is the same file."""
    folder = Path(settings.DATA_DIR) / "sms"
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in key)
    said = {"to": to, "from": through.sender, "text": text, "parts": cost}
    (folder / f"{name}.json").write_text(json.dumps(said, ensure_ascii=False, indent=2))
    return Receipt(SENT, reference=name, cost=cost)


NO_GATEWAY_PAUSE = 60 * 60
"""Seconds after which to look again where there is no gateway."""


class Sms(Channel):
    slug = "sms"
    name = _("Text message")
    uses = PHONE
    longest = 306
    """Two parts, where all signs are of the alphabet of GSM."""

    def address(self, person: "User") -> str:
        return international(person.phone, person.institution.country if person.institution else "")

    def is_ready(self, institution: "Institution") -> bool:
        return (
            institution is not None
            and gateway_settings.gateway_of(institution) is not None
            and quotas.parts_left(institution, timezone.now()) > 0
        )

    def may_carry_secrets(self, person: "User") -> bool:
        owner = gateway_settings.owner_of_gateway(person.institution)
        return owner is None or signed_in_by(owner).filter(pk=person.pk).exists()

    def cost(self, text: str) -> int:
        return length_of(plain(text)).parts

    def send(self, message: Message, *, to: str, institution: "Institution") -> Receipt:
        through = gateway_settings.gateway_of(institution)
        if through is None or institution is None:
            return Receipt(LATER, reason="There is no gateway.", wait=NO_GATEWAY_PAUSE)
        text = plain(message.text)
        cost, knows = length_of(text).parts, through.knows_keys
        known = claims.claim(message.key, institution=institution, parts=cost, knows_keys=knows, now=timezone.now())
        if known is not None:
            return known
        receipt = hand_over(through, to=to, text=text, key=message.key, cost=cost)
        return claims.settle(message.key, receipt, knows_keys=knows, now=timezone.now())
