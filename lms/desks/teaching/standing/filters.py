"""Filters of the rows of a cohort, from the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from lms.foundation.interface.parsing import whole_number

from .rules import Reason

ORDERS: Mapping[str, tuple[str, ...]] = {
    "attention": ("reason", "name_key"),
    "name": ("name_key",),
    "seen": ("seen", "name_key"),
    "done": ("done", "name_key"),
}
"""Columns of `MemberStanding` by which rows may be put in order: most pressing reason first, by name, longest not seen
first, least done first.
"""


@dataclass(frozen=True)
class Filters:
    """Filters: needs attention or all, one unit or all, and the order; `course`, whose activities are shown in place of
    courses, and which `part` of them, where there are too many for one table; with `marks` their cells say what counts
    and where that comes from.

    What the address says wrongly is as if it were not said.
    """

    attention: bool = False
    unit: int | None = None
    sort: str = "attention"
    course: UUID | None = None
    part: int = 1
    marks: bool = False

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "Filters":
        sort = params.get("sort", "")
        return cls(
            attention=params.get("show") == "attention",
            unit=whole_number(params.get("unit")),
            sort=sort if sort in ORDERS else "attention",
            course=_id(params.get("course", "")),
            part=whole_number(params.get("part"), digits=3) or 1,
            marks=params.get("marks") == "1",
        )

    def choose(self, unit: int | None, reason: Reason) -> bool:
        """Return whether the filters choose a person of `unit` who is listed for `reason`."""
        return (self.unit is None or unit == self.unit) and (not self.attention or reason.needs_attention)

    def query(self, **changes: Any) -> str:
        """Return the part of an address after the question mark that asks for this, with `changes`; empty where nothing
        is special.
        """
        return urlencode(replace(self, **changes).fields)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The same as the names and values of a form."""
        parts = {
            "show": "attention" if self.attention else "",
            "unit": self.unit or "",
            "sort": self.sort if self.sort != "attention" else "",
            "course": self.course or "",
            "part": self.part if self.part > 1 else "",
            "marks": "1" if self.marks else "",
        }
        return [(name, str(value)) for name, value in parts.items() if value]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
