"""Rules of an issuer for its certificates, as `Institution.certificate_settings` holds them: who signs, how long
certificates are valid, and when they may be renewed. Pure.

`{"signatories": [{"name", "names", "office", "offices", "picture"}], "validity": {course: {"months", "days"}},
"design": version}`: the names and offices in other languages by their codes, the picture by its digest; `course` is the
id of a course or programme, or "" for all others; the version of the design in use by its key. What is missing is as
the course says it, or in the design of the code.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

RENEWAL_DAYS = 60
"""The renewal window, in days before the last day, where the issuer says none."""


@dataclass(frozen=True)
class Validity:
    """Months for which a certificate is valid (0: for ever), and days before its end from which it may be renewed."""

    months: int
    days: int

    def until(self, day: date) -> date | None:
        """Return the last day of what was completed on `day`."""
        return months_after(day, self.months)

    def renewable_from(self, last: date | None) -> date | None:
        """Return the first day of the renewal window of what is valid until `last`."""
        return last - timedelta(days=self.days) if last else None


def validity(settings: Mapping[str, Any], key: str, months: int) -> Validity:
    """Return the validity of the course or programme with the id `key`, which says `months` itself."""
    rules = settings.get("validity", {})
    said = {**rules.get("", {}), **rules.get(key, {})}
    return Validity(said.get("months", months), said.get("days", RENEWAL_DAYS))


def signatories(settings: Mapping[str, Any], language: str) -> list[dict[str, str]]:
    """Return name, office and picture of each signatory, in `language` where they are written in it."""
    return [
        {
            "name": one.get("names", {}).get(language) or one["name"],
            "office": one.get("offices", {}).get(language) or one["office"],
            "picture": one.get("picture", ""),
        }
        for one in settings.get("signatories", ())
    ]


def months_after(day: date, months: int) -> date | None:
    """Return the same day `months` later, or the last of that month where it has no such day; None for no months: valid
    for ever.
    """
    if not months:
        return None
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
