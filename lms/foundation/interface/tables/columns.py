"""Kinds of columns: how a value is taken from a plugin's report, shown on the screen, and written into files."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from lms.foundation.plugins.report import Column
from lms.foundation.text.spreadsheets import defuse

from .. import words

NOTHING = "–"
LEFT_TO_RIGHT = "\u200e"
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Text:
    """The kind `text`, and what the other kinds have in common.

    An object is made for each column while the language of the request is active: files are written after it is over.
    """

    is_numeric = False
    is_person = False
    heads_groups = True
    """Whether rows that begin with such a column can be groups, which are drawn as bars."""

    def parse(self, value: object, zone: tzinfo) -> object:
        """Return a cell of a plugin's report as `show` and `write` take it; `zone` is the reader's.

        Raises `TypeError` where it is not of this kind.
        """
        return None if value is None else str(value)

    def show(self, value: object, *, today: date) -> str:
        """Return the text that the reader sees."""
        return NOTHING if value is None or value == "" else self._shown(value, today)

    def write(self, value: object) -> object:
        """Return the value for a file: a number, a day, a harmless text, or None."""
        if value is None or isinstance(value, int | float | date):
            return value
        return defuse(_UNWRITABLE.sub("", str(value)))

    def sheet_format(self, value: object) -> str:
        """Return the format in which a spreadsheet shows `value`; empty if the spreadsheet may decide."""
        return ""

    def _shown(self, value: object, today: date) -> str:
        return str(value)


class Name(Text):
    """The name of a person: rows that begin with one are not drawn."""

    is_person = True
    heads_groups = False


class Number(Text):
    is_numeric = True
    heads_groups = False

    def parse(self, value: object, zone: tzinfo) -> object:
        if not isinstance(value, int | float | Decimal | None):
            raise TypeError(f"{value!r} is no number.")
        return float(value) if isinstance(value, Decimal) else value

    def sheet_format(self, value: object) -> str:
        return "#,##0.0#" if isinstance(value, float) else "#,##0"

    def _shown(self, value: Any, today: date) -> str:
        return number(value)


class Percent(Number):
    """A share, from 0 to 1."""

    def sheet_format(self, value: object) -> str:
        return "0 %"

    def _shown(self, value: Any, today: date) -> str:
        return words.percent(value)


class Day(Text):
    """A day; of a moment, the day in the reader's zone."""

    def parse(self, value: object, zone: tzinfo) -> object:
        if isinstance(value, datetime):
            return (value.astimezone(zone) if timezone.is_aware(value) else value).date()
        if not isinstance(value, date | None):
            raise TypeError(f"{value!r} is no day.")
        return value

    def sheet_format(self, value: object) -> str:
        return "yyyy-mm-dd"

    def _shown(self, value: Any, today: date) -> str:
        return words.day(value, today=today)


class Truth(Text):
    """True or false; nothing is false."""

    heads_groups = False

    def __init__(self) -> None:
        self._yes, self._no = _("Yes"), _("No")

    def parse(self, value: object, zone: tzinfo) -> bool:
        return bool(value)

    def show(self, value: object, *, today: date) -> str:
        return self._yes if value else NOTHING

    def write(self, value: object) -> str:
        return self._yes if value else self._no


KINDS: Mapping[str, type[Text]] = {
    "text": Text,
    "name": Name,
    "number": Number,
    "percent": Percent,
    "date": Day,
    "yes": Truth,
}
"""By `Column.kind`."""


def kind_of(column: Column) -> Text:
    """Return the column's kind; text if it has none of ours."""
    return KINDS.get(column.kind, Text)()


def kinds_of(columns: Sequence[Column]) -> list[Text]:
    """Return the kind of each column."""
    return [kind_of(column) for column in columns]


def number(value: float) -> str:
    """Return a number like “1,284”, in the reader's format.

    Where one reads from right to left a mark keeps the minus in front of the number.
    """
    return _number(value, get_language())


@lru_cache(maxsize=4096, typed=True)
def _number(value: float, _language: str | None) -> str:
    """Return the number in the language that is active."""
    written = number_format(value, force_grouping=True)
    return f"{LEFT_TO_RIGHT}{written}" if value < 0 and get_language_bidi() else written
