"""The page of a cohort with the activities of one course as its columns."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from courses.models import Activity, Release
from lms.desks.teaching.cohorts.activities import MOST_COLUMNS
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.models.assignments import Assignment
from tests.builders import complete, wrong_answers

from .conftest import fill
from .test_cohorts import rows

pytestmark = pytest.mark.usefixtures("clock")

STATEMENTS = 10


def address(cohort, course, name="teach:cohort", **params):
    asked = {"course": str(course.pk), **params}
    return reverse(name, args=[cohort.pk]) + "?" + "&".join(f"{key}={value}" for key, value in asked.items())


def fail(enrolment, *, now, times=1):
    """`times` failed attempts at the quiz."""
    quiz = next(entry for entry in enrolment.release.outline.activities if entry.kind == "quiz")
    for _time in range(times):
        attempt = services.begin(enrolment=enrolment, entry=quiz, event_id=uuid7(), now=now, language="en")
        services.answer(attempt=attempt, data=wrong_answers(attempt), event_id=uuid7(), now=now)


def lengthen(course, number, *, now):
    """Release `course` anew with `number` activities."""
    data = course.release.data
    again = [
        {
            **data["activities"][place % 3],
            "id": str(uuid4()),
            "slug": f"again-{place}",
            "titles": {"en": f"Part {place}"},
        }
        for place in range(number)
    ]
    Activity.objects.bulk_create(
        Activity(pk=one["id"], slug=one["slug"], kind=one["kind"], titles=one["titles"]) for one in again
    )
    about = {"edition": 9, "digest": "longer", "why": "A test.", "made_at": now}
    course.release = Release.objects.create(course=course, data={**data, "activities": again}, **about)
    course.save()
    return course.release.outline.activities


class TestCells:
    def test_say_state_and_score_of_each_activity(self, as_, omar, assigned, course, wanjiru, abdi, now):
        complete(Enrolment.objects.get(learner=wanjiru), now=now)
        fail(Enrolment.objects.get(learner=abdi), now=now)
        page = as_(omar).get(address(assigned, course)).content.decode()
        for title in ("Lesson 1", "Lesson 2", "Quiz"):
            assert f'<th scope="col">{title}</th>' in page
        abdis, wanjirus = rows(page)
        assert '<span class="pill pill-due">0\u00a0% · not passed</span>' in abdis
        assert "0 of 3" in abdis
        assert wanjirus.count('<span class="pill pill-done">done</span>') == 2
        assert '<span class="pill pill-done">100\u00a0%</span>' in wanjirus
        assert "3 of 3" in wanjirus

    def test_say_what_goes_on_waits_or_was_failed_for_good(self, as_, omar, assigned, course, wanjiru, abdi, now):
        fail(Enrolment.objects.get(learner=abdi), now=now, times=2)
        enrolment = Enrolment.objects.get(learner=wanjiru)
        quiz = next(entry for entry in enrolment.release.outline.activities if entry.kind == "quiz")
        services.begin(enrolment=enrolment, entry=quiz, event_id=uuid7(), now=now, language="en")
        first, second = rows(as_(omar).get(address(assigned, course)).content.decode())
        assert '<span class="pill pill-overdue">Failed twice</span>' in first
        assert "Under way" in second
        Attempt.objects.filter(enrolment=enrolment).update(closed_at=now, waiting=True)
        assert "being marked" in rows(as_(omar).get(address(assigned, course)).content.decode())[1]

    def test_a_course_that_the_cohort_does_not_have_is_as_if_nothing_were_asked(self, as_, omar, assigned):
        for asked in (uuid4(), "nonsense"):
            page = as_(omar).get(reverse("teach:cohort", args=[assigned.pk]) + f"?course={asked}").content.decode()
            assert '<th scope="col">What trafficking is</th>' in page

    def test_of_another_institution_nothing_is_seen(self, as_, omar, assigned, course, abdi, ugandan_academy, now):
        fail(Enrolment.objects.get(learner=abdi), now=now)
        Enrolment.objects.filter(learner=abdi).update(institution=ugandan_academy)
        assert "not passed" not in as_(omar).get(address(assigned, course)).content.decode()

    def test_what_was_taken_out_of_the_course_stays_for_who_has_it(self, as_, omar, assigned, course, abdi, now):
        fail(Enrolment.objects.get(learner=abdi), now=now)
        lengthen(course, 2, now=now)
        page = as_(omar).get(address(assigned, course)).content.decode()
        assert page.index("Part 0") < page.index('<th scope="col">Quiz</th>')
        assert "not passed" in page

    def test_more_than_forty_stand_in_parts(self, as_, omar, assigned, course, now):
        entries = lengthen(course, MOST_COLUMNS + 3, now=now)
        page = as_(omar).get(address(assigned, course)).content.decode()
        assert f"Activities 1–{MOST_COLUMNS}" in page
        assert f'<th scope="col">Part {MOST_COLUMNS}</th>' not in page
        for part in (2, 99):
            page = as_(omar).get(address(assigned, course, part=part)).content.decode()
            assert f'<th scope="col">{entries[-1].titles["en"]}</th>' in page
            assert '<th scope="col">Part 0</th>' not in page


class TestBudget:
    @pytest.mark.parametrize(("people", "activities"), [(5, 3), (60, 40)])
    def test_costs_the_same_statements_for_many_people_and_activities(
        self, people, activities, as_, omar, assigned, course, now, django_assert_num_queries
    ):
        lengthen(course, activities, now=now)
        made = fill(assigned, course, people, now=now)
        about = {"release": course.release, "form": {}, "state": {}, "begun_at": now, "number": 1, "closed_at": now}
        Attempt.objects.bulk_create(
            Attempt(enrolment=one, activity_id=entry.id, kind=entry.kind, passed=False, score=0.4, **about)
            for one in made
            for entry in course.release.outline.activities
        )
        client = as_(omar)
        client.get(address(assigned, course))
        with django_assert_num_queries(STATEMENTS):
            client.get(address(assigned, course))


class TestFiles:
    def test_hold_all_activities_of_everybody(self, as_, omar, assigned, course, wanjiru, now):
        complete(Enrolment.objects.get(learner=wanjiru), now=now)
        fill(assigned, course, 30, now=now)
        lengthen(course, MOST_COLUMNS + 2, now=now)
        response = as_(omar).get(address(assigned, course, "teach:export", sort="name"))
        assert response["Content-Disposition"] == 'attachment; filename="intake-2026-b-trafficking.csv"'
        heading, *found = csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")))
        assert len(found) == 32
        assert heading[4:6] == ["Part 0: state", "Part 0: score"]
        assert len(heading) == 4 + 2 * (MOST_COLUMNS + 2 + 3) + 3
        line = dict(zip(heading, next(line for line in found if line[0].startswith("Wanjirũ")), strict=True))
        assert (line["Quiz: state"], line["Quiz: score"], line["Done"], line["Of"]) == ("Done", "1", "3", "3")

    def test_a_spreadsheet_holds_the_same(self, as_, omar, assigned, course, abdi):
        type(abdi).objects.filter(pk=abdi.pk).update(name="=1+1")
        response = as_(omar).get(address(assigned, course, "teach:export-sheet"))
        assert response["Content-Disposition"].endswith('.xlsx"')
        sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
        values = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert values[0][:5] == ["Learner", "Service number", "Unit", "Last seen", "Lesson 1: state"]
        assert "'=1+1" in {row[0] for row in values}


def test_due_dates_and_reasons_are_those_of_the_whole_cohort(as_, omar, assigned, course, abdi, now):
    Enrolment.objects.filter(learner=abdi).update(due_at=now - timedelta(days=1))
    assert Assignment.objects.count() == 1
    assert "Overdue" in rows(as_(omar).get(address(assigned, course)).content.decode())[0]
