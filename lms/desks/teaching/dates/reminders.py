"""Reminding learners of what they have to do: the service behind the button."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from courses.models import Course
from lms.learning.progress.models import Enrolment
from lms.people.audit.services import note_many
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User

from ..standing.audit import REMINDED
from .notices import remind


@dataclass(frozen=True)
class ReminderCounts:
    """Numbers of people: who were told, and who had been told today already."""

    told: int
    before: int


@transaction.atomic
def remind_people(
    *,
    people: Collection[User],
    courses: Sequence[Course],
    at: Institution,
    cohort: Cohort | None,
    by: User,
    now: datetime,
) -> ReminderCounts:
    """Remind those of `people`, of one `cohort` or wherever they learn, that have one of `courses` left to do: each
    once a day of the same matter, in days of the institution `at`. Nobody reminds themselves. It is noted of whom.
    Statements do not grow with people.
    """
    others = {person.pk: person for person in people if person.pk != by.pk}
    rows = Enrolment.objects.visible_to(by).under_way().filter(learner__in=others, course__in=courses)
    left = sorted(set(rows.values_list("learner_id", flat=True)))
    of_cohort: dict[str, Any] = {} if cohort is None else {"cohort": cohort.pk}
    told = remind(left, courses, at=at, whole=f"cohort-{cohort.pk}" if cohort else "courses", now=now)
    note_many(REMINDED, [others[pk] for pk in left], by=by, now=now, institution=at.pk, **of_cohort)
    return ReminderCounts(told, len(left) - told)
