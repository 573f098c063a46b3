"""Calls into plugins that never work are put aside: they are not made any more until a person takes them up again.

The rule: `MOST` faults of one call within an hour and over a minute at least, without its working once in between in
any process, and met by `PEOPLE` different people, where people meet them at all. So nobody can have a call put aside
that works for others, and nobody misses what is put aside. It stays aside for a day, until a person takes it up, or
until another version of the plugin is installed. What the shared cache forgets is tried again.

What too many threads wait for at the same time (`lms.foundation.plugins.runtime.calls`) is left out for a minute,
whoever asks, and then tried by one thread of each process at a time until it works.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import astuple, dataclass, replace
from typing import Any

from django.conf import settings
from django.core.cache import BaseCache, caches

from lms.foundation.plugins.plugin import loaded
from lms.foundation.plugins.runtime import faults
from lms.foundation.plugins.runtime.guard import Call

MOST, PEOPLE = 20, 3
OVERRUN = 5
"""For how many faults it counts where a call takes too long."""
REST = 60
"""Seconds for which a call is left out that too many threads wait for."""
MINUTE, HOUR, DAY = 60, 3600, 86_400
LOOK_AFTER = 5.0
"""Seconds for which a process relies on what it last read of the others."""
MET_BY_NOBODY = {faults.JOB, faults.EVENT, faults.LINE, faults.HEALTH}
"""Sockets that work in the background."""
met_by: ContextVar[Callable[[], str]] = ContextVar("met_by", default=str)
"""Says whose request this is; nothing where it is nobody's."""

_KEY = "plugin-faults"
log = logging.getLogger(__name__)


def shared() -> BaseCache:
    """Return the cache that all processes read; without Redis a folder."""
    return caches["shared" if "shared" in settings.CACHES else "default"]


@dataclass(frozen=True)
class Record:
    """The faults of one call, of the plugin's `version`: from when they are counted (seconds), how many, and up to
    three of the people who met them.

    `aside` is since when the call is not made any more, or None; `rests` until when it is left out.
    """

    call: Call
    version: str
    first: float
    times: int = 0
    people: frozenset[str] = frozenset()
    aside: float | None = None
    rests: float = 0

    def is_old(self, now: float) -> bool:
        """Return whether it is over, or of an hour that has not come, because the clock was put back."""
        since, kept = (self.first, HOUR) if self.aside is None else (self.aside, DAY)
        return not since - MINUTE <= now <= since + kept or self.rests > now + REST + MINUTE

    def is_enough(self, now: float) -> bool:
        """Return whether these faults are enough to suspend the call."""
        people = len(self.people) >= PEOPLE or self.call.socket in MET_BY_NOBODY
        return self.times >= MOST and people and now - self.first >= MINUTE


class CircuitBreaker:
    """The judge of `lms.foundation.plugins.runtime.guard`. Its records are in the shared cache; two processes that
    write at once may lose one fault, which then comes later.
    """

    def __init__(self) -> None:
        self.failing: Collection[Call] = ()
        self.on_trial: Collection[Call] = ()
        self.suspects: Collection[Call] = ()
        self._aside: Mapping[Call, float] = {}
        self.fresh_until = float("-inf")

    def is_aside(self, call: Call) -> bool:
        if time.monotonic() >= self.fresh_until:
            self.records()
        return self._aside.get(call, 0) > time.time()

    def overran(self, call: Call) -> None:
        self.broke(call, times=OVERRUN)

    def broke(self, call: Call, times: int = 1) -> None:
        if call.socket == faults.PAGE:  # of which nobody knows beforehand that it will come to the plugin
            return
        now, records = time.time(), self.records()
        known = records.get(call) or Record(call, _version(call.plugin), now)
        people = known.people | {met_by.get()()} - {""}
        record = replace(known, times=known.times + times, people=people if len(people) <= PEOPLE else known.people)
        if record.aside is None and record.is_enough(now):
            log.error("the plugin “%s” is put aside in: %s. The page Plugins takes it up again", call.plugin, call)
            record = replace(record, aside=now)
        self._keep({**records, call: record})

    def leave_out(self, call: Call) -> None:
        now, records = time.time(), self.records()
        known = records.get(call) or Record(call, _version(call.plugin), now)
        self._keep({**records, call: replace(known, rests=now + REST)})

    def worked(self, call: Call) -> None:
        records = self.records()
        if call in records and records[call].rests <= time.time():
            self._keep({known: record for known, record in records.items() if known != call})

    def take_up(self, plugin: str) -> int:
        """Make all calls of `plugin` again. Returns how many were aside."""
        records = self.records()
        self._keep({call: record for call, record in records.items() if call.plugin != plugin})
        return sum(call.plugin == plugin and record.aside is not None for call, record in records.items())

    def records(self) -> dict[Call, Record]:
        """Return the records that count, as all processes have them."""
        try:
            known = [_read(one) for one in shared().get(_KEY) or ()]
        except Exception:  # a cache that cannot be asked, or that another version wrote
            log.exception("the faults of plugins cannot be read")
            known = []
        now, versions = time.time(), {one.label: str(one.manifest.version) for one in loaded()}
        records = {
            record.call: record
            for record in known
            if not record.is_old(now) and record.version == versions.get(record.call.plugin, "")
        }
        self._remember(records)
        return records

    def _keep(self, records: dict[Call, Record]) -> None:
        try:
            shared().set(_KEY, [_written(record) for record in records.values()], DAY)
        except Exception:  # a cache that cannot be written
            log.exception("the faults of plugins cannot be counted")
        self._remember(records)

    def _remember(self, records: dict[Call, Record]) -> None:
        self.failing, self.fresh_until = frozenset(records), time.monotonic() + LOOK_AFTER
        self.on_trial = frozenset(call for call, record in records.items() if record.rests)
        ends = {call: record.rests if record.aside is None else record.aside + DAY for call, record in records.items()}
        self._aside = {call: end for call, end in ends.items() if end}
        self.suspects = self._aside.keys()


def _written(record: Record) -> tuple[object, ...]:
    people = sorted(record.people)
    return astuple(record.call), record.version, record.first, record.times, people, record.aside, record.rests


def _read(written: tuple[Any, ...]) -> Record:
    call, version, first, times, people, aside, rests = written
    return Record(Call(*call), version, first, times, frozenset(people), aside, rests)


def _version(plugin: str) -> str:
    return next((str(one.manifest.version) for one in loaded() if one.label == plugin), "")


breaker = CircuitBreaker()


def suspended_calls() -> dict[str, list[str]]:
    """Return the suspended calls by plugin."""
    return _by_plugin(call for call, record in breaker.records().items() if record.aside is not None)


def paused_calls() -> dict[str, list[str]]:
    """Return by plugin the calls that too many threads waited for within the last hour, and that did not work since."""
    return _by_plugin(call for call, record in breaker.records().items() if record.aside is None and record.rests)


def _by_plugin(calls: Iterable[Call]) -> dict[str, list[str]]:
    by_plugin: dict[str, list[str]] = {}
    for call in calls:
        by_plugin.setdefault(call.plugin, []).append(str(call))
    return by_plugin
