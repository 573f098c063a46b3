"""Days that a page of the calendar shows, with the entries of each. Pure, except for the reader’s time zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from django.utils import timezone

from lms.foundation.interface.parsing import whole_number

from .items import Item

AHEAD = 3
"""Months that the first page shows, with the one that runs."""
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Day:
    on: date
    is_today: bool
    items: list[Item]


@dataclass(frozen=True)
class Month:
    first: date
    days: list[Day]


@dataclass(frozen=True)
class Span:
    """The days from `first` until before `end`; `month` says that it is a whole one that was asked for."""

    first: date
    end: date
    month: bool

    @classmethod
    def asked(cls, text: str, *, today: date) -> "Span":
        """Return the month that `text` names, as in “2026-11”; from today on where it names none."""
        year, dash, number = text.partition("-")
        in_year, in_month = whole_number(year, digits=4) or 0, whole_number(number, digits=2) or 0
        if dash and in_year in YEARS and 1 <= in_month <= 12:
            first = date(in_year, in_month, 1)
            return cls(first, later(first, 1), month=True)
        return cls(today, later(today, AHEAD), month=False)

    @property
    def since(self) -> datetime:
        return midnight(self.first)

    @property
    def until(self) -> datetime:
        return midnight(self.end)

    @property
    def before(self) -> date:
        """The month before it; of what begins in its midst, the one that runs."""
        return later(self.first, -1) if self.month else self.first.replace(day=1)


def later(day: date, months: int) -> date:
    """Return the first day of the month that comes so many months after that of `day`."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def midnight(day: date) -> datetime:
    """Return the beginning of `day` in the reader’s time zone."""
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def by_month(items: Iterable[Item], *, today: date) -> list[Month]:
    """Return `items`, which are in order, by month and day; days without any are left out."""
    days = [Day(on, on == today, list(those)) for on, those in groupby(items, key=lambda item: item.day)]
    return [Month(first, list(those)) for first, those in groupby(days, key=lambda one: one.on.replace(day=1))]
