"""Number of random cases of a law: `make test ALL=1`, as `.ci/run` does, tries three times as many on SQLite."""

import os

ALL = bool(os.environ.get("ALL")) and os.environ.get("TEST_ON") != "postgresql"


def examples(number: int) -> int:
    """All of the `number` in the sweeps, else three of ten. They are the same in every run."""
    return number if ALL else number * 3 // 10
