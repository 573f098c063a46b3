"""A cohort that is filled at random, and its standings counted one by one."""

import random
from collections import Counter
from datetime import timedelta
from statistics import median
from uuid import UUID

import pytest
from django.db.models import Max

from courses.models import Course, Release
from lms.desks.teaching.cohorts.cohort_page import ON_A_PAGE, everybody, number_of, of_everybody, show, summarise
from lms.desks.teaching.standing.filters import ORDERS, Filters
from lms.desks.teaching.standing.rules import CourseStanding, Standing, reason_for
from lms.desks.teaching.standing.statements import with_rules
from lms.desks.teaching.standing.thresholds import Thresholds
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.models import Cohort, CohortMember, User

PEOPLE = 90
NAMES = ["abel", "Abel", "ABEL B", "éva", "Éva", "Eva", "Wanjirũ", "wanjirŨ a", "zoe", "Ñandu", "ሰላም", "حسن", "O’Neil"]
DUE = [None, *(timedelta(hours=hours) for hours in (-900, -1, 0, 1, 24 * 7 - 1, 24 * 7, 24 * 30))]


@pytest.fixture
def courses(course):
    """Three, of which the last was never begun by anybody, and the first has two releases."""
    others = []
    for number in (2, 3):
        other = Course.objects.create(pk=UUID(int=number), slug=f"course-{number}", titles={"en": f"Course {number}"})
        other.release = _released(other, course.release.data, edition=1)
        other.save()
        others.append(other)
    shorter = {**course.release.data, "activities": course.release.data["activities"][1:]}
    _released(course, shorter, edition=2)
    return [course, *others]


def _released(course, data, *, edition):
    return Release.objects.create(
        course=course, edition=edition, digest="", data=data, why="A test.", made_at="2026-01-01T00:00Z"
    )


class Chance:
    """Fills a cohort at random."""

    def __init__(self, seed, cohort, courses, institutions, now):
        self.random, self.cohort, self.courses, self.now = random.Random(seed), cohort, courses, now
        self.institutions = institutions
        for course in courses:
            Assignment.objects.create(cohort=cohort, course=course, assigned_at=now, touched_at=now, due_at=now)
        for number in range(PEOPLE):
            name = f"{self.random.choice(NAMES)} {self.random.choice('abAB')}"
            unit = self.random.choice([*institutions, institutions[0], None])
            person = User.objects.create(service_number=f"n-{number}", name=name, institution=unit, password="!")
            CohortMember.objects.create(cohort=cohort, user=person, joined_at=now)
            self.ago = self.random.choice([0, 0, 0, 500])
            for course in courses[:2]:
                self.enrol(person, course)

    def enrol(self, person, course):
        """Nowhere, once, or once more after an earlier time or two."""
        times = self.random.choice([0, 1, 1, 1, 1, 2, 3])
        for turn in range(times):
            self.way(person, course, completed=turn < times - 1 or self.random.random() < 0.4)

    def way(self, person, course, *, completed):
        release = self.random.choice(list(course.releases.all()))
        required = release.outline.required
        left = 0 if completed else self.random.randint(1, len(required))
        status = "completed" if completed else self.random.choice(["assigned", "started"])
        due = self.random.choice(DUE)
        seen = self.now - timedelta(hours=self.ago + self.random.randrange(280)) if self.random.random() < 0.8 else None
        way = Enrolment.objects.create(
            learner=person,
            course=course,
            release=release,
            institution=self.random.choice([*self.institutions[:1] * 4, *self.institutions]),
            status=status,
            remaining=left,
            done=required[left:],
            score=self.random.choice([None, 0.5, 1]),
            due_at=None if due is None else self.now + due,
            enrolled_at=self.now - timedelta(hours=self.ago + self.random.randrange(300)),
            completed_at=self.now if completed else None,
            seen_at=seen,
        )
        for activity in required:
            for number in range(1, self.random.choice([0, 0, 0, 1, 2, 3]) + 1):
                self.attempt(way, activity, number)

    def attempt(self, way, activity, number):
        entry = way.release.outline.by_id(activity)
        Attempt.objects.create(
            enrolment=way,
            activity_id=UUID(activity),
            release=way.release,
            kind=entry.kind,
            number=number,
            form={},
            state={},
            begun_at=self.now,
            closed_at=self.now,
            passed=self.random.choice([False, False, False, True, None]),
        )


