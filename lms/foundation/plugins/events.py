"""Events for higher rooms: signals inside the transaction for the house itself, events after it for everybody else.

A receiver of a signal writes rows and nothing else. An event is a fact that no longer changes: a frozen dataclass with
a name that carries its version. It is kept as a row with the facts it tells of, and delivered in the background: what a
receiver raises is logged, tried again later, and never reaches the person whose request it was.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.dispatch import Signal

from .event_kinds.event import Event
from .event_kinds.learning import (
    AttemptBegun,
    AttemptClosed,
    CertificateEvent,
    CertificateIssued,
    CertificateReinstated,
    CertificateReplaced,
    CertificateRevoked,
    CourseCompleted,
    Enrolled,
    MeetingCancelled,
    MeetingChanged,
    MeetingEvent,
    MeetingPlanned,
)
from .event_kinds.people import (
    CohortClosed,
    CohortCreated,
    CohortEvent,
    CohortJoined,
    CohortLeft,
    CohortReopened,
    PeopleChanged,
    PeopleCreated,
    PeopleDeleted,
    PeopleErased,
    PeopleEvent,
    PeopleMerged,
    PeopleTransferred,
    RoleGiven,
    RoleTaken,
    TransferAsked,
    TransferDecided,
)
from .runtime.activation import InstitutionLike
from .runtime.registrations import Registrations

__all__ = [
    "EVENTS",
    "AttemptBegun",
    "AttemptClosed",
    "Carrier",
    "CertificateEvent",
    "CertificateIssued",
    "CertificateReinstated",
    "CertificateReplaced",
    "CertificateRevoked",
    "CohortClosed",
    "CohortCreated",
    "CohortEvent",
    "CohortJoined",
    "CohortLeft",
    "CohortReopened",
    "CourseCompleted",
    "E",
    "Enrolled",
    "Event",
    "MeetingCancelled",
    "MeetingChanged",
    "MeetingEvent",
    "MeetingPlanned",
    "PeopleChanged",
    "PeopleCreated",
    "PeopleDeleted",
    "PeopleErased",
    "PeopleEvent",
    "PeopleMerged",
    "PeopleTransferred",
    "Receiver",
    "RoleGiven",
    "RoleTaken",
    "TransferAsked",
    "TransferDecided",
    "address",
    "carry",
    "cohort_joined",
    "course_completed",
    "heard",
    "is_heard",
    "left_by_rule",
    "owner_at",
    "people_withdrawn",
    "person_transferred",
    "programme_completed",
    "publish",
    "receiver_at",
    "receivers_of",
    "subscribe",
    "withdraw",
]

cohort_joined = Signal()
"""Sent by `lms.people` in the transaction in which people join a cohort: `cohort`, `people` (a list of users),
`now`.
"""

left_by_rule = Signal()
"""Sent by `lms.people` in the transaction in which the rule of a cohort takes people out who fit no more: `cohort`,
`people` (ids), `now`.
"""

person_transferred = Signal()
"""Sent by `lms.people` in the transaction in which somebody comes to serve at another institution:
`person` (with the new one), `now`.
"""

people_withdrawn = Signal()
"""Sent by `lms.people` in the transaction in which people go who came by a list that is undone: `people` (ids), `now`.

A receiver deletes what was made for them without their doing, and leaves what counts: then they stay.
"""

course_completed = Signal()
"""Sent by `lms.learning.progress` in the transaction that completes an enrolment, once: `enrolment`, `now`."""

programme_completed = Signal()
"""Sent by `lms.learning.progress` in the transaction that completes a programme for a learner, once: `completion`,
`now`.
"""


EVENTS: dict[str, type[Event]] = {
    kind.name: kind
    for kind in (
        Enrolled,
        AttemptBegun,
        AttemptClosed,
        CourseCompleted,
        CertificateIssued,
        CertificateRevoked,
        CertificateReinstated,
        CertificateReplaced,
        MeetingPlanned,
        MeetingChanged,
        MeetingCancelled,
        PeopleCreated,
        PeopleChanged,
        PeopleDeleted,
        PeopleErased,
        PeopleMerged,
        PeopleTransferred,
        TransferAsked,
        TransferDecided,
        RoleGiven,
        RoleTaken,
        CohortCreated,
        CohortClosed,
        CohortReopened,
        CohortJoined,
        CohortLeft,
    )
}
"""Every event by name."""

E = TypeVar("E", bound=Event)
Receiver = Callable[[E], None]
Carrier = Callable[[Event, list[str]], None]

_receivers: dict[str, Registrations[Callable[[Any], None]]] = {
    name: Registrations("event", name=name) for name in EVENTS
}
_carriers: list[Carrier] = []


def address(receiver: Callable[[Any], None]) -> str:
    """Return the name under which deliveries to `receiver` are kept: module and function."""
    return f"{receiver.__module__}:{getattr(receiver, '__qualname__', type(receiver).__qualname__)}"


def subscribe(kind: type[E], receiver: Receiver[E]) -> None:
    """Register `receiver` to be called with every event of `kind`, at least once, in the background."""
    _receivers[kind.name].put(address(receiver), receiver)


def is_heard(kind: type[Event]) -> bool:
    """Return whether anything subscribed to events of `kind`, wherever it is on."""
    return bool(len(_receivers[kind.name]))


def receiver_at(name: str, where: str) -> Callable[[object], None] | None:
    """Return the receiver of the events called `name` whose address is `where`; None if it is gone."""
    return _receivers[name].peek(where) if name in _receivers else None


def owner_at(name: str, where: str) -> str:
    """Return the plugin of the receiver whose address is `where`; empty for the house, and if it is gone."""
    return _receivers[name].owner(where) if receiver_at(name, where) else ""


def heard(kind: type[Event], *, at: InstitutionLike | None) -> list[str]:
    """Return the addresses of those who subscribed to events of `kind` and are on `at` that institution."""
    shelf = _receivers[kind.name]
    return [where for where, _receiver in shelf.items() if shelf.is_on(where, at)]


def publish(event: Event, *, at: InstitutionLike | None) -> None:
    """Tell everybody who subscribed and is on `at` that institution, once the transaction has committed.

    Without them it costs nothing.
    """
    wanted = heard(type(event), at=at)
    for carrier in _carriers if wanted else []:
        carrier(event, wanted)


def receivers_of(plugin: str) -> "list[tuple[type[Event], Callable[[object], None]]]":
    """Return the receivers of `plugin`, each with the events to which it subscribed."""
    return [(EVENTS[name], receiver) for name, shelf in _receivers.items() for receiver in shelf.of(plugin)]


def withdraw(plugin: str) -> None:
    """Forget the receivers of `plugin`."""
    for shelf in _receivers.values():
        shelf.withdraw(plugin)


def carry(carrier: Carrier) -> None:
    """Register `carrier` to keep events and deliver them; it is called in the transaction of the event."""
    if carrier not in _carriers:
        _carriers.append(carrier)
