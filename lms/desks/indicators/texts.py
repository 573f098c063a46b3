"""Words for what definitions and values hold."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from lms.foundation.interface import words
from lms.foundation.interface.tables.columns import NOTHING
from lms.foundation.interface.tables.columns import number as written

from .counting import rules as of
from .counting.completions import COUNTED, EARLIER
from .counting.facts import AGAIN
from .counting.gains import AFTER_ONLY, BEFORE_ONLY, DID_NOT, HIGH, NEITHER, ROSE, SHORT

KINDS = {
    of.COMPLETED: _("Officers who completed a course"),
    of.KNOWLEDGE: _("Officers whose knowledge increased"),
}
COUNTING = {
    of.PERSONS: _("Each person once in the period"),
    of.INSTANCES: _("Each completion or pair of tests"),
    of.FIRST: _("Each person the first time ever"),
}
UNITS = {of.PERSONS: _("As a number"), of.PER_CENT: _("Per cent of those with both tests")}
PERIODS = {
    of.SINCE: _("From the first day on"),
    of.YEAR: _("The calendar year"),
    of.QUARTER: _("The quarter"),
    of.MONTH: _("The month"),
}
STRATA = {
    of.SEX: _("Sex"),
    of.AGENCY: _("Agency"),
    of.COUNTRY: _("Country"),
    of.PLACE: _("Institution"),
    of.COURSE: _("Course"),
    of.OF_MONTH: _("Month"),
}
WHY = {
    COUNTED: _("Counted"),
    EARLIER: _("Not counted: completed before the period"),
    AGAIN: _("Not counted again: another row of the person counts"),
    ROSE: _("Result rose"),
    DID_NOT: _("Result did not rise so far"),
    HIGH: _("Result was already high before"),
    BEFORE_ONLY: _("Took the test before only"),
    AFTER_ONLY: _("Took the test after only"),
    NEITHER: _("Took neither test"),
    SHORT: _("A test had too few questions"),
}
NUMERATORS = {
    of.COMPLETED: _("People who completed a course of this indicator in the period."),
    of.KNOWLEDGE: _("People whose result rose by the threshold or more between the test before and the test after."),
}
DENOMINATORS = {of.KNOWLEDGE: _("People with a result in both tests.")}


def value(unit: str, number: int | None) -> str:
    """Return a value in its unit: “181” or “43 %”."""
    if number is None:
        return NOTHING
    return words.percent(number / 100) if unit == of.PER_CENT else written(number)


def facts_of_gain(facts: Mapping[str, object]) -> dict[object, str]:
    """Return share, interval, chance and bounds of a gain in words, with their labels; nothing of another kind."""
    if facts.get("share") is None:
        return {}
    low, high, least, most = (_percent(one) for name in ("interval", "bounds") for one in _pair(facts[name]))
    return {
        _("Share whose result rose"): _percent(facts["share"]),
        _("With 95 per cent confidence between"): f"{low} – {high}",
        _("Whatever those learned who lack a test, between"): f"{least} – {most}",
        _("Would rise by chance, without learning"): _percent(facts["chance"]),
    }


def _pair(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _percent(value: object) -> str:
    return words.percent(value / of.WHOLE) if isinstance(value, int) else ""
