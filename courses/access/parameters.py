"""Parameters of addresses in Wagtail's admin: its views look them up as they come,
and what none of them can mean would be a fault.
"""

import re

from django.core.exceptions import BadRequest
from django.db import connection
from django.http import QueryDict

SEARCHING = frozenset({"q", "search"})
"""Parameters that hold words, of which a long number or a day may be one."""
NUMBERS = frozenset({"collection_id", "parent_page_id", "target_pages[]"})
"""Parameters that a view takes for a number without looking."""
SEVERAL = "chosen_multiple"
"""How the names of addresses end at which `id` is such a number, too."""
MOST_DIGITS = 18
_FARTHEST = re.compile(r"(0001|9999)-\d\d-\d\d")
"""Days that are none any more in some other time zone."""


def refuse_unreadable(query: QueryDict, *, address: str) -> None:
    """Raise `BadRequest` for what no database can hold and no view can read.

    `address` is the name of the address that was asked.
    """
    numbers = NUMBERS | {"id"} if address.endswith(SEVERAL) else NUMBERS
    for name, values in query.lists():
        for value in values:
            if "\x00" in value or (name not in SEARCHING and _means_nothing(value)):
                raise BadRequest("A parameter holds what no row can have.")
            if name in numbers and value and not value.isdecimal():
                raise BadRequest("A parameter is no number.")


def _means_nothing(value: str) -> bool:
    too_long = value.lstrip("+-").isdecimal() and len(value) > MOST_DIGITS
    return too_long or _FARTHEST.match(value) is not None


def sought_as_words(query: QueryDict) -> QueryDict:
    """Return `query` without quotation marks in what is searched for where SQLite searches: its index takes them for
    its own, and fails.
    """
    if connection.vendor != "sqlite" or not any('"' in query.get(name, "") for name in SEARCHING):
        return query
    changed = query.copy()
    for name in SEARCHING & query.keys():
        changed[name] = str(query[name]).replace('"', " ").strip()
    return changed
