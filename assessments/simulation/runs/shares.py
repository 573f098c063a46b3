"""The share of a seat that a person needs to get its result. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil

from .models import Seat

DONE = ("decide", "send", "receive")
"""By verb what counts: decisions, and forms that are sent and answered."""
Entered = tuple[str, int | None]
"""The role of an entry, and from which seat it came: from none where the run goes on from another one."""


def with_result(seats: Sequence[Seat], entered: Iterable[Entered]) -> list[Seat]:
    """Select the `seats`, all with an attempt in a run, that count for a result; `entered` is what was `DONE`.

    It takes half of an equal share of what the seat did, and at least one entry, or to have been in the room; what was
    done before a run was played on from counts as that of one person more. A role that somebody had for themselves
    counts beside another in which they did enough.
    """
    done = Counter(entered)
    sharing = {role: _sharing(role, seats, done) for role in {one.role for one in seats}}
    enough = {one.pk for one in seats if one.present or done[one.role, one.pk] >= _least(one.role, sharing, done)}
    attempts = {one.attempt_id for one in seats if one.pk in enough}
    alone = {one.pk for one in seats if sharing[one.role] == 1 and one.attempt_id in attempts}
    return [one for one in seats if one.pk in enough | alone]


def _sharing(role: str, seats: Sequence[Seat], done: Counter[Entered]) -> int:
    return sum(one.role == role for one in seats) + (done[role, None] > 0)


def _least(role: str, sharing: dict[str, int], done: Counter[Entered]) -> int:
    together = sum(number for (of, _seat), number in done.items() if of == role)
    return max(1, ceil(together / (2 * sharing[role])))
