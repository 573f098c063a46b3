"""The page of a cohort, worked out by the database, says what is said of everybody in Python: on random cohorts."""

import random
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from courses.models import Course, Release
from lms.desks.teaching.cohorts.cohort_page import MOST_JUDGED, ON_A_PAGE, show, summarise
from lms.desks.teaching.cohorts.queries import gather
from lms.desks.teaching.standing.filters import Filters
from lms.desks.teaching.standing.rules import SORTS, Reason, arrange
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.models import CohortMember, User

PEOPLE = 90
NAMES = ["abel", "Abel", "ABEL B", "éva", "Éva", "Eva", "Wanjirũ", "wanjirŨ a", "zoe", "Ñandu", "ሰላም", "حسن", "O’Neil"]
DUE = [None, *(timedelta(hours=hours) for hours in (-900, -1, 0, 1, 24 * 7 - 1, 24 * 7, 24 * 30))]


@pytest.fixture
def courses(course):
    """Three, of which the last was never begun by anybody, and the first has two releases."""
    others = []
    for number in (2, 3):
        other = Course.objects.create(pk=uuid4(), slug=f"course-{number}", titles={"en": f"Course {number}"})
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


def assert_same(cohort, viewer, now):
    everybody = gather([cohort], viewer=viewer, now=now)[cohort.pk]
    cohort.size = MOST_JUDGED + 1
    [card] = summarise([cohort], viewer=viewer, now=now)
    assert (card.people, card.needing_attention) == (len(everybody.standings), everybody.needing_attention)
    units = [None, *(unit for unit, _name in everybody.units), 10**6]
    for sort in SORTS:
        for attention in (False, True):
            for unit in units:
                filters = Filters(attention=attention, unit=unit, sort=sort)
                chosen = arrange(everybody.standings, sort=sort, attention=attention, unit=unit)
                listed = []
                for page in range(1, max(1, -(-len(chosen) // ON_A_PAGE)) + 1):
                    shown = show(cohort, viewer=viewer, filters=filters, page=str(page), now=now)
                    assert shown.page.number == page
                    assert shown.number == shown.page.paginator.count == len(chosen)
                    listed += shown.page.object_list
                assert shown.people == len(everybody.standings)
                assert shown.needing_attention == everybody.needing_attention
                assert (shown.units, shown.due_at) == (everybody.units, everybody.due_at)
                assert shown.completed == completed(chosen, everybody.courses)
                assert [SORTS[sort](one) for one in listed] == [SORTS[sort](one) for one in chosen]
                by_learner = {one.learner: one for one in chosen}
                assert all(one == by_learner.pop(one.learner) for one in listed)
                assert not by_learner
                if sort in ("attention", "name"):
                    assert listed == chosen
    return everybody


def completed(standings, courses):
    """How many have completed each course; None where nobody is enrolled."""
    columns = [[one.ways[course.pk.hex] for one in standings if course.pk.hex in one.ways] for course in courses]
    return [sum(way.completed for way in ways) if ways else None for ways in columns]


@pytest.mark.parametrize("seed", range(4))
def test_the_page_and_the_counts_of_all_learners_agree(
    seed, cohort, courses, academy, unit, ugandan_academy, omar, halima, superuser, now
):
    Chance(seed, cohort, courses, [academy, unit, ugandan_academy], now)
    reasons = {one.reason for viewer in (omar, superuser) for one in assert_same(cohort, viewer, now).standings}
    assert reasons == set(Reason), "chance left no reason out"
    assert_same(cohort, halima, now)


def test_where_the_quiz_is_off_nobody_is_out_of_attempts(
    cohort, courses, academy, unit, ugandan_academy, omar, switch, now
):
    Chance(1, cohort, courses, [academy, unit, ugandan_academy], now)
    switch("quiz", academy, False)
    everybody = assert_same(cohort, omar, now)
    assert Reason.NO_ATTEMPT_LEFT not in {one.reason for one in everybody.standings}


def test_costs_the_same_statements_whoever_failed_for_good(
    cohort, courses, academy, unit, ugandan_academy, omar, now, django_assert_num_queries
):
    Chance(2, cohort, courses, [academy, unit, ugandan_academy], now)
    show(cohort, viewer=omar, filters=Filters(), page=None, now=now)
    with django_assert_num_queries(6):
        shown = show(cohort, viewer=omar, filters=Filters(), page=None, now=now)
    assert any(group.reason is Reason.NO_ATTEMPT_LEFT for group in shown.groups)


def test_a_cohort_with_nothing_assigned_and_one_without_people(cohort, academy, wanjiru, omar, now):
    assert_same(cohort, omar, now)
    CohortMember.objects.create(cohort=cohort, user=wanjiru, joined_at=now)
    assert_same(cohort, omar, now)


def test_a_page_that_there_is_not_is_the_last_and_nonsense_is_the_first(cohort, course, joined, omar, now):
    for asked, number in (("9", 1), ("0", 1), ("-1", 1), ("x", 1), ("²", 1), (None, 1), ("9" * 40, 1)):
        shown = show(cohort, viewer=omar, filters=Filters(), page=asked, now=now)
        assert (shown.page.number, len(shown.page.object_list)) == (number, 2)
