"""The application is called with room on the stack, as long as Python needs it."""

import sys
import tomllib
from pathlib import Path

import pytest

from home.operation.wsgi import MENDED, SLOTS, with_stack_room

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]


def answer(environ, start_response):
    return [environ["PATH_INFO"].encode()]


def test_the_answer_is_the_same():
    assert with_stack_room(answer)({"PATH_INFO": "/learn/"}, None) == [b"/learn/"]


@pytest.mark.skipif(sys.version_info >= MENDED, reason="Python keeps its pieces of stack")
def test_the_wrapped_call_reserves_stack_room():
    assert with_stack_room(answer).__code__.co_stacksize == SLOTS


def test_goes_when_every_python_that_is_asked_for_is_mended():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"].removeprefix(">=")
    assert tuple(map(int, asked.split("."))) < MENDED, "with_stack_room is not needed any more: delete it"
