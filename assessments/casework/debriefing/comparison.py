"""The measures of a play beside those of the good path. Pure."""

from dataclasses import dataclass

from ..definition.case import Value, is_number
from ..scoring import measures
from ..script import Script
from ..state import State


@dataclass(frozen=True)
class MeasureComparison:
    """One measure: as it came out, and on the good path. None is what never happened, and is no 0."""

    measure: str
    kind: str
    value: Value
    good: Value

    @property
    def is_as_good(self) -> bool:
        return self.value == self.good and isinstance(self.value, bool) == isinstance(self.good, bool)

    @property
    def difference(self) -> float | None:
        """The value of this play less that of the good path; None where one of them is no number."""
        return self.value - self.good if is_number(self.value) and is_number(self.good) else None


def compare_measures(script: Script, state: State, good: State) -> tuple[MeasureComparison, ...]:
    """Return every measure of the case, in its order."""
    here, there = measures(script, state), measures(script, good)
    return tuple(MeasureComparison(each.id, each.kind, here[each.id], there[each.id]) for each in script.case.measures)
