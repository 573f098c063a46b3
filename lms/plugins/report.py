"""The socket of reports: rows that a viewer may see, which become a table, a chart or a file."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .registry import Registry


@dataclass(frozen=True)
class Column:
    """One column: `slug` is the key in a row, `kind` is text, number, percent, date or moment.

    `opens` names the list of the same report that holds the lines behind a figure.
    """

    slug: str
    label: Any
    kind: str = "text"
    opens: str = ""


class Report(ABC):
    """One report. The same rows are shown on screen, drawn and exported."""

    slug: str
    name: Any

    @abstractmethod
    def columns(self, params: Mapping[str, str]) -> list[Column]:
        """The columns for these filters."""

    @abstractmethod
    def rows(self, viewer: Any, params: Mapping[str, str], *, now: datetime) -> Iterable[Mapping[str, Any]]:
        """The rows that `viewer` may see, one mapping a row, keyed by column slug."""


reports: Registry[Report] = Registry("report")
