"""Exceptions to the settings of a quiz. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from ..sitting.rules import Rules


@dataclass(frozen=True)
class Allowance:
    """The values of one exception; None leaves a setting as it is. Minutes and per cent are of the time limit, 0
    minutes is no limit.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    minutes: int | None = None
    extra_minutes: int | None = None
    extra_percent: int | None = None
    attempts: int | None = None
    delay_minutes: int | None = None

    @property
    def about_time(self) -> bool:
        return (self.minutes, self.extra_minutes, self.extra_percent) != (None, None, None)

    def limit(self, rules: Rules) -> int:
        """Return the time limit before extra time, in minutes."""
        return rules.minutes if self.minutes is None else self.minutes

    def bonus(self, rules: Rules) -> int:
        """Return extra time in whole minutes, rounded up."""
        return self.extra_minutes or ceil(self.limit(rules) * (self.extra_percent or 0) / 100)


NOTHING = Allowance()


def about_time(given: Sequence[Allowance]) -> Allowance:
    """Return the closest of `given` that says anything about the time: its limit and its extra time hold together."""
    return next((one for one in given if one.about_time), NOTHING)


def terms_under(rules: Rules, given: Sequence[Allowance]) -> dict[str, object]:
    """Return the terms of an attempt at a quiz with these rules, under exceptions of which the closest comes first.

    Each field is the closest one's that says it. Extra time also counts after the moment at which the quiz closes,
    unless that moment is an exception itself: who begins with everybody else has all of it.
    """
    terms: dict[str, Any] = {}
    for name in ("opens_at", "closes_at", "attempts", "delay_minutes"):
        value_given = next((value for one in given if (value := getattr(one, name)) is not None), None)
        if value_given is not None:
            terms[name] = value_given.isoformat() if isinstance(value_given, datetime) else value_given
    time = about_time(given)
    limit, extra = time.limit(rules), time.bonus(rules)
    total = limit + extra if limit else 0
    if total != rules.minutes:
        terms["minutes"] = total
    if extra and rules.closes_at and "closes_at" not in terms:
        terms["closes_at"] = (datetime.fromisoformat(rules.closes_at) + timedelta(minutes=extra)).isoformat()
    return terms


def changed_times(
    settings: Mapping[str, object], had: Mapping[str, object], terms: Mapping[str, object]
) -> dict[str, object]:
    """Return the time settings of an attempt under way that differ between the terms it `had` and `terms`; `settings`
    are its form's.
    """
    before, after = Rules.of(settings, had), Rules.of(settings, terms)
    return {
        name: getattr(after, name) for name in ("minutes", "closes_at") if getattr(after, name) != getattr(before, name)
    }
