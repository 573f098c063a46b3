"""The tab beside the page of a cohort: how far its people are with what is handed in, and their groups."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy

from courses.catalogue.lookup import content, release
from courses.models import Course
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.pages.tabs import Tab
from lms.learning.progress.models import Attempt
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort

from .activity import HandIn

TAB = "assignment"


@dataclass(frozen=True)
class Task:
    """An activity of a course that the cohort was assigned; `in_groups` where people hand in together."""

    activity: UUID
    title: str
    course: str
    in_groups: bool


def tasks_of(cohort: Cohort) -> list[Task]:
    """Return the hand-ins of the cohort, in the reader's language. One statement."""
    language, found = get_language() or "en", dict[str, Task]()
    rows = Course.objects.filter(assignments__cohort=cohort, assignments__withdrawn_at=None, release__isnull=False)
    for course in rows.order_by("assignments__pk"):
        outline = release(course.release_id).outline
        for entry in (one for one in outline.activities if one.kind == HandIn.slug):
            limits = content(entry.content(language, "", outline.source)).definition["limits"]
            title, named = str(entry.title(language, outline.source)), str(course.title_in(language))
            found[entry.id] = Task(UUID(entry.id), title, named, bool(limits.get("groups")))
    return list(found.values())


def state_of(attempt: dict[str, Any]) -> str:
    """Return how far the work of an attempt is: draft, handed in, returned or marked."""
    if attempt["closed_at"] is None:
        return "draft"
    if attempt["waiting"]:
        return "handed_in"
    return "returned" if attempt["state__returned"] else "marked"


def counts_in(cohort: Cohort) -> dict[UUID, Counter[str]]:
    """Return by activity how many people of the cohort have work in which state, by their last attempt. One
    statement.
    """
    rows = Attempt.objects.filter(kind=HandIn.slug, enrolment__learner__cohorts=cohort).order_by("number", "pk")
    columns = ("activity_id", "enrolment__learner_id", "closed_at", "waiting", "state__returned")
    last = {(row["activity_id"], row["enrolment__learner_id"]): state_of(row) for row in rows.values(*columns)}
    counts: dict[UUID, Counter[str]] = {}
    for (activity, _learner), state in last.items():
        counts.setdefault(activity, Counter())[state] += 1
    return counts


class HandInsOfCohort(Tab):
    slug = TAB
    label = gettext_lazy("Hand-ins")
    place = slots.COHORT

    def panel(self, row: Any, viewer: Any, *, now: datetime) -> Panel | None:
        if not Cohort.objects.visible_to(viewer).filter(pk=row.pk).exists():
            return None
        tasks = tasks_of(row)
        if not tasks:
            return None
        counts = counts_in(row)
        context = {
            "cohort": row,
            "people": row.members.count(),
            "tasks": [(task, counts.get(task.activity, Counter())) for task in tasks],
            "teaches": Cohort.objects.visible_to(viewer, *TEACHING_ROLES).filter(pk=row.pk).exists(),
        }
        return Panel(self.label, "assignment/tab.html", context)
