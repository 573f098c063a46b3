"""A run that is over, as it was played: what every part of its debrief is read from."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.casework import Entry, Script, State

from ..runs.models import LogEntry, Run
from ..runs.names import Words, words_of
from ..runs.replay import entries_of
from ..runs.scripts import script_of


@dataclass(frozen=True)
class Play:
    """Definition and state of a run that was played, its log as lines and as entries of the engine, and its words."""

    run: Run
    script: Script
    state: State
    lines: Sequence[LogEntry]
    log: Sequence[Entry]
    words: Words


def play_of(run: Run) -> Play:
    """Load with one statement."""
    lines = entries_of(run)
    log = [Entry(line.role, line.verb, line.data, line.at, str(line.pk)) for line in lines]
    return Play(run, script_of(run), State.read(run.state), lines, log, words_of(run))
