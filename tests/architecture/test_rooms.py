"""`make test ROOM=…`: the tests of one room."""

import pytest

from tests.__main__ import folders_of, rooms

pytestmark = pytest.mark.once


def test_each_folder_with_tests_is_a_room_that_can_be_asked_for_alone():
    assert {"quiz", "progress", "architecture", "browser"} <= set(rooms()) and "pictures" not in rooms()
    assert folders_of("quiz") == ["tests/quiz", "tests/architecture"]
    assert folders_of("architecture") == ["tests/architecture"]


def test_a_room_that_is_not_there_ends_with_the_names_of_those_that_are():
    with pytest.raises(SystemExit, match=r"no room called attic\. There are .*quiz"):
        folders_of("attic")
