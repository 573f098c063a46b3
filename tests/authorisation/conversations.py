"""Rows of the matrix for conversations: one of the learner with the instructors of the cohort, which was reported."""

from .rows import Row

READ_ONLY = "302 405 405 405 405 405 405 405 405 405"
IN_IT, WRITING = "302 200 404 404 200 404 404 404 404 200", "302 422 404 404 422 404 404 404 404 422"
PRESSED = "302 302 404 404 302 404 404 404 404 302"

CONVERSATIONS: dict[str, Row] = {
    "conversations:ask": Row("302 200 200 200 200 200 200 200 200 200", "302 422 422 422 422 422 422 422 422 422"),
    "conversations:close": Row(READ_ONLY, PRESSED, {"pk": "conversation"}),
    "conversations:complain": Row(IN_IT, WRITING, {"pk": "conversation"}),
    "conversations:index": Row("302 404 404 404 200 200 404 404 404 200", READ_ONLY),
    "conversations:mine": Row("302 200 200 200 200 200 200 200 200 200", READ_ONLY),
    "conversations:read": Row(READ_ONLY, PRESSED, {"pk": "conversation"}),
    "conversations:report": Row(
        "302 404 404 404 404 404 404 404 200 200", "302 404 404 404 404 404 404 404 422 422", {"pk": "complaint"}
    ),
    "conversations:reports": Row("302 404 404 404 404 404 404 404 200 200", READ_ONLY),
    "conversations:thread": Row(IN_IT, WRITING, {"pk": "conversation"}),
    "conversations:write": Row(
        "302 404 404 404 200 404 404 404 404 200", "302 404 404 404 422 404 404 404 404 422", {"cohort": "cohort"}
    ),
}
