"""All results of one learner: courses, what was done in them with every attempt, hours, and completed programmes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.slots import Link, Panel
from lms.people.directory.models import User

from ..models import ProgrammeCompletion
from .course_records import CourseRecord, course_records
from .learner_course import LearnerCourse
from .next_course import ways_of


@dataclass(frozen=True)
class MyResults:
    """Records of a learner's courses, those under way first, then the completed ones, the latest first.

    `minutes` is the time that the completed activities take by themselves, without classes; `panels` come from other
    rooms, such as the attended sessions.
    """

    records: list[CourseRecord]
    programmes: list[tuple[ProgrammeCompletion, Any, list[Link]]]
    completed: int
    minutes: int
    panels: list[Panel]

    @property
    def begun(self) -> list[CourseRecord]:
        """The records of the courses in which something was done."""
        return [record for record in self.records if record.begun]


def results_of(learner: User, *, language: str, now: datetime) -> MyResults:
    """Return everything that the learner did; a number of statements that does not grow with it."""
    ways = ways_of(learner, language=language, now=now)
    ways.sort(key=lambda way: way.enrolment.completed_at or now, reverse=True)
    records = course_records([way.enrolment for way in ways], language=language, now=now, for_learner=True)
    return MyResults(
        records,
        _programmes(learner),
        sum(way.enrolment.completed_at is not None for way in ways),
        sum(map(_minutes, ways)),
        [one for one in slots.fill(slots.RESULTS, [learner])[learner.pk] if isinstance(one, Panel)],
    )


def _minutes(way: LearnerCourse) -> int:
    done = [entry for entry in way.outline.activities if entry.id in way.enrolment.done]
    return sum(one.minutes for one in done if not ((kind := activities.find(one.kind)) and kind.in_class))


def _programmes(learner: User) -> list[tuple[ProgrammeCompletion, Any, list[Link]]]:
    rows: Sequence[ProgrammeCompletion] = list(
        ProgrammeCompletion.objects.of(learner)
        .select_related("programme", "enrolment__institution")
        .order_by("-completed_at")
    )
    links = slots.fill(slots.PROGRAMME, rows)
    return [(row, row.programme.title_in(get_language() or "en"), links[row.pk]) for row in rows]
