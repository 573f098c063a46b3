"""My cohorts, and the matrix of one."""

import csv
import gzip
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from courses.models import Programme
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from tests.builders import complete, make_course, release, wrong_answers

from .conftest import fill

pytestmark = pytest.mark.usefixtures("clock")

STATEMENTS = 8
BYTES = 40 * 1024


def address(cohort, **params):
    return reverse("teach:cohort", args=[cohort.pk]) + (
        "?" + "&".join(f"{key}={value}" for key, value in params.items()) if params else ""
    )


def main(page: str) -> str:
    return page.split("<main")[1].split("</main>")[0]


def rows(page: str) -> list[str]:
    return page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]


class TestMyCohorts:
    def test_shows_people_courses_and_who_needs_attention(self, as_, omar, assigned, abdi, now):
        Enrolment.objects.filter(learner=abdi).update(due_at=now - timedelta(days=1))
        page = as_(omar).get("/teach/").content.decode()
        assert "Intake 2026 B" in page
        assert "1 needs attention" in page
        assert "2 learners" in page
        assert "What trafficking is" in page

    def test_the_neighbour_and_the_stranger_see_none(self, as_, neighbour, stranger, assigned):
        for person in (neighbour, stranger):
            assert "Intake 2026 B" not in as_(person).get("/teach/").content.decode()

    def test_costs_the_same_for_one_cohort_and_for_ten(self, as_, omar, assigned, academy, django_assert_num_queries):
        client = as_(omar)
        client.get("/teach/")
        for number in range(9):
            people_services.open_cohort(institution=academy, name=f"Intake {number}")
        with django_assert_num_queries(5):
            client.get("/teach/")


class TestMatrix:
    def test_says_of_which_programme_a_course_is_where_there_are_several(
        self, as_, omar, assigned, course, programme_page, now
    ):
        programme = Programme.objects.create(pk=uuid4(), slug="basics", titles={"en": "The basics"})
        Assignment.objects.update(programme=programme)
        assert programme.title_in("en") not in as_(omar).get(address(assigned)).content.decode()
        other = release(make_course(programme_page, "other"))
        Assignment.objects.create(cohort=assigned, course=other, assigned_at=now, status="done", touched_at=now)
        heads = as_(omar).get(address(assigned)).content.decode().split("<thead>")[1].split("</thead>")[0]
        assert heads.count(f'<span class="small">{programme.title_in("en")}</span>') == 1

    def test_says_in_every_cell_how_far_a_learner_is(self, as_, omar, assigned, wanjiru, abdi, now):
        complete(Enrolment.objects.get(learner=wanjiru), now=now)
        enrolment = Enrolment.objects.get(learner=abdi)
        first = enrolment.release.outline.activities[0]
        attempt = services.begin(enrolment=enrolment, entry=first, event_id=uuid7(), now=now, language="en")
        services.answer(attempt=attempt, data={"done": ["1"]}, event_id=uuid7(), now=now)
        abdis, wanjirus = rows(as_(omar).get(address(assigned)).content.decode())
        assert "Abdi Hassan" in abdis
        assert "1 of 3" in abdis
        assert "On track" in abdis
        assert '<span class="pill pill-done">100\u00a0%</span>' in wanjirus
        assert "1 of 1" in wanjirus
        assert "Completed" in wanjirus

    def test_says_who_failed_for_good(self, as_, omar, assigned, abdi, now):
        enrolment = Enrolment.objects.get(learner=abdi)
        quiz = next(entry for entry in enrolment.release.outline.activities if entry.kind == "quiz")
        for tried in (1, 2):
            attempt = services.begin(enrolment=enrolment, entry=quiz, event_id=uuid7(), now=now, language="en")
            services.answer(attempt=attempt, data=wrong_answers(attempt), event_id=uuid7(), now=now)
            page = as_(omar).get(address(assigned)).content.decode()
            assert ("Failed twice" in page) is (tried == 2)
        assert "No attempt left" in rows(page)[0]

    def test_overdue_stands_first_with_the_days_since_the_learner_was_seen(self, as_, omar, assigned, wanjiru, now):
        Enrolment.objects.filter(learner=wanjiru).update(
            due_at=now - timedelta(days=1), seen_at=now - timedelta(days=12)
        )
        first, second = rows(as_(omar).get(address(assigned)).content.decode())
        assert "Wanjirũ" in first
        assert "Overdue, not seen for 12 days" in first
        assert "12 days ago" in first
        assert "Abdi" in second

    def test_due_soon_names_the_day_and_what_is_left(self, as_, omar, assigned, abdi, now):
        Enrolment.objects.filter(learner=abdi).update(due_at=now + timedelta(days=3))
        assert "Due Friday 27 November, 3 left" in as_(omar).get(address(assigned)).content.decode()

    def test_filters_by_attention_and_unit(self, as_, omar, assigned, abdi, unit, now):
        type(abdi).objects.filter(pk=abdi.pk).update(institution=unit)
        Enrolment.objects.filter(learner=abdi).update(due_at=now - timedelta(days=1))
        attention = as_(omar).get(address(assigned, show="attention")).content.decode()
        assert ["Abdi" in row for row in rows(attention)] == [True]
        of_unit = as_(omar).get(address(assigned, unit=unit.pk)).content.decode()
        assert len(rows(of_unit)) == 1
        assert f'<option value="{unit.pk}" selected>Unit 3</option>' in of_unit

    def test_pages_hold_twenty_five(self, as_, omar, assigned, course, now):
        fill(assigned, course, 40, now=now)
        first, second = (as_(omar).get(address(assigned, page=page, sort="name")).content.decode() for page in (1, 2))
        assert len(rows(first)) == 25
        assert len(rows(second)) == 17
        assert "?sort=name&amp;page=2" in first

    def test_a_coordinator_looks_and_changes_nothing(self, as_, halima, assigned):
        page = as_(halima).get(address(assigned)).content.decode()
        assert "Abdi Hassan" in page
        assert "Assign course" not in page

    def test_enrolments_of_another_institution_stay_unseen(self, as_, omar, assigned, abdi, ugandan_academy):
        Enrolment.objects.filter(learner=abdi).update(institution=ugandan_academy)
        assert "Nothing assigned" in rows(as_(omar).get(address(assigned)).content.decode())[0]

    def test_an_empty_cohort_says_how_to_start(self, as_, omar, halima, cohort):
        assert "Add the people of this cohort first" in as_(omar).get(address(cohort)).content.decode()
        assert "Nobody is in this cohort yet" in as_(halima).get(address(cohort)).content.decode()


