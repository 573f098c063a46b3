"""The only writers of runs, seats and logs. What each gives and raises stands beside it.

plan_run, open_run, finish, close_run, fork, Timing    a run from its plan to its end
seat, unseat, mark_present, NotSeated                   who sits where
record, record_own, record_clock                        an entry: of a seat, of one's own seat, of the clock itself

All but the learner's own are done by somebody (`by`), who is refused (`OwnCase`) where they play in the run. What a run
does not allow now is `assessments.casework.Refused`, whose sentence `refusals.sentence` gives.
"""

from .entries import record, record_clock, record_own
from .lifecycle import Timing, close_run, finish, fork, open_run, plan_run
from .seats import NotSeated, mark_present, seat, unseat

__all__ = [
    "NotSeated",
    "Timing",
    "close_run",
    "finish",
    "fork",
    "mark_present",
    "open_run",
    "plan_run",
    "record",
    "record_clock",
    "record_own",
    "seat",
    "unseat",
]
