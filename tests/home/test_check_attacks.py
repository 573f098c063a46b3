"""Texts that would keep the author's checks busy, or break them."""

from time import perf_counter

import pytest

from home.checks.editions import plain
from home.checks.translation import _numbers

pytestmark = pytest.mark.once


def test_a_text_of_opened_brackets_takes_no_time():
    began = perf_counter()
    assert plain("<" * 50_000) == "<" * 50_000
    assert perf_counter() - began < 1
    assert plain("<p>One <b>two</b></p>").split() == ["One", "two"]


def test_a_number_longer_than_python_reads_is_no_error():
    assert _numbers({"html": "<p>" + "7" * 5_000 + "</p>"})
