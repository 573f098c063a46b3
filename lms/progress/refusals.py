"""Whom plugins keep out of a course that their cohort was given, and why: asked when somebody looks, in the reader's language."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F

from courses.models import Course
from lms.people.models import CohortMember, User
from lms.plugins import filters

from .models import Enrolment


@dataclass(frozen=True)
class Refusal:
    """`person` is not enrolled in `course`, for the reason `why`."""

    person: User
    course: Course
    why: Any


def left_out(given: Sequence[tuple[int, Course]]) -> list[list[Refusal]]:
    """For each cohort (its primary key) and course those of its people who are refused.

    Two statements however many there are; none where no plugin has a say in who is enrolled.
    """
    found: list[list[Refusal]] = [[] for _pair in given]
    if not filters.enrol or not given:
        return found
    asked = list(_asked(given))
    subjects = [filters.Enrolling(person, course, person.institution) for _number, person, course in asked]
    for position, why in sorted(filters.enrol.refusals(subjects).items()):
        number, person, course = asked[position]
        found[number].append(Refusal(person, course, why))
    return found


def _asked(given: Sequence[tuple[int, Course]]) -> Any:
    """Who would be enrolled in what if nobody refused: position in `given`, person, course."""
    members = CohortMember.objects.filter(cohort__in={cohort for cohort, _course in given})
    people: defaultdict[int, list[User]] = defaultdict(list)
    here = members.filter(user__institution__path__startswith=F("cohort__institution__path"))
    for place in here.select_related("user__institution").order_by("user__name", "pk"):
        people[place.cohort_id].append(place.user)
    rows = Enrolment.objects.filter(course__in={course.pk for _cohort, course in given}, learner__in=members.values("user"))
    enrolled = set(rows.values_list("learner_id", "course_id"))
    for number, (cohort, course) in enumerate(given):
        for person in people[cohort]:
            if course.open and (person.pk, course.pk) not in enrolled:
                yield number, person, course


def out_of_reach(cohorts: Collection[int]) -> dict[int, int]:
    """By cohort how many of its people serve elsewhere now, or nowhere, whom its assignments do not reach. One statement."""
    members = CohortMember.objects.filter(cohort__in=cohorts)
    away = members.exclude(user__institution__path__startswith=F("cohort__institution__path"))
    return dict(away.order_by().values("cohort").annotate(number=Count("pk")).values_list("cohort", "number"))
