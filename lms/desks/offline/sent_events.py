"""Parser of what a phone sends: a batch of events, of which one that cannot be read stops no other."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeGuard
from uuid import UUID

from django.utils.translation import gettext as _

MOST = 200
"""So many events are taken at once."""
FARTHEST = timedelta(days=3660)
"""So far may the clock of a phone be wrong, and still be put right."""
SURROGATES = re.compile("[\ud800-\udfff]")
OF_NAMES = re.compile(r"[^\w .:-]", re.ASCII)


class BadBatch(ValueError):
    """The body is no batch: nothing of it was looked at."""


@dataclass(frozen=True)
class Target:
    """Named place of an answer: the enrolment, the activity, and the number of one attempt if there are several, or the
    draw with which the attempt begins.
    """

    enrolment: int
    activity: UUID
    attempt: int | None = None
    draw: UUID | None = None


@dataclass(frozen=True)
class SentAnswer:
    """An answer that can be read: its id, where it belongs, and the fields of the form."""

    event_id: UUID
    target: Target
    data: Mapping[str, Any]


@dataclass(frozen=True)
class SentEvent:
    """One event; `answer` is None where it cannot be read. `raw` is its text as it came; `chain` the hash that the
    phone gave it.
    """

    raw: str
    id: str = ""
    answer: SentAnswer | None = None
    occurred_at: datetime | None = None
    sequence: int | None = None
    chain: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.raw.encode()).hexdigest()


@dataclass(frozen=True)
class SentBatch:
    """Events in the order in which they were sent, the name that the phone gives itself, and the one that it gives the
    person whose events they are.
    """

    device: str
    events: list[SentEvent]
    person: str = ""


def read_batch(body: bytes, *, now: datetime, most: int = MOST, is_fresh: bool = True) -> SentBatch:
    """Return the batch; times of the phone are put right by its own `now`, unless it was on its way for longer than
    that can be known (`is_fresh`). Raises `BadBatch`.
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        sent = None
    events = sent.get("events") if isinstance(sent, dict) else None
    if not isinstance(events, list):
        raise BadBatch(_("The text cannot be read. Send a list of events."))
    if len(events) > most:
        raise BadBatch(_("Too many events came at once."))
    clock = _moment(sent.get("now"))
    error = now - clock if is_fresh and clock and abs(now - clock) < FARTHEST else timedelta()
    found = [_read(one, error=error, now=now) for one in events]
    return SentBatch(_name(sent.get("device")), found, _name(sent.get("person")))


def read_event(raw: str, *, error: timedelta, now: datetime, chain: str = "") -> SentEvent:
    """Return the event whose text is `raw`. What cannot be read of it is left out."""
    try:
        sent = json.loads(raw)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        return SentEvent(raw)
    sequence = sent.get("seq")
    return SentEvent(
        raw,
        _name(sent.get("id")),
        _answer(sent),
        _occurred(_moment(sent.get("at")), error, now),
        sequence if _is_number(sequence) else None,
        chain,
    )


def _read(sent: object, *, error: timedelta, now: datetime) -> SentEvent:
    """Return an event of a batch: an object with its text as `raw`. Of anything else, and of a text that no database
    keeps, there is the text alone.
    """
    raw, chain = (sent.get("raw"), sent.get("chain")) if isinstance(sent, dict) else (None, None)
    if not isinstance(raw, str) or "\x00" in raw or SURROGATES.search(raw):
        return SentEvent(json.dumps(sent, sort_keys=True))
    return read_event(raw, error=error, now=now, chain=_name(chain))


def _name(value: object) -> str:
    return OF_NAMES.sub("", value)[:64] if isinstance(value, str) else ""


def _answer(sent: Mapping[str, Any]) -> SentAnswer | None:
    event_id, target, data = _uuid(sent.get("id")), _target(sent), sent.get("data")
    if event_id is None or target is None or not isinstance(data, dict):
        return None
    return SentAnswer(event_id, target, data)


def _target(sent: Mapping[str, Any]) -> Target | None:
    enrolment, activity, attempt = sent.get("enrolment"), _uuid(sent.get("activity")), sent.get("attempt")
    if not _is_number(enrolment) or activity is None or not (attempt is None or _is_number(attempt)):
        return None
    draw = _uuid(sent.get("draw"))
    if draw is None and sent.get("draw") is not None:
        return None
    return Target(enrolment, activity, attempt, draw)


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _moment(value: object) -> datetime | None:
    """Return a moment with its zone; None for what is none."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        return moment if moment is not None and moment.utcoffset() is not None else None
    except ValueError:
        return None


def _occurred(at: datetime | None, error: timedelta, now: datetime) -> datetime | None:
    """Return the moment by the server's clock, and never one that has not come; None where nothing can be said."""
    if at is None or abs(now - at) > 2 * FARTHEST:
        return None
    return min(at + error, now)
