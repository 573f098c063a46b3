"""One text message is sent once: who may send it now, and what became of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from lms.foundation.plugins.channel import FAILED, LATER, SENT, Receipt
from lms.people.directory.institutions import Institution

from . import quotas
from .models import TextMessage

State = TextMessage.State
CAP_PAUSE = 6 * 60 * 60
"""Seconds after which to look again where the month is used up."""
KEPT = timedelta(days=60)
_STATES = {SENT: State.SENT, FAILED: State.FAILED, LATER: State.WAITING}
NOT_AGAIN = "No answer came, so it may have gone out. It is not sent again: the gateway is told no keys."


@transaction.atomic
def claim(key: str, *, institution: Institution, parts: int, knows_keys: bool, now: datetime) -> Receipt | None:
    """Claim the message `key`. Returns None if the caller is to send it now, or else a receipt: the outcome of an
    earlier sending, or that the message has to wait.
    """
    month = quotas.month_of(institution, now)
    about: dict[str, Any] = {"institution": institution, "month": month, "parts": parts}
    row, made = TextMessage.objects.select_for_update(no_key=True).get_or_create(
        key=key, defaults={**about, "made_at": now, "touched_at": now}
    )
    if not made and (known := _known(row, knows_keys=knows_keys, now=now)) is not None:
        return known
    if (made or row.state == State.WAITING) and not quotas.reserve(institution, month, parts):
        TextMessage.objects.filter(pk=row.pk).update(state=State.WAITING, touched_at=now)
        return Receipt(LATER, reason="The text messages of this month are used up.", wait=CAP_PAUSE, cost=parts)
    counted = about if made or row.state == State.WAITING else {}
    TextMessage.objects.filter(pk=row.pk).update(**counted, state=State.SENDING, touched_at=now)
    return None


def _known(row: TextMessage, *, knows_keys: bool, now: datetime) -> Receipt | None:
    """Return the receipt of a message that was claimed before; None if it is to be sent (again)."""
    if row.state == State.SENT:
        return Receipt(SENT, reference=row.reference, cost=row.parts)
    if row.state == State.FAILED:
        return Receipt(FAILED, reason="It failed before.", cost=row.parts)
    if row.state == State.SENDING and abs(now - row.touched_at) < row.LEASE:  # or the clock was put back
        return Receipt(LATER, reason="It is being sent.", wait=round(row.LEASE.total_seconds()), cost=row.parts)
    if row.state == State.WAITING or knows_keys:
        return None
    return Receipt(FAILED, reason=NOT_AGAIN, unknown=True, cost=row.parts)


@transaction.atomic
def settle(key: str, receipt: Receipt, *, knows_keys: bool, now: datetime) -> Receipt:
    """Keep what became of the message `key`. Parts that surely did not go out are not counted.

    Gives the receipt as whoever asked gets it: where nobody knows and the gateway cannot tell a message that comes
    again, it has failed.
    """
    row = TextMessage.objects.select_for_update(no_key=True).get(key=key)
    if receipt.unknown and not knows_keys:
        receipt = replace(receipt, state=FAILED, reason=NOT_AGAIN)
    row.state = State.UNKNOWN if receipt.unknown else _STATES[receipt.state]
    row.reference, row.touched_at = receipt.reference, now
    row.save(update_fields=["state", "reference", "touched_at"])
    if not receipt.unknown and receipt.state != SENT:
        quotas.give_back(row.institution_id, row.month, row.parts)
    return receipt


def delete_old(*, now: datetime) -> int:
    """Delete what was sent so long ago that nobody tries it again. Returns how many rows."""
    deleted: int = TextMessage.objects.filter(made_at__lt=now - KEPT).delete()[0]
    return deleted
