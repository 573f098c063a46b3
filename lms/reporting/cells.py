"""Values as files hold them: numbers, days, or texts that are harmless."""

import re
from datetime import date
from typing import Any

from lms.plugins.report import Column
from lms.plugins.spreadsheets import defuse

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(column: Column, value: Any, yes: str, no: str) -> Any:
    """A cell's value: a number, a date, or a text that is harmless."""
    if column.kind == "yes":
        return yes if value else no
    if value is None or isinstance(value, int | float | date):
        return value
    return defuse(_UNWRITABLE.sub("", str(value)))
