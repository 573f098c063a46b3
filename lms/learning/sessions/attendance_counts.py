"""People expected at a session, and their attendance counts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lms.people.directory.models import CohortMember, User

from .models import Attendance, Session


@dataclass(frozen=True)
class AttendanceCounts:
    """Attendance counts of one session, in persons."""

    people: int
    present: int
    late: int
    excused: int
    absent: int

    @property
    def open(self) -> int:
        """The number of people without an entry."""
        return max(0, self.people - self.present - self.late - self.excused - self.absent)

    @property
    def came(self) -> int:
        return self.present + self.late


def people_of(session: Session) -> QuerySet[User]:
    """Return the people in the cohort of `session`, and those with an entry who left it since, by name."""
    member = CohortMember.objects.filter(cohort=session.cohort_id, user=OuterRef("pk"))
    noted = Attendance.objects.filter(session=session.pk, learner=OuterRef("pk"))
    return User.objects.filter(Q(Exists(member)) | Q(Exists(noted))).order_by("name", "pk")


def attendance_counts(session: Session) -> AttendanceCounts:
    """Count the attendance. Two statements."""
    states: Any = session.attendance.values_list("status").annotate(Count("pk")).order_by()
    numbers = dict(states)
    names = ("present", "late", "excused", "absent")
    return AttendanceCounts(people_of(session).count(), *(numbers.get(name, 0) for name in names))
