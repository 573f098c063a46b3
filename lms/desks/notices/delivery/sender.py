"""Sending what waits: each delivery by one worker at a time, again after pauses that grow, never twice."""

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min, OuterRef, Q, Subquery

from lms.foundation.plugins import health
from lms.foundation.plugins.channel import channels, together
from lms.foundation.plugins.notice import Words

from .. import own_addresses, texts
from ..models import Delivery, Preference
from ..rules import quiet_hours, zone_of
from . import outcomes
from .ledger import open_ledger, recover
from .outcomes import Outcome

AT_ONCE = 200
LONGEST_SWEEP = 200.0
"""Seconds after which a sweep leaves the rest to the next one."""
LONGEST_BATCH = 120.0
"""Seconds after which a batch leaves the rest to the next one: well before its lease is over."""
LATE = timedelta(minutes=30)
State = Delivery.State


def sweep(*, now: datetime) -> int:
    """Send what is due. Returns how many deliveries were tried."""
    recover(lambda taken: outcomes.write_taken(taken, now=now))
    end, tried = time.monotonic() + LONGEST_SWEEP, 0
    while time.monotonic() < end and (batch := take(now=now)):
        send(batch, now=now)
        tried += len(batch)
    return tried


@transaction.atomic
def take(*, now: datetime) -> list[Delivery]:
    """Take the next deliveries for whoever comes first; nobody else gets them before their lease is over.

    What goes to one person stands together, each with the person's own quiet hours (`quiet`), if they chose any.
    """
    taken = Delivery.objects.claim_many("next_at", "person_id", "pk", most=AT_ONCE, now=now)
    chosen = Preference.objects.filter(person=OuterRef("person"), kind=Preference.QUIET).values("channel")
    return list(
        Delivery.objects.filter(pk__in=taken)
        .annotate(quiet=Subquery(chosen[:1]))
        .select_related("notice", "person__institution")
        .order_by("person_id", "channel", "pk")
    )


def send(batch: Sequence[Delivery], *, now: datetime) -> None:
    """Send a batch: what goes to one person by one channel for letters of any length goes as one message.

    What became of it is written at its end, whatever ends it; what carriers took stands in a file until then.
    """
    people = {delivery.person_id: delivery.person for delivery in batch}
    own_addresses.load(people.values())
    sensible = [one for one in batch if one.notice.until > now and one.person.is_active and not one.is_interrupted]
    words = texts.words_of([one.notice for one in sensible], people, now=now)
    gone = {one.pk for one in batch} - {one.pk for one in sensible if words[one.notice_id] is not None}
    Delivery.objects.filter(pk__in=gone).update(state=State.DROPPED, next_at=None)
    groups: dict[tuple[int, str, int], list[Delivery]] = {}
    for one in (one for one in sensible if one.pk not in gone):
        channel = channels.find(one.channel, at=one.person.institution)
        alone = one.pk if channel is None or channel.longest is not None else 0
        groups.setdefault((one.person_id, one.channel, alone), []).append(one)
    said = {pk: one for pk, one in words.items() if one is not None}
    _hand_over(list(groups.values()), said, now=now)


def _hand_over(groups: Sequence[list[Delivery]], words: Mapping[int, Words], *, now: datetime) -> None:
    written: list[Outcome] = []
    end = time.monotonic() + LONGEST_BATCH
    with open_ledger() as ledger, together():
        try:
            for deliveries in groups:
                late = time.monotonic() > end
                outcome = outcomes.postponed(deliveries, now) if late else _send(deliveries, words, now)
                if outcome.state != State.SENT or ledger.note(outcome.taken):
                    written.append(outcome)
                else:
                    outcomes.write([outcome], now=now)
        finally:
            outcomes.write(written, now=now)
            ledger.forget()


def _send(deliveries: list[Delivery], words: Mapping[int, Words], now: datetime) -> Outcome:
    person = deliveries[0].person
    channel = channels.find(deliveries[0].channel, at=person.institution)
    address = channel.address(person) if channel else ""
    if channel is None or not address:
        return Outcome(deliveries, State.FAILED, error="They are not reached by this channel any more.")
    later = quiet_hours(deliveries[0].quiet).earliest(now, zone_of(person))  # type: ignore[attr-defined]  # annotated
    if later > now:  # a retry, or a late delivery
        return outcomes.postponed(deliveries, later)
    message = texts.message_of(deliveries, words, person, longest=channel.longest)
    receipt = channel.send(message, to=address, institution=person.institution)
    return outcomes.of_receipt(deliveries, receipt, address, now=now)


def backlog(now: datetime) -> health.Finding:
    """Return a warning where deliveries wait longer than a sweep should let them."""
    found = Delivery.objects.aggregate(late_notices=Count("pk", filter=Q(next_at__lt=now - LATE)), due=Min("next_at"))
    return health.backlog(oldest_minutes=health.age(now, found.pop("due")), **found)
