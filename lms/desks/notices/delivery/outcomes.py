"""Outcomes of the deliveries of a batch, written together: two hundred take as many statements as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Value, When

from lms.foundation.plugins import channel as ways
from lms.foundation.plugins.channel import Receipt
from lms.people.directory.models import User

from ..models import BadAddress, Delivery
from .ledger import AcceptedMessage

State = Delivery.State


@dataclass(frozen=True)
class Outcome:
    """Outcome of deliveries that went to one person as one message; `bad` is an address that reaches nobody."""

    deliveries: Sequence[Delivery]
    state: Delivery.State
    next_at: datetime | None = None
    reference: str = ""
    error: str = ""
    bad: str = ""
    untried: bool = False
    """It was only put off, which is no try."""

    @property
    def taken(self) -> AcceptedMessage:
        return AcceptedMessage([one.pk for one in self.deliveries], self.reference)


def of_receipt(deliveries: Sequence[Delivery], receipt: Receipt, address: str, *, now: datetime) -> Outcome:
    """Return the outcome by the receipt of a carrier: sent, failed for good, or to be tried again."""
    next_at = min(filter(None, (one.next_try(now, wait=receipt.wait) for one in deliveries)), default=None)
    if receipt.state == ways.SENT:
        return Outcome(deliveries, State.SENT, reference=receipt.reference[:120])
    error, bad = receipt.reason[:200], address[:254] if receipt.bad_address else ""
    if receipt.state == ways.FAILED or next_at is None:
        return Outcome(deliveries, State.FAILED, error=error, bad=bad)
    return Outcome(deliveries, State.WAITING, next_at, error=error)


def postponed(deliveries: Sequence[Delivery], until: datetime) -> Outcome:
    """Return the outcome of deliveries that are sent later and were not tried."""
    return Outcome(deliveries, State.WAITING, until, untried=True)


def write(outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Write what became of them; three statements at most."""
    write_taken([one.taken for one in outcomes if one.state == State.SENT], now=now)
    others = [one for one in outcomes if one.state != State.SENT]
    rows = [delivery for one in others for delivery in _changed(one)]
    if rows:
        Delivery.objects.bulk_update(rows, ["state", "next_at", "error", "tries"])
    first = [(one.deliveries[0], one) for one in others if one.bad]
    if first:
        mark_bad([(row.person, row.channel, one.bad, one.error) for row, one in first], now=now)


def _changed(outcome: Outcome) -> Iterable[Delivery]:
    for delivery in outcome.deliveries:
        delivery.state, delivery.next_at, delivery.error = outcome.state, outcome.next_at, outcome.error
        delivery.tries -= outcome.untried
    return outcome.deliveries


def write_taken(taken: Sequence[AcceptedMessage], *, now: datetime) -> None:
    """Say of what a carrier took that it is sent; one statement. What is said already is not said again."""
    pks = [pk for one in taken for pk in one.pks]
    if pks:
        references = [When(pk__in=one.pks, then=Value(one.reference)) for one in taken if one.reference]
        reference = Case(*references, default=Value("")) if references else ""
        waiting = Delivery.objects.filter(pk__in=pks, state=State.WAITING)
        waiting.update(state=State.SENT, next_at=None, sent_at=now, error="", reference=reference)


def mark_bad(bad: Iterable[tuple[User, str, str, str]], *, now: datetime) -> None:
    """Mark addresses that reach nobody, each given with its person, its channel, and why. Messages are not sent there
    until the person has another address.
    """
    rows = {
        (person.pk, channel): BadAddress(
            person=person, channel=channel, address=address[:254], reason=reason[:200], marked_at=now
        )
        for person, channel, address, reason in bad
    }
    BadAddress.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["person", "channel"],
        update_fields=["address", "reason", "marked_at"],
    )
