"""A conversation as it stands in a list."""

from dataclasses import dataclass
from datetime import datetime

from .models import Thread


@dataclass(frozen=True)
class Line:
    """One line: the thread, and what it is about in the reader's language."""

    thread: Thread
    about: str
    is_new: bool

    @classmethod
    def of(cls, thread: Thread, language: str) -> "Line":
        return cls(thread, thread.about(language), bool(getattr(thread, "is_new", False)))

    @property
    def at(self) -> datetime:
        return self.thread.last_at
