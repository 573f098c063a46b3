"""What is wrong with a case, and what its author should be asked about. Pure."""

from collections.abc import Mapping

from ..case import Case, Texts
from . import facts, names, reach, shape, wording
from .finding import FAULT, WARNING, Finding

__all__ = ["FAULT", "WARNING", "Finding", "check", "check_languages"]


def check(case: Case, texts: Texts, plays: int = 60) -> list[Finding]:
    """Faults first, then warnings, each in the order of the case. Trial plays are made only where nothing is broken."""
    found = [*names.findings(case), *shape.findings(case), *facts.findings(case), *wording.findings(case, texts)]
    if not any(finding.level == FAULT for finding in found):
        found += reach.findings(case, plays)
    return _sorted(found)


def check_languages(case: Case, by_language: Mapping[str, Texts], plays: int = 60) -> list[Finding]:
    """As `check` in the first language; in each other one, what its words are wrong in, with its `language`."""
    first = next(iter(by_language.values()), Texts())
    return _sorted([*check(case, first, plays), *(wording.translated(case, by_language) if by_language else ())])


def _sorted(found: list[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: finding.level != FAULT)
