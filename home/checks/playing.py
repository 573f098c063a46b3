"""Rule over what learners play in a course: what the checkers of scenarios and of cases find. Pure."""

from collections.abc import Iterator

from ..curriculum import played
from .editions import Edition, Finding, Place

SCENARIO, CASE = "scenario", "case"


def playing(edition: Edition) -> Iterator[Finding]:
    """Yield what is found: in the source language in files, whose scenarios have no other, and in each on pages."""
    noted = [(part["key"], values) for part in edition.parts("others") for values in part.get("noted", ())]
    if edition.is_source:
        noted += [(one["key"], values) for one in edition.course.scenarios for values in played.in_scenario(one)]
        names = [one["key"] for one in edition.text.get("cases") or []]
        noted += [(name, values) for name in names for values in played.in_case(name, edition.language)]
    for key, values in noted:
        yield Finding(CASE if "texts" in values else SCENARIO, Place(edition.language, key), values)


RULES = (playing,)
