"""What makes migrations and the demo school fast leaves nothing behind."""

import gc

import pytest

from home.operation.garbage_collection import rare_garbage_collection


def test_unused_objects_are_looked_for_seldom_within_and_as_before_after_that():
    there = gc.get_threshold()
    usual = (700, 10, 10)
    gc.set_threshold(*usual)
    try:
        with pytest.raises(ZeroDivisionError), rare_garbage_collection():
            assert gc.get_threshold()[0] > 10 * usual[0]
            1 / 0  # noqa: B018
        assert gc.get_threshold() == usual
    finally:
        gc.set_threshold(*there)
