"""Arrivals at a seat of a run over days, and the last action of its people: from the log, read for notices."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet

from assessments.casework import Script, State

from ..page.choices import Mode, Status
from . import schedules
from .models import LogEntry, Run, Seat
from .scripts import script_of

LATELY = timedelta(days=2)
"""What is older is news to nobody."""
AT_A_TIME = 50


def under_way(*modes: str, now: datetime) -> Iterator[Run]:
    """Yield runs that people play now, each with its seats (`followed`) and the newer lines of its log (`lines`). Three
    statements for fifty runs.
    """
    recent = LogEntry.objects.filter(Q(verb="tick") | Q(received_at__gte=now - LATELY)).exclude(verb="opened")
    runs = Run.objects.filter(status=Status.OPEN, mode__in=modes).select_related("institution").order_by("pk")
    runs = runs.prefetch_related(
        Prefetch("seats", seats_with_last().playing().order_by("pk"), to_attr="followed"),
        Prefetch("log", recent.order_by("seq"), to_attr="lines"),
    )
    yield from runs.iterator(chunk_size=AT_A_TIME)


def seats_with_last() -> Any:
    """Return seats that somebody has, each with `last`: when they entered something last, a card that they opened
    included.
    """
    taken: QuerySet[Seat] = Seat.objects.taken()
    return taken.annotate(last=Max("entries__received_at"))


def turn_began(run: Run, turn: int, lines: Sequence[LogEntry], now: datetime) -> datetime:
    """Return the time at which the present turn began: as the last one was closed, by its deadline or by hand; live as
    it was opened.
    """
    before = schedules.deadline(run.schedule, turn - 1) if turn else None
    planned = [datetime.fromtimestamp(before, UTC)] if before and before <= now.timestamp() else []
    closed = [line.received_at for line in lines if line.verb == "tick"][-1:]
    return max([run.opened_at or now, *(closed or planned)])


def away_since(seat: Any, began: datetime) -> datetime:
    """Return since when whoever has a seat of `under_way` did nothing; at the earliest since the turn began, of which
    they are told apart.
    """
    return max(filter(None, (seat.last, seat.joined_at, began)))


def first_news(run: Run, role: str, since: datetime, lines: Sequence[LogEntry]) -> datetime | None:
    """Return the time after `since` of the first card or message to a role; None without one."""
    script = script_of(run)
    came = [line.received_at for line in lines if line.received_at > since and reaches(script, line, role)]
    if run.mode == Mode.LIVE:
        came += [moment for moment in _told(run, role) if moment > since]
    return min(came, default=None)


def reaches(script: Script, line: LogEntry, role: str) -> bool:
    """Return whether an entry of another role brought `role` something at once."""
    if line.role == role:
        return False
    if line.verb in ("share", "say"):
        to = line.data.get("to") or ()
        return role in ([to] if isinstance(to, str) else to)
    inject = script.injects.get(_inject_of(line))
    return inject is not None and role in inject.to and (line.verb == "fire" or not inject.delay)


def _inject_of(line: LogEntry) -> str:
    data = line.data
    return str(data.get("inject")) if line.verb == "fire" else f"{data.get('decision')}.{data.get('option')}"


def _told(run: Run, role: str) -> Iterator[datetime]:
    for told in State.read(run.state).told.get(role, ()):
        moment = schedules.moment_of(run.schedule, told.at)
        if moment is not None:
            yield datetime.fromtimestamp(moment, UTC)
