"""Ten thousand enrolments cost the same statements as ten, and few bytes."""

import gzip
from datetime import timedelta

import pytest

from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.models import Cohort, User

# a file is an entry of the audit log: one statement more; so is the time of the sums where these are read
PAGES = {
    "/reports/": 9,
    "/reports/completion/": 5,
    "/reports/completion/?by=month": 5,
    "/reports/completion/?by=cohort": 4,
    "/reports/completion/list/": 5,
    "/reports/completion/list/?state=persons": 4,
    "/reports/completion/csv/": 6,
    "/reports/completion/csv/?by=month": 6,
    "/reports/completion/list/csv/": 4,
    "/reports/completion/list/csv/?course=trafficking&programme=core": 4,
}
KILOBYTES = 40


def fill(course, institutions, now, number: int) -> None:
    """`number` enrolments of as many people, straight into the tables: this is about size, not about rules."""
    people = User.objects.bulk_create(
        [
            User(
                service_number=f"B-{index}",
                name=f"Officer {index:05}",
                sex="FM"[index % 2],
                institution=institutions[index % 2],
                password="!",
            )
            for index in range(number)
        ]
    )
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                learner=person,
                course=course,
                release_id=course.release_id,
                institution_id=person.institution_id,
                sex=person.sex,
                remaining=1,
                enrolled_at=now - timedelta(days=index % 300 + 60),
                due_at=now - timedelta(days=index % 40 - 5),
                started_at=now - timedelta(days=index % 300 + 30) if index % 3 else None,
                completed_at=now - timedelta(days=index % 300) if index % 3 == 1 else None,
                status=("assigned", "completed", "started")[index % 3],
            )
            for index, person in enumerate(people)
        ],
        batch_size=2000,
    )


LONG = tuple(page for page in PAGES if "/list/csv/" in page)
"""Files that are too long to wait for where there are ten thousand lines: they are made in the background."""


def taken(client, page: str, *, is_long: bool = False) -> bytes:
    response = client.get(page)
    if is_long:
        assert response.url.startswith("/reports/saved/new/?of=")
        return b""
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("number", [0, 10_000])
def test_each_page_keeps_its_number_of_statements_and_bytes(
    world, as_, halima, academy, neighbour_academy, course, now, number, django_assert_num_queries
):
    fill(course, [academy, neighbour_academy], now, number)
    client = as_(halima)
    for page, statements in PAGES.items():
        is_long = number > 0 and page in LONG
        with django_assert_num_queries(statements - is_long):  # nothing is taken yet, and noted
            body = taken(client, page, is_long=is_long)
        if "csv" not in page:
            assert len(gzip.compress(body)) <= KILOBYTES * 1024


def test_a_comparison_with_all_institutions_costs_one_statement(world, as_, halima, academy, django_assert_num_queries):
    client = as_(halima)
    for page, statements in (("/reports/", 11), ("/reports/completion/", 7), ("/reports/completion/csv/", 6)):
        with django_assert_num_queries(statements):
            taken(client, f"{page}?institution={academy.pk}")


def test_a_long_list_of_cohorts_is_paged(world, as_, halima, academy, now, course):
    cohorts = Cohort.objects.bulk_create(
        [Cohort(institution=academy, name=f"Intake {index:03}") for index in range(250)]
    )
    assignments = Assignment.objects.bulk_create(
        [Assignment(cohort=cohort, course=course, assigned_at=now, touched_at=now, status="done") for cohort in cohorts]
    )
    fill(course, [academy, academy], now, 250)
    for assignment, enrolment in zip(
        assignments, Enrolment.objects.filter(learner__service_number__startswith="B-"), strict=True
    ):
        Enrolment.objects.filter(pk=enrolment.pk).update(assignment=assignment)
    page = as_(halima).get("/reports/completion/?by=cohort")
    assert len(page.context["table"].rows) == 100
    assert page.context["page"].paginator.num_pages == 3
    assert len(gzip.compress(page.content)) <= KILOBYTES * 1024
    assert len(taken(as_(halima), "/reports/completion/csv/?by=cohort").decode().splitlines()) == 1 + 252
