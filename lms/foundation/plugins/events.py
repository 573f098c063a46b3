"""Events for higher rooms: signals inside the transaction for the house itself, events after it for everybody else.

A receiver of a signal writes rows and nothing else. An event is a fact that no longer changes: a frozen dataclass with
a name that carries its version. It is kept as a row with the facts it tells of, and delivered in the background: what a
receiver raises is logged, tried again later, and never reaches the person whose request it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.dispatch import Signal

from .runtime.activation import InstitutionLike
from .runtime.registrations import Registrations

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


@dataclass(frozen=True)
class Event:
    """Facts by id, so that a receiver sees the rows as they stand when it is called.

    `institution` is where it happened.
    """

    name: ClassVar[str]
    institution: int
    at: datetime


@dataclass(frozen=True)
class Enrolled(Event):
    """People were enrolled in a course."""

    name = "enrolled.1"
    course: UUID
    enrolments: tuple[int, ...]


@dataclass(frozen=True)
class AttemptBegun(Event):
    """A learner began an attempt at an activity."""

    name = "attempt_begun.1"
    enrolment: int
    attempt: int
    activity: UUID
    kind: str


@dataclass(frozen=True)
class AttemptClosed(Event):
    """An attempt ended. The score is in 0..1; both it and `passed` are empty where the activity knows none."""

    name = "attempt_closed.1"
    enrolment: int
    attempt: int
    activity: UUID
    kind: str
    passed: bool | None
    score: float | None


@dataclass(frozen=True)
class CourseCompleted(Event):
    """A learner completed a course, which happens once to an enrolment."""

    name = "course_completed.1"
    enrolment: int
    course: UUID
    score: float | None


@dataclass(frozen=True)
class CertificateEvent(Event):
    """An act on a certificate, whose number is `serial`."""

    enrolment: int
    serial: str


@dataclass(frozen=True)
class CertificateIssued(CertificateEvent):
    """A certificate was issued; its PDF may still be in the making."""

    name = "certificate_issued.1"


@dataclass(frozen=True)
class CertificateRevoked(CertificateEvent):
    """A certificate was revoked."""

    name = "certificate_revoked.1"


@dataclass(frozen=True)
class CertificateReinstated(CertificateEvent):
    """A certificate that was revoked holds again."""

    name = "certificate_reinstated.1"


@dataclass(frozen=True)
class CertificateReplaced(CertificateEvent):
    """A certificate was replaced by a corrected one, which is told as issued just before."""

    name = "certificate_replaced.1"


@dataclass(frozen=True)
class MeetingPlanned(Event):
    """A cohort is to meet: `meeting` is the key of the meeting among those of its `kind`, a slug of a `MeetingKind`."""

    name = "meeting_planned.1"
    meeting: int
    kind: str
    cohort: int


@dataclass(frozen=True)
class MeetingChanged(Event):
    """Change of a planned meeting: of its time, its room or its subject."""

    name = "meeting_changed.1"
    meeting: int
    kind: str
    cohort: int


@dataclass(frozen=True)
class MeetingCancelled(Event):
    """A meeting was called off."""

    name = "meeting_cancelled.1"
    meeting: int
    kind: str
    cohort: int


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
