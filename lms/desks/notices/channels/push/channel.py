"""The channel for pushes to browsers."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from lms.foundation.plugins.channel import DEVICE, FAILED, LATER, SENT, Channel, Message, Receipt
from lms.foundation.plugins.pages.linked_pages import NOTICES, address
from lms.people.identity.sso.http.client import Unreachable, fetch

from . import encryption, keys, subscriptions
from .models import Subscription

if TYPE_CHECKING:
    from lms.people.directory.models import User

TAKEN, GONE, BUSY = (200, 201, 202), (404, 410), (429, 500, 502, 503, 504)
"""What services answer (RFC 8030, 5 and 7.3)."""
DAY = 86_400
SECONDS = 10


@dataclass(frozen=True)
class _Push:
    """Content of a push, the same for each browser of one person."""

    text: bytes
    topic: str


class Push(Channel):
    """Channel that announces a notice in the reader's language, without its words: others see the screen."""

    slug = "push"
    name = gettext_lazy("Push in the browser")
    uses = DEVICE

    def address(self, person: "User") -> str:
        """Return the person's number: which browsers are theirs is asked when something is sent."""
        return str(person.pk) if settings.PUSH_PRIVATE_KEY else ""

    def is_ready(self, institution: object) -> bool:
        return bool(settings.PUSH_PRIVATE_KEY)

    def send(self, message: Message, *, to: str, institution: object) -> Receipt:
        now = timezone.now()
        browsers = subscriptions.browsers_of(int(to), now=now)
        push = _Push(push_text(message.language), _topic(message.key))
        states = [_send(one, push, now=now) for one in browsers]
        if SENT in states:
            return Receipt(SENT)
        if LATER in states:
            return Receipt(LATER, reason="No service of their browsers took it.")
        return Receipt(FAILED, reason="No browser of theirs lets pushes come.")


def push_text(language: str) -> bytes:
    """Return the push itself: a title, a sentence, and the page of notices."""
    with override(language):
        sentence = _("You have a new notice. Open it to read what it says.")
        said = {"title": "Mafunzo", "body": sentence, "lang": language, "url": address(NOTICES)}
    return json.dumps(said).encode()


def _topic(key: str) -> str:
    """Return the topic of a push, at most 32 letters: a service replaces an earlier push that has the same topic (RFC
    8030, 5.4).
    """
    return keys.encoded(sha256(key.encode()).digest())[:32]


def _send(browser: Subscription, push: _Push, *, now: datetime) -> str:
    body = encryption.encrypt(push.text, receiver=bytes(browser.key), auth=bytes(browser.auth))
    headers = {
        "Authorization": keys.authorization(browser.address, now=now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(DAY),
        "Topic": push.topic,
        "Urgency": "normal",
    }
    hosts = settings.PUSH_INTERNAL_HOSTS
    try:
        answer = fetch(browser.address, body=body, headers=headers, seconds=SECONDS, internal=hosts)
    except Unreachable:
        return LATER
    if answer.status in GONE:
        browser.delete()
    if answer.status in TAKEN:
        Subscription.objects.filter(pk=browser.pk).update(used_at=now)
        return SENT
    return LATER if answer.status in BUSY else FAILED
