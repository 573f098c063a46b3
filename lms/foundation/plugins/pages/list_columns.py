"""The socket of columns that stand in lists of people and of enrolments, beside the lists' own. Pure."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ..runtime.registry import Registry


class ListColumn(ABC):
    """One column: its `label` is the heading, its values are of the `kind` of a report's column.

    `place` is `slots.COHORT` for the list of a cohort's learners, on its page and in its file, or `slots.ENROLMENT` for
    lists of enrolments in the reports.
    """

    slug: str
    label: Any
    place: str
    kind: str = "text"

    @abstractmethod
    def values(self, rows: Sequence[int], viewer: Any, *, cohort: Any, now: datetime) -> Mapping[int, Any]:
        """Return the values by the primary key of their row: of a learner of `cohort`, or of an enrolment, if that is
        None.

        It is called once for all `rows` of a page; those without a value are left out. The viewer sees no institution
        where the plugin is off.
        """


list_columns: Registry[ListColumn] = Registry("list column")
