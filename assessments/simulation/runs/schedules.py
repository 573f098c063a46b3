"""Conversion of moments to minutes of the case and back, with pauses. Pure.

A schedule is JSON: `points`, each a moment (seconds since 1970) and a minute of the case; while the run is paused also
`paused_at` and the points that were to `come`. Live the clock goes in straight lines between points; in turns a point
is the deadline of a turn.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from assessments.casework import case_time

Schedule = Mapping[str, Any]
Point = Sequence[float]


def live(begins: float, first: int, last: int, pace: float) -> dict[str, Any]:
    """Return a schedule, from minute `first` at moment `begins` to minute `last`, at `pace` minutes of the case in a
    real minute.
    """
    return {"points": [[begins, first], [begins + (last - first) * 60 / pace, last]]}


def turns(deadlines: Sequence[float], ends: Sequence[int]) -> dict[str, object]:
    """Return a deadline for each turn that ends at these minutes; without deadlines turns are closed by hand."""
    return {"points": [[moment, minute] for moment, minute in zip(deadlines, ends, strict=False)]}


def minute_at(schedule: Schedule, now: float) -> int:
    points: list[Any] = [(point[0], int(point[1])) for point in schedule.get("points", ())]
    return case_time(points, now)


def running(schedule: Schedule, now: float) -> tuple[float, float]:
    """Return the minute of the case at a moment, with its fraction, and how many minutes go by in a second: none while
    the clock stands.
    """
    for (start, first), (end, last) in pairwise(schedule.get("points", ())):
        if start <= now < end:
            pace = (last - first) / (end - start)
            return first + (now - start) * pace, pace
    return minute_at(schedule, now), 0


def moment_of(schedule: Schedule, minute: int) -> float | None:
    """Return the moment (seconds since 1970) at which the clock reaches a minute of the case; None where it never does,
    as while it stands.
    """
    points = schedule.get("points", ())
    for (start, first), (end, last) in pairwise(points):
        if first < minute <= last:
            return start + (end - start) * (minute - first) / (last - first)
    return points[0][0] if points and minute <= points[0][1] else None


def deadline(schedule: Schedule, turn: int) -> float | None:
    """Return the moment (seconds since 1970) at which a turn, from 0, ends; None where it is closed by hand, and while
    the run is paused.
    """
    points = schedule.get("points", ())
    return points[turn][0] if turn < len(points) and "paused_at" not in schedule else None


def pause_schedule(schedule: Schedule, now: float, in_turns: bool) -> dict[str, object]:
    """Return the same with the clock standing from `now`."""
    points = list(schedule.get("points", ()))
    if in_turns:
        return {"points": points, "paused_at": now}
    past, come = [p for p in points if p[0] <= now], [p for p in points if p[0] > now]
    return {"points": [*past, [now, minute_at(schedule, now)]], "paused_at": now, "come": come}


def resume_schedule(schedule: Schedule, now: float, in_turns: bool) -> dict[str, object]:
    """Return the same with all that was to come as much later as the pause was long."""
    since = schedule.get("paused_at", now)
    points = list(schedule.get("points", ()))
    if in_turns:
        return {"points": [[p[0] + now - since if p[0] > since else p[0], p[1]] for p in points]}
    come = [[moment + now - since, minute] for moment, minute in schedule.get("come", ())]
    return {"points": [*points, [now, points[-1][1] if points else 0], *come]}
