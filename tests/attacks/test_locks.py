"""What is locked: nobody begins it by its address, by somebody else's merits, or by opening it for themselves."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses.models import Course
from lms.desks.teaching.learners import locked_views
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.access import locks, waiver_services
from lms.learning.progress.journal import attempt_start, services
from lms.learning.progress.journal.triggers import WAIVERS
from lms.learning.progress.models.records import Attempt, Enrolment, EnrolmentQuerySet
from lms.learning.progress.models.waivers import Waiver
from lms.learning.progress.player.responses import ActivityPlace
from lms.people.administration.records.services import appoint
from lms.people.directory.rules import OwnCase
from tests.builders import complete, make_course, release
from tests.locking import after, lock, page_of

from .mutation import browser, held_by, instead

SECOND = "trafficking-lesson-2"


def nothing(*_args, **_kwargs) -> None:
    """In the place of a check."""


@pytest.fixture
def way(course, wanjiru, now):
    lock(page_of(SECOND), after("trafficking-lesson-1"))
    services.enrol(people=[wanjiru], course=Course.objects.get(pk=course.pk), now=now)
    return Enrolment.objects.select_related("institution", "learner").get(learner=wanjiru)


def address(name: str) -> str:
    return reverse(name, args=["trafficking", SECOND])


def test_the_content_of_a_locked_part_is_not_read_by_its_address(way, wanjiru):
    def read() -> bool:
        return "No means is needed" in browser(wanjiru).get(address("learn:activity")).content.decode()

    held_by(instead(ActivityPlace, "is_locked", False), attack=read)


@pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}, {"Accept": "application/json"}])
def test_a_locked_part_is_not_done_early(way, wanjiru, headers):
    def done() -> bool:
        data = {"done": "1", "event_id": str(uuid7())}
        browser(wanjiru).post(address("learn:activity"), data, headers=headers)
        return Attempt.objects.exists()

    held_by(instead(attempt_start, "refuse_locked", nothing), attack=done)


def test_what_another_learner_completed_opens_nothing(course, course_page, programme_page, wanjiru, abdi, now):
    other = release(make_course(programme_page, "smuggling"))
    lock(course_page, {"kind": "course", "course": other.pk})
    services.enrol(people=[wanjiru], course=Course.objects.get(pk=course.pk), now=now)
    services.enrol(people=[abdi], course=other, now=now)
    complete(Enrolment.objects.get(learner=abdi), now=now)

    def opened() -> bool:
        browser(wanjiru).post(
            reverse("learn:activity", args=["trafficking", "trafficking-lesson-1"]),
            {"done": "1", "event_id": str(uuid7())},
        )
        return Attempt.objects.filter(enrolment__learner=wanjiru).exists()

    courses_of = locks._courses

    def of_anybody(_learner, outlines):
        return courses_of(abdi.pk, outlines)

    held_by(instead(locks, "_courses", of_anybody), attack=opened)


def opens(person, way) -> bool:
    data = {"part": str(page_of(SECOND).translation_key), "reason": "Because I want it"}
    browser(person).post(reverse("teach:locked", args=[way.pk]), data)
    return Waiver.objects.exists()


def test_the_instructor_of_another_academy_opens_nothing(way, neighbour):
    held_by(instead(EnrolmentQuerySet, "visible_to", lambda rows, *_any: rows), attack=lambda: opens(neighbour, way))


def test_nobody_opens_a_part_for_themselves(way, wanjiru, academy):
    appoint(user=wanjiru, institution=academy, role="instructor")

    held_by(
        instead(EnrolmentQuerySet, "not_of", lambda rows, _person: rows),
        instead(waiver_services, "refuse_own_case", nothing),
        attack=lambda: opens(wanjiru, way),
    )
    with pytest.raises(OwnCase):
        waiver_services.waive(
            enrolment=way, activity=page_of(SECOND).translation_key, reason="Me", by=wanjiru, now=way.enrolled_at
        )


def test_a_forged_part_is_not_opened(way, omar, course):
    """An activity of another enrolment, or none at all, is not in the list."""

    def forged() -> bool:
        data = {"part": course.release.outline.activities[0].id, "reason": "Forged"}
        browser(omar).post(reverse("teach:locked", args=[way.pk]), data)
        return Waiver.objects.exists()

    parts = locked_views._parts

    def all_parts(row, known):
        names = [entry.id for entry in course.release.outline.activities]
        return [*parts(row, known), *(locked_views.LockedPart(name, name, ()) for name in names)]

    held_by(
        instead(locked_views, "_parts", all_parts),
        instead(
            waiver_services, "locks_of", lambda rows, now: {row.pk: locks.Locks(activities=Anything()) for row in rows}
        ),
        attack=forged,
    )


def test_what_was_opened_is_not_written_over(way, omar):
    opens(omar, way)

    def written_over() -> bool:
        try:
            with transaction.atomic():
                return bool(Waiver.objects.update(reason="Because he asked"))
        except IntegrityError:
            return False

    held_by(WAIVERS.permitted(), attack=written_over)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Waiver.objects.all()._raw_delete("default")


class Anything(dict):
    """Everything is locked."""

    def get(self, _key, _default=None):
        return ("locked",)
