"""Completing a programme: with its last required course, once, for good; and what its learner sees."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase

from certificates.models import Certificate
from courses.models import Course, Programme
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.completion import programmes
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment, ProgrammeCompletion
from lms.learning.progress.tasks import complete_programmes
from tests.builders import complete, make_course, release, right_answers
from tests.conftest import make_person
from tests.kept import kept

from .counting import statements
from .test_corrections import do
from .test_races import at_once


@pytest.fixture
def programme(course, programme_page):
    """A programme of two required courses and one that is not."""
    return make_three(programme_page)


@kept
def make_three(programme_page) -> Programme:
    for slug, required in (("smuggling", True), ("optional", False)):
        page = make_course(programme_page, slug)
        page.required = required
        page.save_revision().publish()
        release(page)
    with TestCase.captureOnCommitCallbacks(execute=True):
        programme_page.save_revision().publish()
    return Programme.objects.get()


@pytest.fixture
def ways(programme, wanjiru, now):
    """Wanjirũ's enrolments in the required courses, in order."""
    return enrolled(wanjiru, programme, now)


def enrolled(person, programme, now) -> list[Enrolment]:
    for key in programme.required:
        services.enrol(people=[person], course=Course.objects.get(pk=key), now=now)
    rows = {str(row.course_id): row for row in Enrolment.objects.filter(learner=person)}
    return [rows[key] for key in programme.required]


def complete_all(ways, now) -> None:
    for way in ways:
        complete(way, now=now)


def differences() -> list[tuple[int, bool]]:
    return [(one.learner, one.missing) for one in programmes.differences(write=False)]


def test_the_catalogue_knows_what_a_programme_requires(programme, course):
    assert len(programme.courses) == 3 and len(programme.required) == 2
    assert str(course.pk) == programme.required[0]


class TestCompleting:
    def test_the_last_required_course_completes_it_once(self, ways, programme, now):
        complete(ways[0], now=now)
        assert not ProgrammeCompletion.objects.exists()

        complete(ways[1], now=now)

        row = ProgrammeCompletion.objects.get()
        assert (row.programme, row.enrolment, row.courses) == (programme, ways[1], programme.required)
        assert row.completed_at == now and differences() == []

    def test_costs_a_statement_while_another_course_is_left_and_none_without_a_programme(self, ways, now):
        complete(ways[0], now=now)
        own = Enrolment.objects.select_related("course", "institution").get(pk=ways[0].pk)
        with statements() as found:
            programmes.complete(own, programmes.courses_beside(own, alone=True), now=now)
        assert len(found) == 1
        with statements() as found:
            programmes.complete(own, programmes.courses_beside(own), now=now)
        assert len(found) == (2 if connection.vendor == "postgresql" else 1)

        own.course.programme = None
        with statements() as found:
            programmes.complete(own, programmes.courses_beside(own), now=now)
        assert not found

    def test_a_course_that_is_not_out_is_not_waited_for(self, ways, programme, now):
        Programme.objects.update(required=programme.courses)
        Course.objects.filter(pk=programme.courses[2]).update(open=False)

        complete_all(ways, now)

        assert ProgrammeCompletion.objects.get().courses == programme.required

    def test_a_course_that_was_closed_meanwhile_completes_it_still(self, ways, programme, programme_page, now):
        third = release(make_course(programme_page, "third"))
        Programme.objects.update(required=[*programme.required, str(third.pk)])
        services.enrol(people=[ways[0].learner], course=third, now=now)
        complete(Enrolment.objects.get(course=third), now=now)
        complete(ways[0], now=now)
        Course.objects.filter(pk=ways[1].course_id).update(open=False)

        complete(ways[1], now=now)

        assert ProgrammeCompletion.objects.get().enrolment == ways[1]

    def test_a_programme_of_which_one_course_is_out_is_that_course(self, ways, programme, now):
        Course.objects.filter(pk=programme.required[1]).update(open=False)

        complete(ways[0], now=now)

        assert not ProgrammeCompletion.objects.exists()

    def test_what_somebody_else_completed_does_not_count(self, ways, programme, abdi, now):
        theirs = enrolled(abdi, programme, now)
        complete(theirs[0], now=now)

        complete(ways[1], now=now)

        assert not ProgrammeCompletion.objects.exists()

    def test_what_was_completed_at_another_institution_counts(self, ways, neighbour_academy, now):
        Enrolment.objects.filter(pk=ways[0].pk).update(institution=neighbour_academy)
        complete(Enrolment.objects.get(pk=ways[0].pk), now=now)

        complete(ways[1], now=now)

        assert ProgrammeCompletion.objects.get().institution == ways[1].institution

    def test_a_course_that_is_added_later_takes_nothing_away(self, ways, programme, programme_page, now):
        complete_all(ways, now)
        added = release(make_course(programme_page, "added"))
        Programme.objects.update(required=[*programme.required, str(added.pk)])

        assert differences() == []
        services.enrol(people=[ways[0].learner], course=added, now=now)
        complete(Enrolment.objects.get(course=added), now=now)
        assert ProgrammeCompletion.objects.count() == Certificate.objects.filter(completion__isnull=False).count() == 1

    def test_a_closed_programme_is_not_completed(self, ways, now):
        Programme.objects.update(open=False)

        complete_all(ways, now)

        assert not ProgrammeCompletion.objects.exists()


