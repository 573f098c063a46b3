"""Rows of the matrix for refreshers: the learner has one that is due and begun."""

from .rows import Row

READ_ONLY, ALL_SIGNED_IN = "302 405 405 405 405 405 405 405 405 405", "302 200 200 200 200 200 200 200 200 200"
PRESSED = "302 302 404 404 404 404 404 404 404 404"

REFRESHERS: dict[str, Row] = {
    "refreshers:begin": Row(READ_ONLY, PRESSED, {"pk": "refresher"}),
    "refreshers:mine": Row(ALL_SIGNED_IN, READ_ONLY),
    "refreshers:show": Row(
        "302 200 404 404 404 404 404 404 404 404", "302 422 404 404 404 404 404 404 404 404", {"pk": "refresher"}
    ),
    "refreshers:skip": Row(READ_ONLY, PRESSED, {"pk": "refresher"}),
    "refreshers:switch": Row(READ_ONLY, "302"),
    "refreshers_schedule": Row("200 404 200 404 404 404", "302 404 302 404 404 404", {"course": "course_id"}),
}
