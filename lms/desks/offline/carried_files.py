"""Files in which a phone without network hands over what waits on it, by whoever is online."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lms.people.directory.models import User

from . import devices, services
from .receiving import Word
from .sent_events import MOST, BadBatch, SentBatch, SentEvent, read_batch

MOST_EVENTS = 2000
KIND = "mafunzo-events"
"""Word by which a file of a phone is known, in its field `kind`; beside it `text`, a batch as it would have been sent,
and `signature`, that of the text. A body of more than 1 MB is refused before it is read, as everywhere; a phone with
more to hand over writes several files.
"""


class WrongFile(ValueError):
    """The file cannot be taken: with the reason in a sentence."""


@dataclass(frozen=True)
class CarriedFile:
    """A file that was read, and whose events it has."""

    batch: SentBatch
    sender: devices.Sender


def read(content: bytes, *, by: User, now: datetime) -> CarriedFile:
    """Return what the file has, which `by` brings. The times of its events are those of the phone, since it does not
    say how long it was on its way. Raises `WrongFile`.
    """
    text, signature = _parts(content)
    try:
        batch = read_batch(text, now=now, most=MOST_EVENTS, is_fresh=False)
    except BadBatch:
        raise WrongFile(_("This file has no work from a phone, or not all of it.")) from None
    sender = devices.sender_of(batch, text, signature, by=by)
    if sender.person is None:
        raise WrongFile(_("This file is of another person, and their phone has not signed it, or it was changed."))
    return CarriedFile(batch, sender)


def _parts(content: bytes) -> tuple[bytes, str]:
    try:
        sent = json.loads(content)
        if sent["kind"] == KIND:
            return sent["text"].encode(), str(sent.get("signature", ""))
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        pass
    raise WrongFile(_("The file is not from the page “What waits on this phone”. Choose the file that it saved."))


def take(file: CarriedFile, *, now: datetime, language: str) -> list[tuple[SentEvent, Word]]:
    """Take the events of the file, and return each with its verdict."""
    events, found = file.batch.events, list[tuple[SentEvent, Word]]()
    for start in range(0, len(events), MOST):
        part = SentBatch(file.batch.device, events[start : start + MOST], file.batch.person)
        words = services.sync(part, sender=file.sender, now=now, language=language)
        found += zip(part.events, words, strict=True)
    return found
