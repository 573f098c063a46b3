"""Which rows of a cohort are asked for, as the address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from lms.interface.parsing import whole_number

from .standing import SORTS, Reason


@dataclass(frozen=True)
class Filters:
    """Needs attention or all, one unit or all, and the order.

    What the address says wrongly is as if it were not said.
    """

    attention: bool = False
    unit: int | None = None
    sort: str = "attention"

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "Filters":
        sort = params.get("sort", "")
        return cls(
            attention=params.get("show") == "attention",
            unit=whole_number(params.get("unit")),
            sort=sort if sort in SORTS else "attention",
        )

    def choose(self, unit: int | None, reason: Reason) -> bool:
        """Is somebody of `unit` who is listed for `reason` asked for?"""
        return (self.unit is None or unit == self.unit) and (not self.attention or reason.needs_attention)

    def query(self, **changes: Any) -> str:
        """The part of an address after the question mark that asks for this, with `changes`;
        empty where nothing is special.
        """
        asked = replace(self, **changes)
        parts = {
            "show": "attention" if asked.attention else "",
            "unit": asked.unit or "",
            "sort": asked.sort if asked.sort != "attention" else "",
        }
        return urlencode({name: value for name, value in parts.items() if value})
