"""Of several who share a seat those have its result who did half of an equal share of what it did."""

import pytest

from assessments.simulation.runs.models import Seat
from assessments.simulation.runs.shares import with_result

pytestmark = pytest.mark.once


def sits(key: int, role: str = "fiu", attempt: int | None = None, present: bool = False) -> Seat:
    return Seat(pk=key, role=role, attempt_id=attempt or key, present=present)


def counted(seats, **entered: int) -> set[int]:
    """`entered` is how often from which seat: `s1`, `s2` …; `before` for what was copied from another run."""
    lines = [
        (next((one.role for one in seats if f"s{one.pk}" == name), "fiu"), None if name == "before" else int(name[1:]))
        for name, times in entered.items()
        for _time in range(times)
    ]
    return {one.pk for one in with_result(seats, lines)}


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ({}, set()),
        ({"s1": 1}, {1}),
        ({"s1": 6, "s2": 2, "s3": 1}, {1, 2}),  # of nine with three people: two
        ({"s1": 3, "s2": 3, "s3": 3}, {1, 2, 3}),
        ({"s1": 12}, {1}),
        ({"s1": 1, "before": 9}, set()),
        ({"s1": 2, "s2": 2, "before": 8}, {1, 2}),
    ],
)
def test_half_of_an_equal_share_and_at_least_one(entered, expected):
    assert counted([sits(1), sits(2), sits(3)], **entered) == expected


def test_whoever_was_in_the_room_has_it():
    assert counted([sits(1, present=True), sits(2)], s2=4) == {1, 2}


def test_a_role_of_ones_own_counts_beside_one_in_which_one_did_enough_and_never_alone():
    both = [sits(1, "fiu", attempt=7), sits(2, "labour", attempt=7), sits(3, "labour", attempt=8)]
    assert counted(both[:2], s1=2) == {1, 2}
    assert counted(both, s1=2, s3=6) == {1, 3}
    assert counted(both[1:2]) == set()
