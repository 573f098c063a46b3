"""Deliveries of events: rows in the transaction of what happened, handed to receivers in the background, as JSON."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, get_origin, get_type_hints
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import Count, Min, Q

from lms.foundation.plugins import health
from lms.foundation.plugins.events import EVENTS, Event, owner_at, receiver_at
from lms.foundation.plugins.runtime import exits, faults, guard
from lms.foundation.plugins.runtime.activation import is_on
from lms.foundation.work.limits import time_limit
from lms.foundation.work.queueing import queue

from .models import Delivery
from .plugin_status import is_broken

log = logging.getLogger(__name__)

PAUSES = Delivery.PAUSES
AT_ONCE = 200
"""How many one sweep takes up."""
LATE = timedelta(minutes=10)
LONGEST = 60
"""Seconds that a receiver may take for one event."""
LONGEST_SWEEP = timedelta(minutes=4)
"""When a sweep leaves the rest to the next one: a task is killed after ten minutes."""


def event_to_json(event: Event) -> dict[str, object]:
    """Return the facts of `event`, as JSON."""
    return {name: _plain(value) for name, value in asdict(event).items()}


def event_from_json(name: str, data: Mapping[str, object]) -> Event:
    """Return the event from its JSON.

    What it does not know is left out; raises `KeyError` or `TypeError` where something is missing.
    """
    kind = EVENTS[name]
    hints = get_type_hints(kind)
    return kind(**{field: _typed(hints[field], data[field]) for field in kind.__dataclass_fields__ if field in data})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _typed(hint: Any, value: Any) -> Any:
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is UUID:
        return UUID(value)
    return tuple(value) if get_origin(hint) is tuple else value


def store_event(event: Event, receivers: Sequence[str]) -> None:
    """Write a row for each of `receivers` and have them delivered when the transaction has committed. One statement."""
    facts = event_to_json(event)
    rows = [
        Delivery(
            event=event.name,
            data=facts,
            receiver=where,
            plugin=owner_at(event.name, where),
            institution_id=event.institution,
            created_at=event.at,
            next_at=event.at,
        )
        for where in receivers
    ]
    for row in Delivery.objects.bulk_create(rows):
        queue("switchboard.deliver", row.pk)


def deliver_event(pk: int, *, now: datetime) -> bool:
    """Give one delivery to its receiver, unless somebody else is at it. What the receiver raises is kept, and tried
    again later.

    False where it has to be tried again.
    """
    delivery = Delivery.objects.select_related("institution").claim(pk, now=now)
    if delivery is None:
        return True
    call = guard.Call(delivery.plugin, faults.EVENT, delivery.receiver)
    if is_broken(delivery.plugin) or guard.is_aside(call):
        return _wait(delivery, now=now)
    receiver = receiver_at(delivery.event, delivery.receiver)
    if receiver is None or not is_on(delivery.plugin, delivery.institution):
        log.warning(
            "delivery dropped, nobody is there to have it: %s at institution %s", delivery, delivery.institution_id
        )
        delivery.delete()
        return True
    try:
        with time_limit(LONGEST):
            receiver(event_from_json(delivery.event, delivery.data))
    except SoftTimeLimitExceeded as error:
        log.error("delivery did not end in %s seconds: %s", LONGEST, delivery)
        guard.overran(call, error)
        return _leave_alone(delivery, now=now)
    except BaseException as error:  # whatever somebody else's receiver raises
        if exits.is_exit_order(error):
            raise
        log.error("delivery failed, try %s: %s", delivery.tries, delivery)
        guard.broke(call, error)
        delivery.put_off(f"{type(error).__name__}: {error}", now=now)
        return False
    guard.worked(call)
    delivery.delete()
    return True


def _wait(delivery: Delivery, *, now: datetime) -> bool:
    """Put the event off without counting a try: the plugin is in quarantine, or its receiver suspended, and its events
    wait for it.
    """
    Delivery.objects.filter(pk=delivery.pk).update(tries=delivery.tries - 1, next_at=now + PAUSES[1])
    return False


def _leave_alone(delivery: Delivery, *, now: datetime) -> bool:
    """Put off the other events for a receiver that did not end, or each would hold a worker for as long."""
    others = Delivery.objects.due(now).filter(receiver=delivery.receiver, event=delivery.event).exclude(pk=delivery.pk)
    others.update(next_at=now + PAUSES[1])
    delivery.put_off(f"It did not end within {LONGEST} seconds.", now=now)
    return False


def sweep(*, now: datetime) -> int:
    """Deliver what is due. Returns how many were tried."""

    def deliver(pk: int) -> None:
        deliver_event(pk, now=now)

    return Delivery.objects.sweep(deliver, now=now, most=AT_ONCE, longest=LONGEST_SWEEP.total_seconds())


def try_again(*, plugin: str, now: datetime) -> int:
    """Give the deliveries of `plugin` that were given up another chance; a person has mended what was wrong.

    Returns how many.
    """
    return Delivery.objects.stuck().filter(plugin=plugin).update(next_at=now, tries=0)


def backlog(now: datetime) -> health.Finding:
    """Return a warning if deliveries were given up, or wait longer than a sweep should let them."""
    counts = Delivery.objects.aggregate(
        given_up_deliveries=Count("pk", filter=Q(next_at=None)),
        late_deliveries=Count("pk", filter=Q(next_at__lt=now - LATE)),
        due=Min("next_at"),
    )
    return health.backlog(oldest_minutes=health.age(now, counts.pop("due")), **counts)
