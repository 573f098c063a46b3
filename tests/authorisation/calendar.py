"""Rows of the matrix for calendars: everybody has their own; the address for programs knows nobody by a session."""

from .rows import Row

EVERYBODY = "302 200 200 200 200 200 200 200 200 200"
NO_PAGE = "302 405 405 405 405 405 405 405 405 405"
CALENDAR: dict[str, Row] = {
    "calendar:address": Row(EVERYBODY, NO_PAGE),
    "calendar:mine": Row(EVERYBODY, NO_PAGE),
    "calendar:renew": Row(NO_PAGE, EVERYBODY),
    "calendar:revoke": Row(NO_PAGE, "302"),
    "public:calendar:feed": Row("200", "405", {"secret": "calendar_secret"}),
}
