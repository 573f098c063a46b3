"""Handing a text message over: to a gateway, or into a file."""

import json
from pathlib import Path

from django.conf import settings

from lms.foundation.plugins.channel import LATER, SENT, Receipt
from lms.people.identity.sso.http.client import Unreachable, fetch

from .requests import Gateway, receipt_of, request_for

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
