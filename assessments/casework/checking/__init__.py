"""Checks of a case: its faults, and warnings for its author. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from ..definition.case import Case, Texts
from . import facts, names, reach, shape, text_checks
from .finding import FAULT, WARNING, Finding

__all__ = ["FAULT", "WARNING", "Finding", "check", "check_languages"]


def check(case: Case, texts: Texts, plays: int = 60, pictures: Collection[str] | None = None) -> list[Finding]:
    """Return faults first, then warnings, each in the order of the case. Trial plays are made only where nothing is
    broken.

    `pictures` are the names of those that are there; None where that is not known.
    """
    found = [*names.findings(case, pictures), *shape.findings(case), *facts.findings(case)]
    found += text_checks.findings(case, texts)
    if not any(finding.level == FAULT for finding in found):
        found += reach.findings(case, plays)
    return _sorted(case, found)


def check_languages(
    case: Case, by_language: Mapping[str, Texts], plays: int = 60, pictures: Collection[str] | None = None
) -> list[Finding]:
    """Return findings as `check` in the first language; in each other one, what its words are wrong in, with its
    `language`.
    """
    first = next(iter(by_language.values()), Texts())
    found = check(case, first, plays, pictures)
    return _sorted(case, [*found, *(text_checks.translated(case, by_language) if by_language else ())])


def _sorted(case: Case, found: list[Finding]) -> list[Finding]:
    return sorted((_placed(case, one) for one in found), key=lambda finding: finding.level != FAULT)


def _placed(case: Case, finding: Finding) -> Finding:
    """Return the finding with what its place is called by where it has no words: its `number` in the case, from 1, that
    of an option or field in it as `inside`, and the card that an inject `brings`.
    """
    part, _dot, rest = finding.place.partition(".")
    id, _dot, within = rest.partition(".")
    things = {getattr(one, "id", str(number)): (number, one) for number, one in enumerate(getattr(case, part, ()), 1)}
    if id not in things:
        return finding
    number, thing = things[id]
    more: dict[str, object] = {"number": number}
    for place, one in enumerate((*getattr(thing, "options", ()), *getattr(thing, "fields", ())), 1):
        if one.id == within.partition(".")[0]:
            more["inside"] = place
    if part == "injects":
        more["brings"] = getattr(thing, "card", "")
    return replace(finding, values={**finding.values, **more})
