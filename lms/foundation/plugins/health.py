"""The socket of the health page: each room says how its own part is doing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import OperationalError

from .runtime import faults, guard, value_checks
from .runtime.registrations import Registrations

UP, WARNING, DOWN = "up", "warning", "down"
_WORST_LAST = (UP, WARNING, DOWN)


@dataclass(frozen=True)
class Finding:
    """State of one part: `warning` if a person should look, `down` if it does not work.

    `figures` hold numbers and no names; `details` are for superusers alone.
    """

    status: str = UP
    figures: Mapping[str, Any] | None = None
    details: Mapping[str, str] | None = None


Check = Callable[[datetime], Finding]

_checks: Registrations[Check] = Registrations("health")
_without_database: set[str] = set()


def register(name: str, check: Check, *, asks_database: bool = True) -> None:
    """Add the part called `name`. `check` gets the time and costs one statement at most; raising anything counts as
    down.

    One that `asks_database` is not asked where the database was away for a part before it: each would wait for it anew.
    """
    _checks.put(name, check)
    if not asks_database:
        _without_database.add(name)


def findings(now: datetime) -> dict[str, Finding]:
    """Return every part by name; one that cannot even be asked is down."""
    by_name: dict[str, Finding] = {}
    away = ""
    for name, check in _checks.items():
        if away and name not in _without_database:
            by_name[name] = Finding(DOWN, {"error": away})
            continue
        plugin = _checks.owner(name)
        try:
            by_name[name] = _asked(plugin, name, check, now)
        except Exception as error:  # whatever a database, a broker or a storage raises
            by_name[name] = Finding(DOWN, {"error": type(error).__name__})
            away = (
                type(error).__name__ if isinstance(error, OperationalError) and name not in _without_database else away
            )
    return by_name


def _asked(plugin: str, name: str, check: Check, now: datetime) -> Finding:
    """Return the finding of the check. A plugin's check that breaks is a warning: the site is not taken down for
    that.
    """
    if not plugin:
        return check(now)

    def sound_finding() -> Finding:
        finding = value_checks.instance_of(Finding)(check(now))
        if finding.status not in _WORST_LAST:
            raise ValueError(f"{finding.status!r:.200} is no status")
        return replace(finding, figures=value_checks.as_json(dict(finding.figures or {})))

    call = guard.Call(plugin, faults.HEALTH, name)
    return guard.answer_or(call, sound_finding, instead=lambda: Finding(WARNING, {"error": "it cannot be asked"}))


def worst(findings_by_name: Mapping[str, Finding]) -> str:
    """Return the status of the whole."""
    return max((finding.status for finding in findings_by_name.values()), key=_WORST_LAST.index, default=UP)


def graded(*, down: object, warning: object) -> str:
    """Return the status of a part: down where the one holds, else a warning where the other does."""
    if down:
        return DOWN
    return WARNING if warning else UP


def backlog(*, oldest_minutes: int | None = None, **counts: int) -> Finding:
    """Return a warning if anything is counted. `oldest_minutes` is the age of what waits longest (`age`)."""
    ages = {} if oldest_minutes is None else {"oldest_minutes": oldest_minutes}
    return Finding(WARNING if any(counts.values()) else UP, {**counts, **ages})


def age(now: datetime, since: datetime | None) -> int | None:
    """Return the minutes since then, for `backlog`; None where nothing waits, or where it is not due yet."""
    return None if since is None or since > now else int((now - since).total_seconds()) // 60
