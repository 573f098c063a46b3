"""Exceptions in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lms.foundation.interface.words import hours, percent

from .models import Override
from .terms import moment


@dataclass(frozen=True)
class ExceptionText:
    """One exception as a page shows it; `whom` is nothing where it is the person's own page and their own exception."""

    whom: str
    quiz: str
    says: list[str]
    reason: str
    by: str
    at: datetime
    replaced_at: datetime | None


def exceptions_in_words(rows: Iterable[Override], *, language: str) -> list[ExceptionText]:
    return [
        ExceptionText(
            whom=row.learner.name if row.learner else _("Everybody in %(cohort)s") % {"cohort": row.cohort},
            quiz=row.activity.title_in(language),
            says=sentences(row),
            reason=row.reason,
            by=row.by.name if row.by else "",
            at=row.at,
            replaced_at=row.replaced_at,
        )
        for row in rows
    ]


def sentences(row: Override) -> list[str]:
    """Describe the exception in sentences, field by field."""
    phrases: list[tuple[Any, Callable[[Any], str]]] = [
        (
            row.minutes,
            lambda value: _("Time limit: %(time)s") % {"time": hours(value)} if value else _("No time limit"),
        ),
        (row.extra_minutes, lambda value: _("Extra time: %(time)s") % {"time": hours(value)}),
        (row.extra_percent, lambda value: _("Extra time: %(share)s") % {"share": percent(value / 100)}),
        (row.attempts, lambda value: _("Attempts: %(number)s") % {"number": value or _("as many as wanted")}),
        (row.delay_minutes, lambda value: _("Wait between attempts: %(time)s") % {"time": hours(value)}),
        (row.opens_at, lambda value: _("Opens on %(moment)s.") % {"moment": moment(value)}),
        (row.closes_at, lambda value: _("Closes on %(moment)s.") % {"moment": moment(value)}),
    ]
    return [sentence(value) for value, sentence in phrases if value is not None] or [_("As for everybody")]
