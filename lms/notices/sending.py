"""Sending what waits: each delivery by one worker at a time, again after pauses that grow, never twice."""

import logging
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q

from lms.people.models import User
from lms.plugins import channel as ways
from lms.plugins import health
from lms.plugins.channel import Channel, Receipt, channels
from lms.plugins.notice import Words

from . import composing
from .models import BadAddress, Delivery
from .planning import quiet_hours, zone_of

log = logging.getLogger(__name__)

AT_ONCE = 200
LONGEST_SWEEP = 200.0
"""Seconds after which a sweep leaves the rest to the next one."""
LATE = timedelta(minutes=30)
State = Delivery.State


def sweep(*, now: datetime) -> int:
    """Send what is due. Returns how many deliveries were tried."""
    end, tried = time.monotonic() + LONGEST_SWEEP, 0
    while time.monotonic() < end and (batch := take(now=now)):
        send(batch, now=now)
        tried += len(batch)
    return tried


@transaction.atomic
def take(*, now: datetime) -> list[Delivery]:
    """The next deliveries for whoever comes first; nobody else gets them before their lease is over.

    What goes to one person stands together.
    """
    due = Delivery.objects.due(now).select_for_update(skip_locked=True)
    taken = list(due.order_by("next_at", "person_id", "pk").values_list("pk", flat=True)[:AT_ONCE])
    rows = Delivery.objects.filter(pk__in=taken)
    rows.update(next_at=now + Delivery.LEASE, tries=F("tries") + 1)
    return list(rows.select_related("notice", "person__institution").order_by("person_id", "channel", "pk"))


def send(batch: Sequence[Delivery], *, now: datetime) -> None:
    """Send a batch: what goes to one person by one channel for letters of any length goes as one message."""
    people = {delivery.person_id: delivery.person for delivery in batch}
    sensible = [one for one in batch if one.notice.until > now and one.person.is_active and not one.is_interrupted]
    words = composing.words_of([one.notice for one in sensible], people, now=now)
    gone = {one.pk for one in batch} - {one.pk for one in sensible if words[one.notice_id] is not None}
    Delivery.objects.filter(pk__in=gone).update(state=State.DROPPED, next_at=None)
    groups: dict[tuple[int, str, int], list[Delivery]] = {}
    for one in (one for one in sensible if one.pk not in gone):
        channel = channels.find(one.channel, at=one.person.institution)
        alone = one.pk if channel is None or channel.longest is not None else 0
        groups.setdefault((one.person_id, one.channel, alone), []).append(one)
    with ExitStack() as together:
        for channel in channels:
            together.enter_context(channel.together())
        for (person, slug, _alone), deliveries in groups.items():
            _send(deliveries, people[person], channels.find(slug, at=people[person].institution), words, now)


def _send(
    deliveries: list[Delivery],
    person: User,
    channel: Channel | None,
    words: Mapping[int, Words | None],
    now: datetime,
) -> None:
    pks = [one.pk for one in deliveries]
    address = channel.address(person) if channel else ""
    if channel is None or not address:
        _close(pks, State.FAILED, "They are not reached by this channel any more.")
        return
    later = quiet_hours(settings.QUIET_HOURS).earliest(now, zone_of(person))
    if later > now:  # it was tried before, or comes late
        Delivery.objects.filter(pk__in=pks).update(next_at=later, tries=F("tries") - 1)
        return
    said = {pk: one for pk, one in words.items() if one is not None}
    message = composing.message_of(deliveries, said, person, longest=channel.longest)
    receipt = channel.send(message, to=address, institution=person.institution)
    _keep(deliveries, receipt, now=now)
    if receipt.bad_address:
        mark_bad(person, channel.slug, address, receipt.reason, now=now)


def _keep(deliveries: list[Delivery], receipt: Receipt, *, now: datetime) -> None:
    pks = [one.pk for one in deliveries]
    next_at = min(filter(None, (one.next_try(now) for one in deliveries)), default=None)
    if receipt.state == ways.SENT:
        sent = Delivery.objects.filter(pk__in=pks)
        sent.update(state=State.SENT, next_at=None, sent_at=now, reference=receipt.reference[:120], error="")
    elif receipt.state == ways.FAILED or next_at is None:
        _close(pks, State.FAILED, receipt.reason)
    else:
        next_at = max(next_at, now + timedelta(seconds=receipt.wait or 0))
        Delivery.objects.filter(pk__in=pks).update(next_at=next_at, error=receipt.reason[:200])


def _close(pks: Sequence[int], state: Delivery.State, reason: str) -> None:
    Delivery.objects.filter(pk__in=pks).update(state=state, next_at=None, error=reason[:200])


def mark_bad(person: User, channel: str, address: str, reason: str, *, now: datetime) -> None:
    """Nobody is at this address of `person`: nothing more is sent there until they have another one."""
    about = {"address": address[:254], "reason": reason[:200], "marked_at": now}
    BadAddress.objects.update_or_create(person=person, channel=channel, defaults=about)


def backlog(now: datetime) -> health.Finding:
    """A warning where deliveries wait longer than a sweep should let them."""
    return health.backlog(
        **Delivery.objects.aggregate(late_notices=Count("pk", filter=Q(next_at__lt=now - LATE))),
    )
