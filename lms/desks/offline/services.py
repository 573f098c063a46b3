"""Services of this room: take what a phone sends, and try again what is held."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lms.learning.progress.journal.device_events import FOREIGN
from lms.people.directory.models import User

from . import devices, drawn_events, held_events
from .devices import Sender
from .models import Held, Reason
from .receiving import LATER, TAKEN, Receiving, Word
from .sent_events import MOST, SentBatch, read_event


def sync(batch: SentBatch, *, sender: Sender, now: datetime, language: str) -> list[Word]:
    """Take a batch of events that a phone sent, and return the verdict on each, in turn.

    What counts enters the journal as `lms.learning.progress.journal.services.receive` lets it; what came after the end
    of its attempt is kept there as late; all else of theirs is held. Sent again, the same events change nothing. Only
    `later` and `foreign` are not final: nothing is kept of those. A break in the chain of a phone that signs is noted.
    """
    by = sender.person
    if by is None:
        return [Word(FOREIGN)] * len(batch.events)
    draws, events = drawn_events.placed(batch.events, by=by)
    words = Receiving(by, now, language, batch.device, sender.is_revoked, draws).words(events)
    if sender.device is not None:
        devices.follow_chain(sender.device, batch, now=now)
    held = [(event, word) for event, word in zip(events, words, strict=True) if word.held]
    if held_events.hold(held, of=by, now=now, device=batch.device):
        return words
    full = Word(LATER, _("Too much of yours is held already. It stays on the phone; talk to your instructor."))
    return [full if word.held else word for word in words]


def try_again(*, by: User, revoked: bool, now: datetime, language: str) -> int:
    """Take held events of `by` again, the oldest first, and return how many were taken; those are held no more. Those
    from phones that `by` has revoked are taken by themselves alone.
    """
    chosen = Held.objects.of(by)
    chosen = chosen.filter(reason=Reason.REVOKED) if revoked else chosen.exclude(reason=Reason.REVOKED)
    rows = list(chosen.order_by("pk")[:MOST])
    events = [replace(read_event(row.raw, error=timedelta(), now=now), occurred_at=row.occurred_at) for row in rows]
    draws, events = drawn_events.placed(events, by=by)
    words = Receiving(by, now, language, "", draws=draws).words(events)
    taken = [row for row, word in zip(rows, words, strict=True) if word.verdict in TAKEN]
    held_events.let_go(taken)
    return len(taken)
