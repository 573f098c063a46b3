"""One thing that the checker found. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FAULT = "fault"
"""It stops the publication."""
WARNING = "warning"
"""It asks the author."""


@dataclass(frozen=True)
class Finding:
    """`what` names the rule, `place` the thing (`decisions.assess.joint`), `values` what the sentence speaks of."""

    level: str
    what: str
    place: str
    values: Mapping[str, object] = field(default_factory=dict)


def fault(what: str, place: str, **values: object) -> Finding:
    return Finding(FAULT, what, place, values)


def warning(what: str, place: str, **values: object) -> Finding:
    return Finding(WARNING, what, place, values)
