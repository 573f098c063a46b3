"""What is wrong with a case, and what its author should be asked about. Pure."""

from ..case import Case, Texts
from . import facts, names, reach, shape, wording
from .finding import FAULT, WARNING, Finding

__all__ = ["FAULT", "WARNING", "Finding", "check"]


def check(case: Case, texts: Texts, plays: int = 60) -> list[Finding]:
    """Faults first, then warnings, each in the order of the case. Trial plays are made only where nothing is broken."""
    found = [*names.findings(case), *shape.findings(case), *facts.findings(case), *wording.findings(case, texts)]
    if not any(finding.level == FAULT for finding in found):
        found += reach.findings(case, plays)
    return sorted(found, key=lambda finding: finding.level != FAULT)
