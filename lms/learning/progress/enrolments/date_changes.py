"""Other dates for what is assigned: whom they would touch, and bringing them to everybody in the background."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lms.people.audit.services import note
from lms.people.directory.models import CohortMember, User
from lms.people.directory.rules import refuse_own_case

from ..models import Enrolment
from ..models.assignments import Assignment
from ..models.dates import Dates, is_past
from .history import CHANGED, tell_history
from .queueing import queue_up

DATES_CHANGED = "assignment_changed"
"""In the audit log: an assignment got other dates."""


class Withdrawn(ValueError):
    """Refusal: the assignment was withdrawn meanwhile."""


@dataclass(frozen=True)
class DateChangeCounts:
    """Counts of the learners under way whom a change of dates would affect, by effect."""

    under_way: int = 0
    later: int = 0
    earlier: int = 0
    keep: int = 0
    """Who have more time than the others, by an extension or since they joined later."""
    overdue: int = 0
    """Who would be overdue at once, and are not yet."""
    shut_out: int = 0
    """Who could begin nothing any more, or not yet, and can now."""
    completed: int = 0
    """Who completed it, for whom nothing changes."""


def preview_change(*, assignment: Assignment, dates: Dates, late_days: int | None, now: datetime) -> DateChangeCounts:
    """Return the effect of `dates` on learners who have the course by `assignment`; two statements."""
    joined = _joined(assignment)
    rows = [row for row in Enrolment.objects.filter(assignment=assignment) if row.learner_id in joined]
    count = dict.fromkeys(DateChangeCounts.__dataclass_fields__, 0)
    about: Any = {"assigned_at": assignment.assigned_at, "days": late_days, "zone": assignment.zone}
    for row in rows:
        if row.completed_at is not None:
            count["completed"] += 1
            continue
        new = dates.for_who_joined(joined[row.learner_id], **about).until(row.extended_to)
        for name in ("under_way", *_effects(row.dates, new, dates, now=now)):
            count[name] += 1
    return DateChangeCounts(**count)


def _effects(old: Dates, new: Dates, of_all: Dates, *, now: datetime) -> list[str]:
    """Return the counts of `DateChangeCounts` to which an enrolment under way with the dates `old` adds."""
    found = {
        "later": bool(old.due_at and new.due_at and new.due_at > old.due_at),
        "earlier": new.due_at is not None and (old.due_at is None or old.due_at > new.due_at),
        "keep": new != of_all,
        "overdue": is_past(new.due_at, now) and not is_past(old.due_at, now),
        "shut_out": _is_shut(new, now) and not _is_shut(old, now),
    }
    return [name for name, holds in found.items() if holds]


def _is_shut(dates: Dates, now: datetime) -> bool:
    return is_past(dates.closes_at, now) or (dates.opens_at is not None and now < dates.opens_at)


def _joined(assignment: Assignment) -> dict[int, datetime | None]:
    """Return by key the learners whom it reaches, and when they joined its cohort: not those who left it, or serve
    elsewhere now.
    """
    if assignment.person_id is not None:
        return {assignment.person_id: None}
    path = (assignment.institution.path if assignment.institution else None) or ""
    rows = CohortMember.objects.filter(cohort=assignment.cohort_id, user__institution__path__startswith=path)
    rows = rows.exclude(pk__in=assignment.exemptions.values("place"))
    return dict(rows.values_list("user_id", "joined_at"))


@transaction.atomic
def change_dates(
    *, assignment: Assignment, dates: Dates, late_days: int | None, by: User | None, now: datetime
) -> Assignment:
    """Give `assignment` other dates; whoever is under way gets them in the background, and is told.

    Who did it stays in the history. The same again changes nothing. Somebody of the cohort may do it, since it says the
    same for all of it. Raises `OwnCase` where it is given to `by` alone, and `Withdrawn`.
    """
    held = Assignment.objects.select_for_update(of=("self",), no_key=True).get(pk=assignment.pk)
    if held.person_id is not None:
        refuse_own_case(by, [held.person_id])
    if held.withdrawn_at is not None:
        raise Withdrawn(_("The assignment was withdrawn meanwhile. Assign the course again if it is to be done."))
    if (held.dates, held.late_days) == (dates, late_days):
        return held
    held.opens_at, held.due_at, held.closes_at = dates.opens_at, dates.due_at, dates.closes_at
    held.required, held.late_days = dates.required, late_days
    held.status, held.reached, held.handled, held.touched_at = Assignment.Status.PENDING, 0, 0, now
    held.begun_by, held.begun_at = by, now
    held.save()
    tell_history(held, CHANGED, by=by, now=now)
    note(DATES_CHANGED, by=by, person=held.person, institution=held.institution, now=now, assignment=held.pk)
    queue_up(held.pk)
    return held
