"""Refusals by plugins to enrol people in a course that their cohort was given, with reasons: computed when a person
looks, in the reader's language.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from courses.models import Course
from lms.foundation.plugins import filters
from lms.people.directory.models import CohortMember, User

from ..models import Enrolment


@dataclass(frozen=True)
class Refusal:
    """`person` is not enrolled in `course`, for the reason `why`."""

    person: User
    course: Course
    why: Any


def refused_learners(given: Sequence[tuple[int, Course]]) -> list[list[Refusal]]:
    """Return for each cohort (its primary key) and course the refusals of its people.

    Two statements however many there are; none where no plugin has a say in who is enrolled.
    """
    refusals: list[list[Refusal]] = [[] for _pair in given]
    if not filters.enrol or not given:
        return refusals
    asked = list(_asked(given))
    subjects = [filters.Enrolling(person, course, person.institution) for _number, person, course in asked]
    for position, why in sorted(filters.enrol.refusals(subjects).items()):
        number, person, course = asked[position]
        refusals[number].append(Refusal(person, course, why))
    return refusals


def _asked(given: Sequence[tuple[int, Course]]) -> Any:
    """Yield the enrolments that would be made without refusals: position in `given`, person, course."""
    members = CohortMember.objects.filter(cohort__in={cohort for cohort, _course in given})
    people: defaultdict[int, list[User]] = defaultdict(list)
    here = members.filter(user__institution__path__startswith=F("cohort__institution__path"))
    for place in here.select_related("user__institution").order_by("user__name", "pk"):
        people[place.cohort_id].append(place.user)
    rows = Enrolment.objects.filter(
        course__in={course.pk for _cohort, course in given}, learner__in=members.values("user")
    )
    enrolled = set(rows.values_list("learner_id", "course_id"))
    for number, (cohort, course) in enumerate(given):
        for person in people[cohort]:
            if course.open and (person.pk, course.pk) not in enrolled:
                yield number, person, course


@dataclass(frozen=True)
class TransferredMember:
    """Member of a cohort who now serves elsewhere, or at no institution; `enrolled` are the courses in which they were
    enrolled at the cohort's institution.
    """

    person: User
    why: Any
    enrolled: frozenset[UUID]


def out_of_reach(cohorts: Collection[int]) -> defaultdict[int, list[TransferredMember]]:
    """Return by cohort the people whom its assignments do not reach, by name.

    One statement, and one more where there are any.
    """
    members = CohortMember.objects.filter(cohort__in=cohorts)
    away = list(
        members.exclude(user__institution__path__startswith=F("cohort__institution__path"))
        .select_related("user")
        .order_by("user__name")
    )
    did = Q(user__enrolments__institution__path__startswith=F("cohort__institution__path"))
    enrolled: defaultdict[int, set[UUID]] = defaultdict(set)
    rows = (
        CohortMember.objects.filter(did, pk__in=[place.pk for place in away]) if away else CohortMember.objects.none()
    )
    for member, course in rows.values_list("pk", "user__enrolments__course"):
        enrolled[member].add(course)
    nowhere, elsewhere = _("belongs to no institution"), _("serves at another institution now")
    unreached: defaultdict[int, list[TransferredMember]] = defaultdict(list)
    for place in away:
        why = nowhere if place.user.institution_id is None else elsewhere
        unreached[place.cohort_id].append(TransferredMember(place.user, why, frozenset(enrolled[place.pk])))
    return unreached
