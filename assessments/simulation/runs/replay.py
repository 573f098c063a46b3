"""The state of a run again from its log: the proof that it is what was lived."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.casework import Entry, Refused, State, replay

from ..page.choices import Status
from .models import LogEntry, Run
from .scripts import script_of


@dataclass(frozen=True)
class Difference:
    """A run whose state is not the fold of its log: the parts of the state that differ, or why it cannot be folded."""

    run: Run
    parts: tuple[str, ...]


def fold_log(run: Run, lines: Sequence[LogEntry]) -> State:
    """Return the state after these lines of the log. Raises `Refused` where one does not fit."""
    entries = [Entry(line.role, line.verb, line.data, line.at, str(line.pk)) for line in lines]
    return replay(script_of(run), entries)


def entries_of(run: Run) -> list[LogEntry]:
    return list(run.log.order_by("seq"))


def differences() -> Iterator[Difference]:
    """Yield all runs that were opened or forked and whose state, or number of lines, is not that of their log."""
    runs = Run.objects.exclude(status=Status.PLANNED, fork_seq=None).order_by("planned_at", "pk")
    for run in runs.iterator(chunk_size=20):
        lines = entries_of(run)
        parts = ["seq"] if [line.seq for line in lines] != list(range(1, run.seq + 1)) else []
        try:
            state = fold_log(run, lines).as_json()
            parts += [name for name, value in state.items() if run.state.get(name) != value]
        except Refused as why:
            parts.append(str(why))
        if parts:
            yield Difference(run, tuple(parts))