class TestBudget:
    def test_a_thousand_learners_cost_the_statements_of_two_and_fit_into_forty_kilobytes(
        self, as_, omar, assigned, course, now, django_assert_num_queries
    ):
        client = as_(omar)
        client.get(address(assigned))
        with django_assert_num_queries(STATEMENTS):
            client.get(address(assigned))
        fill(assigned, course, 998, now=now, due_at=now - timedelta(days=2))
        client = as_(omar)
        client.get(address(assigned))
        with django_assert_num_queries(STATEMENTS):
            response = client.get(address(assigned))
        assert len(gzip.compress(response.content)) < BYTES
        assert "1000 learners" in response.content.decode().replace(",", "")


class TestExport:
    def test_holds_what_is_shown_in_the_same_order_on_all_pages(self, as_, omar, assigned, course, now):
        fill(assigned, course, 40, now=now)
        response = as_(omar).get(reverse("teach:export", args=[assigned.pk]) + "?sort=name")
        assert response["Content-Disposition"] == 'attachment; filename="intake-2026-b.csv"'
        heading, *found = csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig")))
        assert heading == [
            "Learner",
            "Service number",
            "Unit",
            "Last seen",
            "What trafficking is: state",
            "What trafficking is: score",
            "What trafficking is: activities done",
            "What trafficking is: activities required",
            "What trafficking is: due",
            "Done",
            "Of",
            "State",
        ]
        assert len(found) == 42
        assert found[0] == [
            "Abdi Hassan",
            "KE-20417",
            "Mlima Police Academy",
            "",
            "Not started",
            "",
            "0",
            "3",
            "2026-12-24",
            "0",
            "1",
            "Slower than the cohort",
        ]

    def test_a_name_cannot_be_a_formula(self, as_, omar, assigned, abdi):
        type(abdi).objects.filter(pk=abdi.pk).update(name='=HYPERLINK("http://x.example")')
        text = as_(omar).get(reverse("teach:export", args=[assigned.pk])).getvalue().decode("utf-8-sig")
        assert "'=HYPERLINK" in text

    def test_holds_states_numbers_and_days_apart(self, as_, omar, assigned, wanjiru, now):
        """A spreadsheet sorts them; before, one cell had what the page shows."""
        complete(Enrolment.objects.get(learner=wanjiru), now=now)
        text = as_(omar).get(reverse("teach:export", args=[assigned.pk]) + "?sort=name").getvalue().decode("utf-8-sig")
        assert text.splitlines()[2].split(",")[3:8] == ["2026-11-24", "Completed", "1", "3", "3"]
