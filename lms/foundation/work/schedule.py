"""Schedule of repeated tasks. Each room declares its own beside its tasks; the scheduler asks for all of them when it
starts.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from celery.schedules import crontab

EXPIRES = 600
"""Seconds that a message waits: behind a worker that is stuck no more than these minutes pile up."""


@dataclass(frozen=True)
class Entry:
    """The task called `task` runs every so many `seconds`, or each day at `daily_at` (“HH:MM”, UTC), with `args`.

    `queue` is empty for that of long work.
    """

    task: str
    seconds: float = 0
    daily_at: str = ""
    queue: str = ""
    args: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.seconds) == bool(self.daily_at):
            raise ValueError(f"{self.task} runs every so many seconds or at a time of the day: say one of them.")

    @property
    def name(self) -> str:
        return " ".join((self.task, *self.args))

    def as_celery(self) -> dict[str, object]:
        """Return the entry as Celery's setting `beat_schedule` has it."""
        hour, _, minute = self.daily_at.partition(":")
        return {
            "task": self.task,
            "schedule": crontab(hour=hour, minute=minute) if self.daily_at else self.seconds,
            "args": self.args,
            "options": {"expires": EXPIRES, **({"queue": self.queue} if self.queue else {})},
        }


_entries: dict[str, Entry] = {}


def add(entry: Entry) -> None:
    """Schedule `entry` from the next start of the scheduler on. Added twice, it is there once."""
    _entries[entry.name] = entry


def entries() -> list[Entry]:
    """Return the entries that the imported modules of tasks have declared."""
    return list(_entries.values())


def to_json(declared: Iterable[Entry]) -> str:
    return json.dumps([asdict(entry) for entry in declared])


def from_json(text: str) -> list[Entry]:
    return [Entry(**{**entry, "args": tuple(entry["args"])}) for entry in json.loads(text)]