class TestRebuilding:
    def test_finds_and_makes_up_what_is_missing(self, ways, now):
        for days, way in enumerate(ways):
            complete(way, now=now + timedelta(days=days))
        Certificate.objects.filter(completion__isnull=False).delete()
        ProgrammeCompletion.objects.all().delete()

        with pytest.raises(CommandError, match="1 rows differ"):
            call_command("rebuild_progress", check=True, verbosity=0)
        call_command("rebuild_progress", now=True, verbosity=0)

        assert ProgrammeCompletion.objects.get().completed_at == now + timedelta(days=1)
        assert differences() == []

    def test_finds_what_lost_its_courses_and_leaves_what_is_certified(self, ways, now):
        complete_all(ways, now)
        Enrolment.objects.filter(pk=ways[0].pk).update(status="started", completed_at=None)

        assert differences() == [(ways[0].learner_id, False)]
        list(programmes.differences(write=True))
        assert ProgrammeCompletion.objects.exists()  # its certificate stands on it
        Certificate.objects.filter(completion__isnull=False).delete()
        list(programmes.differences(write=True))
        assert not ProgrammeCompletion.objects.exists()

    def test_costs_as_many_statements_for_many(self, programme, academy, now):
        def cost():
            with statements() as found:
                assert differences() == []
            return len(found)

        costs = []
        for number in range(3):
            for way in enrolled(make_person(f"KE-8{number}", "Somebody", academy), programme, now):
                complete(way, now=now)
            costs.append(cost())

        assert ProgrammeCompletion.objects.count() == 3 and costs[0] == costs[2]

    def test_once_a_day_those_are_completed_who_waited_for_what_was_closed(self, ways, programme, now):
        Programme.objects.update(required=programme.courses)
        complete_all(ways, now)
        Course.objects.filter(pk=programme.courses[2]).update(open=False)

        assert complete_programmes() == 1 and complete_programmes() == 0


@pytest.mark.django_db(transaction=True)
def test_two_last_courses_at_once_complete_it_once(programme, wanjiru, now):
    """Neither transaction sees that the other one completes its course."""
    attempts = []
    for way in enrolled(wanjiru, programme, now):
        slugs = [entry.slug for entry in way.release.outline.activities]
        for slug in slugs[:-1]:
            do(way, slug, now)
        entry = way.release.outline.by_slug(slugs[-1])
        attempts.append(services.begin(enrolment=way, entry=entry, event_id=uuid7(), now=now, language="en"))

    def submit(attempt):
        return lambda: (
            services.answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=now).completed_at
        )

    results = at_once(*(submit(attempt) for attempt in attempts))

    assert results == [now, now]
    assert ProgrammeCompletion.objects.count() == 1
    assert Certificate.objects.filter(completion__isnull=False).count() == 1
    assert differences() == []
