"""The play of an author: entries in the order of the case, kept with their session, played anew each time. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.casework import (
    LIVE,
    Case,
    Entry,
    Script,
    State,
    Texts,
    next_minute,
    play,
    play_log,
    read_log,
    script,
    settle,
    with_marks,
)

from ..page.recorded_paths import SEED

MOST_ENTRIES, MOST_LETTERS = 200, 200_000
Log = list[dict[str, Any]]


class TooLong(ValueError):
    """More than a play holds."""


@dataclass(frozen=True)
class Play:
    """A case with the entries that were made in it, of which those later than what is looked at are not yet there."""

    case: Case
    texts: Texts
    log: Log

    @property
    def script(self) -> Script:
        return script(self.case, SEED, LIVE)

    def at(self, minute: int) -> State:
        """Return the world at a minute. Entries that the case no longer takes are passed over."""
        played = self.script
        state = play_log(played, self.texts, read_log(_until(self.log, minute))).state
        return settle(played, state, minute)

    def next(self, state: State) -> int | None:
        """Return the minute at which something next happens by itself; None where nothing does before the end."""
        found = next_minute(self.script, state)
        return found if found is not None and state.at < found < self.case.ends else None

    def with_entry(self, seat: str, verb: str, data: Mapping[str, object], minute: int) -> Log:
        """Return the log with one entry more, and without what was entered later: the play goes on from here.

        Raises `Refused` and `TooLong`.
        """
        entry = {"seat": seat, "verb": verb, "data": dict(data), "at": minute}
        marked = with_marks(self.script, self.texts, Entry(seat, verb, data, minute))
        play(self.script, self.at(minute), marked)
        log = [*_until(self.log, minute), entry]
        if len(log) > MOST_ENTRIES or len(json.dumps(log)) > MOST_LETTERS:
            raise TooLong
        return log


def _until(log: Iterable[dict[str, Any]], minute: int) -> Log:
    return [entry for entry in log if entry["at"] <= minute]


def without_words(log: Iterable[Mapping[str, Any]]) -> Log:
    """Return reasons and messages that somebody wrote while they tried the case are not kept with it; what forms are
    marked by is.
    """
    return [{**entry, "data": {name: _kept(name, value) for name, value in entry["data"].items()}} for entry in log]


def _kept(name: str, value: object) -> object:
    return "–" if name in ("reason", "text") and value else value
