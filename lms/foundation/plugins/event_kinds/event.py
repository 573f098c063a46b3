"""Base of the facts that are told as events. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class Event:
    """Facts by id, so that a receiver sees the rows as they stand when it is called.

    `institution` is where it happened.
    """

    name: ClassVar[str]
    institution: int
    at: datetime
