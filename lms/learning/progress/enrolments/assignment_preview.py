"""Preview of the effect of an assignment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from courses.catalogue import lookup
from courses.models import Course
from lms.foundation.plugins import filters
from lms.foundation.plugins.impact import ALL_CAN, Unable
from lms.people.directory.models import Cohort, User

from ..access.missing_activities import InstitutionSwitches, count_unable
from ..access.refusals import Refusal, refused_learners
from ..models import Enrolment

Recipients = Sequence[tuple[Sequence[User], Sequence[Course]]]
"""People, and the courses that they are given; each course once."""


@dataclass(frozen=True)
class Person:
    """Person whom the assignment would concern."""

    pk: int
    name: str
    service_number: str
    path: str | None
    """That of their institution; None where they belong to none."""
    at: InstitutionSwitches

    @classmethod
    def of(cls, user: User) -> "Person":
        there = user.institution
        at = InstitutionSwitches(there.plugins, there.country) if there else InstitutionSwitches({})
        return cls(user.pk, user.name, user.service_number, there.path if there else None, at)


@dataclass(frozen=True)
class Effect:
    """Effect of assigning `course`: people newly enrolled, under way (who get the dates), and left as they are.

    `elsewhere` are people who serve at another institution now, whom the cohort's assignments no longer reach.
    `refused` are those whom a plugin keeps out, with its reason.
    """

    course: Course
    new: int
    under_way: int
    completed: int
    without_institution: int
    elsewhere: int
    refused: Sequence[Refusal] = ()
    unable: Unable = ALL_CAN
    """Of those who are new or under way, who could not complete it where they are."""
    have_it: Sequence[Person] = ()
    """Those under way, and those who completed it."""
    done: frozenset[int] = frozenset()
    """The keys of those who completed it."""


def preview_assignment(*, cohort: Cohort, courses: Sequence[Course]) -> list[Effect]:
    """Return the effect of assigning each of `courses` to `cohort`, in two statements however many people and courses
    there are.

    Where a plugin has a say in who is enrolled, whom it would keep out costs two more.
    """
    columns = ("user_id", "user__name", "user__service_number", "user__institution__path")
    more = ("user__institution__plugins", "user__institution__country")
    members = cohort.members.order_by("user__name", "pk").values_list(*columns, *more)
    people = [
        Person(pk, name, number, path, InstitutionSwitches(plugins or {}, country or ""))
        for pk, name, number, path, plugins, country in members
    ]
    enrolled = _enrolled(courses, cohort.members.values("user"))
    refused = refused_learners([(cohort.pk, course) for course in courses])
    return _effects(people, courses, enrolled, refused, cohort.institution.path or "")


def preview_people(recipients: Recipients) -> list[Effect]:
    """Return the effect of assigning to single people, with their institutions; one statement."""
    learners = {person.pk for people, _courses in recipients for person in people}
    going, finished = enrolled = _enrolled([course for _people, courses in recipients for course in courses], learners)
    effects: list[Effect] = []
    for people, courses in recipients:
        refused = [_refused(people, course, going[course.pk] | finished[course.pk]) for course in courses]
        effects += _effects([*map(Person.of, people)], courses, enrolled, refused, "")
    return effects


def _refused(people: Sequence[User], course: Course, known: set[int]) -> list[Refusal]:
    """Return the people whom a plugin would keep out, with reasons, except those who are enrolled already."""
    placed = [(one, one.institution) for one in people if one.institution is not None and one.pk not in known]
    asked = [filters.Enrolling(person, course, institution) for person, institution in placed]
    found = filters.enrol.refusals(asked) if filters.enrol else {}
    return [Refusal(placed[number][0], course, why) for number, why in sorted(found.items())]


def _effects(
    people: Sequence[Person],
    courses: Sequence[Course],
    enrolled: tuple[dict[UUID, set[int]], dict[UUID, set[int]]],
    refused: Sequence[Sequence[Refusal]],
    path: str,
) -> list[Effect]:
    """Return the effect of each course on `people`, of whom those below `path` are reached."""
    placed = {one.pk: one for one in people if one.path is not None and one.path.startswith(path)}
    going, finished = enrolled
    nowhere = sum(one.path is None for one in people)
    return [
        Effect(
            course=course,
            new=len(placed.keys() - going[course.pk] - finished[course.pk]) - len(kept_out),
            under_way=len(placed.keys() & going[course.pk]),
            completed=len(placed.keys() & finished[course.pk] - going[course.pk]),
            without_institution=nowhere,
            elsewhere=len(people) - nowhere - len(placed),
            refused=kept_out,
            unable=_unable(course, _open_for(placed, going[course.pk], finished[course.pk])),
            have_it=[one for one in placed.values() if one.pk in going[course.pk] | finished[course.pk]],
            done=frozenset(finished[course.pk] - going[course.pk]),
        )
        for course, kept_out in zip(courses, refused, strict=True)
    ]


def _enrolled(courses: Sequence[Course], learners: Any) -> tuple[dict[UUID, set[int]], dict[UUID, set[int]]]:
    """Return by course the keys of the learners under way, and of those who completed it; one statement."""
    finished: dict[UUID, set[int]] = {course.pk: set() for course in courses}
    going: dict[UUID, set[int]] = {course.pk: set() for course in courses}
    rows = Enrolment.objects.filter(course__in=courses, learner__in=learners)
    for course, learner, completed_at in rows.values_list("course_id", "learner_id", "completed_at"):
        (going if completed_at is None else finished)[course].add(learner)
    return going, finished


def _open_for(placed: Mapping[int, Person], going: set[int], finished: set[int]) -> list[InstitutionSwitches]:
    return [one.at for one in placed.values() if one.pk in going or one.pk not in finished]


def _unable(course: Course, people: Iterable[InstitutionSwitches]) -> Unable:
    """Return how many of `people`, at their institutions, could not complete the current release of `course`."""
    if course.release_id is None:
        return ALL_CAN
    grouped: dict[str, tuple[InstitutionSwitches, int]] = {}
    for at in people:
        key = f"{at.country} {sorted(at.plugins.items())}"
        grouped[key] = (at, grouped[key][1] + 1 if key in grouped else 1)
    return count_unable(lookup.release(course.release_id).outline, grouped.values())
