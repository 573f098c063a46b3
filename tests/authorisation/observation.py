"""Rows of the matrix for checklists: the learner was observed by the instructor, who has a draft as well."""

from .rows import Row

NO_POST = "302 405 405 405 405 405 405 405 405 405"
OBSERVATION: dict[str, Row] = {
    "observation:begin": Row(
        "302 404 404 404 200 404 404 404 200 200",
        "302 404 404 404 422 404 404 404 422 422",
        {"cohort": "cohort", "activity": "checklist"},
    ),
    "observation:criteria": Row(
        "302 404 404 404 404 404 404 404 404 200 200 200 404 404 404",
        "302 404 404 404 404 404 404 404 404 422 422 422 404 404 404",
        {"page": "checklist_page"},
    ),
    "observation:discard": Row(
        "302 405 405 405 405 405 405 405 405 405", "302 404 404 404 302 404 404 404 404 404", {"key": "unsigned"}
    ),
    "observation:figures": Row(
        "302 404 404 404 200 404 404 404 200 200", NO_POST, {"cohort": "cohort", "activity": "checklist"}
    ),
    "observation:finding": Row("302 404 404 404 200 404 404 404 200 200", NO_POST, {"pk": "finding"}),
    "observation:index": Row("302 404 404 404 200 200 404 404 200 200", NO_POST),
    "observation:mine": Row("302 200 200 200 200 200 200 200 200 200", NO_POST),
    "observation:own": Row(
        "302 200 404 404 404 404 404 404 404 404", "302 302 404 404 404 404 404 404 404 404", {"pk": "finding"}
    ),
    "observation:photo": Row("302 200 404 404 200 404 404 404 200 200", NO_POST, {"key": "photo"}),
    "observation:show": Row(
        "302 404 404 404 200 404 404 404 200 200", "302 404 404 404 302 404 404 404 302 302", {"key": "observation"}
    ),
}
