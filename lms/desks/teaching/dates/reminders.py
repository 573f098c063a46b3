"""Reminding learners of what they have to do: the service behind the button."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from courses.models import Course
from lms.learning.progress.models import Enrolment
from lms.people.audit.services import note_many
from lms.people.directory.models import Cohort, User

from ..standing.audit import REMINDED
from .notices import remind


@dataclass(frozen=True)
class ReminderCounts:
    """Numbers of people: who were told, who had nothing left to do, and who had been told today already."""

    told: int
    done: int
    before: int


@transaction.atomic
def remind_people(
    *, cohort: Cohort, people: Collection[User], courses: Sequence[Course], by: User, now: datetime
) -> ReminderCounts:
    """Remind those of `people`, who are in `cohort`, that have one of `courses` left to do: each once a day of the same
    matter. Nobody reminds themselves. It is noted of whom. Statements do not grow with people.
    """
    others = {person.pk: person for person in people if person.pk != by.pk}
    rows = Enrolment.objects.visible_to(by).under_way().filter(learner__in=others, course__in=courses)
    left = sorted(set(rows.values_list("learner_id", flat=True)))
    told = remind(cohort, left, courses, now=now)
    note_many(
        REMINDED, [others[pk] for pk in left], by=by, now=now, institution=cohort.institution_id, cohort=cohort.pk
    )
    return ReminderCounts(told, len(others) - len(left), len(left) - told)
