"""Entries in the site's history about assignments to cohorts and people."""

from datetime import datetime
from typing import Any

from wagtail.log_actions import log

from lms.people.directory.models import User

from ..models.assignments import Assignment

ASSIGNED = "progress.assigned"
"""Courses were given to a cohort, or given again with other dates; of single people the audit log says so."""
CHANGED = "progress.dates_changed"
WITHDRAWN = "progress.withdrawn"


def tell_history(assignment: Assignment, action: str, *, by: User | None, now: datetime) -> None:
    """Write `action` into the history of whom `assignment` is given to, with its dates."""
    log(assignment.to, action, user=by, data=about([assignment]), timestamp=now)


def about(assignments: list[Assignment]) -> dict[str, Any]:
    """Return the data that the history keeps of assignments given at once."""
    first = assignments[0]
    moments = {name: getattr(first, name) for name in ("opens_at", "due_at", "closes_at")}
    data: dict[str, Any] = {"courses": [str(one.course_id) for one in assignments], "required": first.required}
    return data | {name: moment.isoformat() if moment else None for name, moment in moments.items()}
