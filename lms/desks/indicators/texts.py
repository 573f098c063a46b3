"""Words for what definitions and values hold."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from lms.foundation.interface import words
from lms.foundation.interface.tables.columns import NOTHING
from lms.foundation.interface.tables.columns import number as written

from .counting import rules as of
from .counting.applications import NOT_USED, SILENT, USED
from .counting.completions import COUNTED, EARLIER
from .counting.facts import AGAIN
from .counting.gains import AFTER_ONLY, BEFORE_ONLY, DID_NOT, HIGH, NEITHER, ROSE, SHORT

KINDS = {
    of.COMPLETED: _("Officers who completed a course"),
    of.KNOWLEDGE: _("Officers whose knowledge increased"),
    of.APPLIED: _("Officers who confirm having used a course at work"),
}
COUNTING = {
    of.PERSONS: _("Each person once in the period"),
    of.INSTANCES: _("Each completion, pair of tests or question"),
    of.FIRST: _("Each person the first time ever"),
}
UNITS = {of.PERSONS: _("As a number"), of.PER_CENT: _("Per cent of those below the line")}
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
    USED: _("Used the course at work"),
    NOT_USED: _("Has not used it yet"),
    SILENT: _("Did not answer"),
}
NUMERATORS = {
    of.COMPLETED: _("People who completed a course of this indicator in the period."),
    of.KNOWLEDGE: _("People whose result rose by the threshold or more between the test before and the test after."),
    of.APPLIED: _("People who were asked in the period and say that they used the course at work."),
}
DENOMINATORS = {
    of.KNOWLEDGE: _("People with a result in both tests."),
    of.APPLIED: _("People who were asked in the period, whether or not they answered."),
}


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


def facts_of_response(facts: Mapping[str, object]) -> dict[object, str]:
    """Return response, confirmations and bounds of use at work in words, with their labels; nothing of another kind."""
    if facts.get("response") is None:
        return {}
    least, most = (_percent(one) for one in _pair(facts["bounds"]))
    return {
        _("Answered, of all who were asked"): f"{facts['answered']} ({_percent(facts['response'])})",
        _("Used it, whatever is true of those who did not answer, between"): f"{least} – {most}",
        _("Confirmed by a supervisor"): str(facts["confirmed"]),
    }


def _pair(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _percent(value: object) -> str:
    return words.percent(value / of.WHOLE) if isinstance(value, int) else ""
