"""A phone with an app for one-time codes, as the tests have it: it reckons by RFC 6238 without code of ours."""

import base64
import hmac
import re
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from tests.conftest import PASSWORD


@dataclass
class Phone:
    secret: str

    def code(self, at: datetime | None = None, *, later: int = 0) -> str:
        """The six digits at `at` (now), so many half minutes `later`."""
        at = (at or timezone.now()) + timedelta(seconds=30 * later)
        digest = hmac.new(base64.b32decode(self.secret), struct.pack(">Q", int(at.timestamp()) // 30), "sha1").digest()
        start = digest[-1] & 15
        number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"


def set_up(client) -> tuple[Phone, list[str]]:
    """Whoever is signed in with `client` sets up an app: their phone, and their recovery codes."""
    page = client.get("/account/factors/app/").content.decode()
    phone = Phone("".join(re.search(r'<code dir="ltr" translate="no">([A-Z2-7 ]+)</code>', page)[1].split()))
    carried = re.search(r'name="secret" value="([^"]+)"', page)[1]
    answer = client.post("/account/factors/app/", {"secret": carried, "code": phone.code(later=-1)})
    return phone, re.findall(r"<li><code>(\d+)</code>", answer.content.decode())


def password(client, person, wanted: str = ""):
    """The first step of signing in."""
    return client.post("/sign-in/", {"username": person.service_number, "password": PASSWORD, "next": wanted})


def code(client, code: str):
    """The second step."""
    return client.post("/sign-in/second/", {"code": code})


def set_up_again(client) -> None:
    """With an app there already."""
    page = client.get("/account/factors/app/").content.decode()
    phone = Phone("".join(re.search(r'<code dir="ltr" translate="no">([A-Z2-7 ]+)</code>', page)[1].split()))
    carried = re.search(r'name="secret" value="([^"]+)"', page)[1]
    client.post("/account/factors/app/", {"secret": carried, "code": phone.code()})