def ruled(cohort):
    return with_rules(Cohort.objects.filter(pk=cohort.pk)).get()


def counted_one_by_one(cohort, now):
    """The standings of all members, read person by person and course by course."""
    path, rule = cohort.institution.path, Thresholds.of(ruled(cohort))
    given = Assignment.objects.in_force().filter(cohort=cohort)
    people = []
    for member in CohortMember.objects.filter(cohort=cohort).select_related("user__institution"):
        person = member.user
        unit = person.institution
        one = Standing(person.pk, person.name, person.service_number, unit and unit.pk, unit.name if unit else "", {})
        for assignment in given:
            rows = Enrolment.objects.filter(learner=person, course=assignment.course)
            below = rows.filter(institution__path__startswith=path)
            if unit and unit.path.startswith(path):
                below |= rows.filter(status="completed")
            last = rows.filter(pk=below.aggregate(last=Max("pk"))["last"]).first()
            if last is not None:
                one.ways[assignment.course_id.hex] = way(last)
        people.append(one)
    typical = median([one.done for one in people]) if people else 0
    for one in people:
        one.reason = reason_for(one, rule, done=one.done, typical=typical, now=now)
    return people


def way(row):
    """An enrolment, with the attempts of the fixture’s quiz that failed for good."""
    total = len(row.release.outline.required)
    moments = [moment and moment.timestamp() for moment in (row.due_at, row.seen_at, row.enrolled_at)]
    found = CourseStanding(row.pk, total, row.remaining, row.status != "assigned", row.status == "completed", row.score)
    found.due, found.seen, found.enrolled = moments
    if row.completed_at is None:
        failed = Attempt.objects.filter(enrolment=row, passed=False, closed_at__isnull=False)
        for activity, times in Counter(failed.values_list("activity_id", flat=True)).items():
            entry = row.release.outline.by_id(str(activity))
            if entry.kind == "quiz" and str(activity) not in row.done and times >= 2:
                found.failures = max(times, found.failures)
    return found


KEYS = {
    "attention": lambda one: (one.reason, one.name.casefold(), one.service_number),
    "name": lambda one: (one.name.casefold(), one.service_number),
    "seen": lambda one: (int(one.seen or 0), one.name.casefold(), one.service_number),
    "done": lambda one: (one.done, one.name.casefold(), one.service_number),
}


def summary(people):
    return [(one.learner, one.reason, one.done, one.unit, sorted(one.ways)) for one in people]


def assert_same(cohort, now):
    """The pages and the file say what is counted one by one."""
    people = counted_one_by_one(cohort, now)
    needing = sum(one.reason.needs_attention for one in people)
    [card] = summarise([cohort], now=now)
    assert (card.people, card.needing_attention) == (len(people), needing)
    units = {one.unit_id: one.unit for one in people if one.unit_id}
    courses = [course.pk.hex for course in card.courses]
    for sort in ORDERS:
        for attention in (False, True):
            for unit in (None, *units, 10**6):
                filters = Filters(attention=attention, unit=unit, sort=sort)
                chosen = sorted([one for one in people if filters.choose(one.unit_id, one.reason)], key=KEYS[sort])
                shown = of_everybody(cohort, filters=filters, now=now)
                assert summary(everybody(shown)) == summary(chosen)
                assert number_of(shown) == len(chosen)
                listed = []
                for page in range(1, max(1, -(-len(chosen) // ON_A_PAGE)) + 1):
                    shown = show(cohort, filters=filters, page=str(page), now=now)
                    assert (shown.page.number, shown.number) == (page, len(chosen))
                    listed += shown.page.object_list
                assert summary(listed) == summary(chosen)
                assert (shown.people, shown.needing_attention) == (len(people), needing)
                assert dict(shown.units) == units
                assert shown.completed == [completed(chosen, course) for course in courses]
    return people


def completed(people, course):
    """Count those who have completed a course; None where nobody is enrolled."""
    ways = [one.ways[course] for one in people if course in one.ways]
    return sum(way.completed for way in ways) if ways else None
