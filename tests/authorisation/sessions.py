"""Rows of the matrix for sessions: the learner is expected at one, a classmate is of the same academy alone."""

from .rows import Row

SESSIONS: dict[str, Row] = {
    "sessions:call-off": Row(
        "302 404 404 404 200 404 404 404 200 200", "302 404 404 404 422 404 404 404 422 422", {"pk": "session"}
    ),
    "sessions:change": Row(
        "302 404 404 404 200 404 404 404 200 200", "302 404 404 404 422 404 404 404 422 422", {"pk": "session"}
    ),
    "sessions:index": Row("302 404 404 404 200 200 404 404 200 200", "302 405 405 405 405 405 405 405 405 405"),
    "sessions:mine": Row("302 200 200 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405 405"),
    "sessions:plan": Row(
        "302 404 404 404 200 404 404 404 200 200", "302 404 404 404 422 404 404 404 422 422", {"cohort": "cohort"}
    ),
    "sessions:show": Row(
        "302 200 404 404 200 404 200 404 200 200", "302 405 405 405 405 405 405 405 405 405", {"pk": "session"}
    ),
}
