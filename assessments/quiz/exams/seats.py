"""Order of learners on seats: seats are counted from 1 at the front, row by row. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

MOST_ROWS, MOST_IN_A_ROW = 60, 20
SWAPS = 4000
"""How often two places are exchanged at most until no neighbours of the roll sit together: enough for a thousand."""


@dataclass(frozen=True)
class Hall:
    """A room: so many rows with so many seats each."""

    rows: int
    row_seats: int

    @property
    def seats(self) -> int:
        return self.rows * self.row_seats

    def place(self, seat: int) -> tuple[int, int]:
        """Return row and place in it, both from 1."""
        row, place = divmod(seat - 1, self.row_seats)
        return row + 1, place + 1

    def beside(self, place: int, number: int) -> list[int]:
        """Return the places (from 0, of `number` that are taken) next to a place: left, right, in front, behind."""
        found = [place - self.row_seats, place + self.row_seats]
        if place % self.row_seats:
            found.append(place - 1)
        if (place + 1) % self.row_seats:
            found.append(place + 1)
        return [one for one in found if 0 <= one < number]


def mixed(number: int, hall: Hall, *, seed: int) -> list[int]:
    """Return the places on the roll (from 0) of who sits on each of the first `number` seats, drawn so that who stand
    beside one another on the roll do not sit beside, before or behind one another, as far as the room lets them.

    The same `seed` gives the same.
    """
    random = Random(seed)  # noqa: S311  nobody gains by foreseeing where they sit
    order = list(range(number))
    random.shuffle(order)
    for _swap in range(SWAPS):
        bad = [place for place in range(number) if clashes(order, place, hall)]
        if not bad:
            break
        one, other = random.choice(bad), random.randrange(number)
        _exchange(order, one, other, hall)
    return order


def clashes(order: Sequence[int], place: int, hall: Hall) -> int:
    """Count the people beside `place` who stand beside its person on the roll."""
    return sum(abs(order[place] - order[near]) == 1 for near in hall.beside(place, len(order)))


def _exchange(order: list[int], one: int, other: int, hall: Hall) -> None:
    """Exchange two places unless it makes it worse."""
    before = clashes(order, one, hall) + clashes(order, other, hall)
    order[one], order[other] = order[other], order[one]
    if clashes(order, one, hall) + clashes(order, other, hall) > before:
        order[one], order[other] = order[other], order[one]
