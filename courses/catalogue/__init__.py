"""What learners are enrolled in, and how it is stored."""

from typing import Any

from lms.foundation.plugins.moved import from_old_place


def __getattr__(name: str) -> Any:
    return from_old_place(__name__, name)
