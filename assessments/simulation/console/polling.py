"""Polling of a console: nothing new is a few bytes; else come the parts of its page that are not what they were.

A tag has a stamp of the run, which costs no more than the rows that any page of it reads, and a digest of each part:
the server keeps nothing about who looks.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2s

from ..runs.current_state import state_at
from ..runs.models import Run
from .page_context import Console

PARTS = ("clock", "entries", "msel", "by-turn", "facts")
"""The parts of the page that are brought up to date, by their ids."""


def stamp_of(run: Run, now: datetime) -> str:
    """Return a name of the state in which a run of `access.runs_of` is by now, with who sits in it. No statement."""
    seats = [(seat.pk, seat.left_at, seat.present) for seat in run.seats.all()]
    due = state_at(run, now).as_json() | {"at": 0} if run.next_at is not None and run.next_at <= now else {}
    return _digest((run.seq, run.status, run.next_at, seats, due))


def digests_of(console: Console, run: Run) -> Mapping[str, str]:
    """Return a digest of each part, but for the minute, which the page counts on by itself."""
    clock = (run.status, console.turn, console.ends_at, console.waiting, console.empty)
    parts = (clock, console.entries, console.injects, console.seats, console.facts)
    return {name: _digest(part) for name, part in zip(PARTS, parts, strict=True)}


def tag_of(stamp: str, digests: Mapping[str, str]) -> str:
    """Return the ETag of a page with these parts."""
    return f'"{".".join((stamp, *digests.values()))}"'


def stamp_in(tag: str) -> str:
    """Return the stamp in a tag; nothing where it is no tag of ours."""
    return tag.removeprefix("W/").strip('"').partition(".")[0]


def changed_parts(tag: str, digests: Mapping[str, str]) -> list[str]:
    """Return the parts that are not those of the tag that a page has; all of them where it is no tag of ours."""
    had = tag.removeprefix("W/").strip('"').split(".")[1:]
    if len(had) != len(digests):
        return list(digests)
    return [name for (name, digest), before in zip(digests.items(), had, strict=True) if digest != before]


def _digest(part: object) -> str:
    return blake2s(repr(part).encode(), digest_size=5).hexdigest()
