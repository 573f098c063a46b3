"""Numbers of people whom a change to a course affects, and one's own enrolments, for editors and the library."""

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.foundation.plugins.impact import Impact, OwnEnrolment

from ..models import Enrolment

if TYPE_CHECKING:
    from lms.people.directory.models import User


def count_people(courses: Collection[UUID]) -> dict[UUID, Impact]:
    """Count the people under way in, and the people who completed, each of `courses`; one query."""
    rows = (
        Enrolment.objects.filter(course__in=courses)
        .values_list("course")
        .annotate(
            under_way=Count("pk", filter=Q(completed_at=None)),
            completed=Count("pk", filter=Q(completed_at__isnull=False)),
        )
        .order_by()
    )
    return {course: Impact(under_way, completed) for course, under_way, completed in rows}


def people_with_records(courses: Collection[UUID], activities: Collection[UUID]) -> int:
    """Return how many people are enrolled in any of `courses`, or have begun any of `activities`; each counted once, in
    one query.
    """
    enrolled, began = (
        Enrolment.objects.filter(course__in=courses),
        Enrolment.objects.filter(attempts__activity__in=activities),
    )
    return enrolled.values("learner").union(began.values("learner")).count()


def own_enrolments(person: "User", courses: Collection[UUID]) -> dict[UUID, OwnEnrolment]:
    """Return the person's own enrolments in `courses`, the latest of each; one query."""
    own = Enrolment.objects.of(person).filter(course__in=courses).order_by("enrolled_at")
    return {
        course: _own_enrolment(slug, status)
        for course, slug, status in own.values_list("course", "course__slug", "status")
    }


def _own_enrolment(slug: str, status: str) -> OwnEnrolment:
    url = reverse("learn:course", args=[slug])
    if status == Enrolment.Status.COMPLETED:
        return OwnEnrolment(url, _("Read again"), _("Completed"), "done")
    if status == Enrolment.Status.STARTED:
        return OwnEnrolment(url, _("Continue"), _("Under way"))
    return OwnEnrolment(url, _("Start"), _("Assigned to you"))
