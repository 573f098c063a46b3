"""Requests to a gateway for text messages, and the meaning of its answers. Pure.

A gateway is anything that takes a request over HTTP for each message. What it wants is written as one text with
{to}, {text}, {from} and {key}: pairs as in a form, or JSON.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lms.foundation.plugins.channel import FAILED, LATER, SENT, Receipt

KEY = "{key}"
BUSY = (408, 425, 429, 503)
"""Answers of a server that has not done what it was asked (RFC 9110, 15; RFC 6585, 4)."""
LONGEST_REFERENCE = 120


@dataclass(frozen=True)
class Gateway:
    """Settings of a gateway: the form of a request to it, and the signs in its answer.

    `auth` is “bearer”, “basic” (the `secret` is user:password), the name of a header, or nothing. `key_header` is the
    header that carries the key of a message. `taken` is a text that the answer has to have where its status is not
    enough, `reference` where in a JSON answer the gateway's own number stands, as in “recipients.0.messageId”, and
    `no_number` are texts by which it says that nobody has the number. `internal` are the hosts that may have a private
    address.
    """

    url: str
    body: str
    method: str = "POST"
    auth: str = ""
    secret: str = ""
    sender: str = ""
    key_header: str = ""
    taken: str = ""
    reference: str = ""
    no_number: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()

    @property
    def knows_keys(self) -> bool:
        """Return whether the gateway gets the key of each message. If so, it recognises a repeated message and does
        not send it twice.
        """
        return bool(self.key_header) or KEY in self.body


@dataclass(frozen=True)
class Request:
    """`body` is None for GET."""

    url: str
    headers: Mapping[str, str]
    body: bytes | None


def looks_like_json(body: str) -> bool:
    """Return whether the fields in `body` are JSON, and not pairs."""
    return body.lstrip().startswith(("{", "["))


def request_for(gateway: Gateway, *, to: str, text: str, key: str) -> Request:
    """Return the request that sends `text`. Raises `ValueError` for a body that is no JSON though it looks like it."""
    values = {"{to}": to, "{text}": text, "{from}": gateway.sender, KEY: key}
    headers = _authorised(gateway)
    if gateway.key_header:
        headers[gateway.key_header] = key
    if looks_like_json(gateway.body):
        filled = _filled(json.loads(gateway.body), values)
        return Request(gateway.url, headers | {"Content-Type": "application/json"}, json.dumps(filled).encode())
    pairs = [(name, _replaced(value, values)) for name, value in parse_qsl(gateway.body, keep_blank_values=True)]
    if gateway.method.upper() == "GET":
        parts = urlsplit(gateway.url)
        query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *pairs])
        return Request(urlunsplit(parts._replace(query=query)), headers, None)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return Request(gateway.url, headers | form, urlencode(pairs).encode())


def _authorised(gateway: Gateway) -> dict[str, str]:
    match gateway.auth.lower():
        case "" | "none":
            return {}
        case "bearer":
            return {"Authorization": f"Bearer {gateway.secret}"}
        case "basic":
            return {"Authorization": "Basic " + base64.b64encode(gateway.secret.encode()).decode()}
    return {gateway.auth: gateway.secret}


def _filled(value: object, values: Mapping[str, str]) -> object:
    if isinstance(value, dict):
        return {name: _filled(inner, values) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, values) for inner in value]
    return _replaced(value, values) if isinstance(value, str) else value


def _replaced(value: str, values: Mapping[str, str]) -> str:
    """Return one pass, so that what somebody wrote is not taken for a place to fill."""
    head, *rest = value.split("{")
    return head + "".join(_part(part, values) for part in rest)


def _part(part: str, values: Mapping[str, str]) -> str:
    name, closed, rest = part.partition("}")
    place = "{" + name + "}"
    return values[place] + rest if closed and place in values else "{" + part


def receipt_of(gateway: Gateway, status: int, body: bytes, *, cost: int) -> Receipt:
    """Return the receipt of a message from the answer of a gateway.

    Of an error of the server nobody knows whether the message went out; one that is busy has not taken it.
    """
    text = body.decode("utf-8", "replace")
    if any(sign in text for sign in gateway.no_number):
        return Receipt(FAILED, reason="The gateway knows no such number.", bad_address=True, cost=cost)
    if 200 <= status < 300 and gateway.taken in text:
        return Receipt(SENT, reference=reference_in(text, gateway.reference), cost=cost)
    reason = f"The gateway answered {status}."
    if status in BUSY:
        return Receipt(LATER, reason=reason, cost=cost)
    if status >= 500:
        return Receipt(LATER, reason=reason, unknown=True, cost=cost)
    return Receipt(FAILED, reason=reason, cost=cost)


def reference_in(text: str, path: str) -> str:
    """Return the value at `path` in the JSON `text`; an empty text if there is none."""
    try:
        value: Any = json.loads(text) if path else None
        for step in path.split(".") if path else ():
            value = value[int(step)] if isinstance(value, list) else value[step]
    except (ValueError, LookupError, TypeError):
        return ""
    return str(value)[:LONGEST_REFERENCE].replace("\0", "") if isinstance(value, str | int) else ""
