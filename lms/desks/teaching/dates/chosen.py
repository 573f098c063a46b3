"""Courses that chosen people have to do: what the pages that remind them and give them more time are about."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.foundation.interface.parsing import whole_number
from lms.learning.progress.models import Enrolment
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User
from lms.people.directory.parameters import named_cohort
from lms.people.directory.requests import SignedInRequest

MOST = 200
"""So many people are asked for at once."""


@dataclass
class ChosenPeople:
    """People that the address asks for (all of the cohort where it names none), of a `cohort` or wherever they learn,
    with one `course` or all that they have to do; their `rows` are under way, the earliest due first.
    """

    viewer: User
    cohort: Cohort | None
    course: str
    named: list[int]
    rows: list[Enrolment] = field(default_factory=list)

    @classmethod
    def of(cls, request: SignedInRequest) -> "ChosenPeople":
        """Read the address. Rows are of people whom the viewer teaches, never of the viewer; 404 for a cohort that is
        not theirs, and for those who do not teach.
        """
        if not (request.user.is_superuser or request.user.duties & set(TEACHING_ROLES)):
            raise Http404
        cohort = named_cohort(request, Cohort.objects.taught_by(request.user).select_related("institution"))
        chosen = cls(request.user, cohort, _course(request), people_named(request))
        rows = Enrolment.objects.visible_to(request.user, *TEACHING_ROLES).not_of(request.user).under_way()
        if cohort is not None:
            given = cohort.assignments.in_force().values("course")
            rows = rows.filter(learner__cohorts=cohort, course__in=given)
        if chosen.named or cohort is None:
            rows = rows.filter(learner__in=chosen.named)
        elif chosen.course:
            rows = rows.filter(course=UUID(chosen.course))
        rows = rows.select_related("learner", "course", "institution").order_by(
            F("due_at").asc(nulls_last=True), "learner__name", "pk"
        )
        chosen.rows = list(rows[: MOST * 10])
        return chosen

    @property
    def with_deadline(self) -> list[Enrolment]:
        """The rows of courses that are due or close: in others there is time without end."""
        return [row for row in self.rows if row.due_at or row.closes_at]

    @property
    def institution(self) -> Institution | None:
        """The institution whose days count."""
        if self.cohort is not None:
            return self.cohort.institution
        return self.rows[0].institution if self.rows else None

    def in_course(self, course: str) -> list[Enrolment]:
        return [row for row in self.rows if not course or str(row.course_id) == course]

    @property
    def back(self) -> str:
        """The page from which they were chosen, and to which one returns."""
        if self.cohort is not None and not self.named:
            return f"{reverse('teach:assignments')}?cohort={self.cohort.pk}"
        if self.cohort is not None:
            return f"{reverse('teach:cohort', args=[self.cohort.pk])}?show=attention"
        if len(self.named) == 1:
            return reverse("teach:person", args=self.named)
        return reverse("teach:cohorts")

    @property
    def trail(self) -> list[tuple[str, str]]:
        trail = [(_("My cohorts"), reverse("teach:cohorts"))]
        return [*trail, (self.cohort.name, reverse("teach:cohort", args=[self.cohort.pk]))] if self.cohort else trail


def people_named(request: HttpRequest) -> list[int]:
    """Return the people whom the address names by `person`, each once."""
    named = [whole_number(text) for text in request.GET.getlist("person")[:MOST]]
    return list(dict.fromkeys(pk for pk in named if pk is not None))


def _course(request: HttpRequest) -> str:
    try:
        return str(UUID(request.GET.get("course", "")))
    except ValueError:
        return ""
