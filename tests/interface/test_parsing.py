"""Numbers in addresses and forms."""

import pytest

from lms.foundation.interface.parsing import whole_number


def test_reads_as_many_digits_as_are_allowed():
    assert [whole_number(text) for text in ("0", "7", "007", "123456789")] == [0, 7, 7, 123456789]
    assert whole_number("9" * 18, digits=18) == 10**18 - 1
    assert whole_number("9" * 19, digits=18) is None


@pytest.mark.parametrize(
    "text", [None, "", "-1", "+1", " 1", "1.5", "1e3", "٣", "²", "1234567890", "9" * 5000, "1\x00"]
)
def test_takes_nothing_else_for_a_number(text):
    assert whole_number(text) is None
