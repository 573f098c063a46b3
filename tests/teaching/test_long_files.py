"""Tables of a cohort as files: sent at once up to the one limit of cells, made in the background beyond it."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from lms.desks.teaching.cohorts.files import CohortCsv
from lms.files import services
from lms.files.models import MadeFile
from lms.people.audit.models import AuditEntry
from tests.made_files import ask, fetch, made_file, make

from .conftest import fill

QUERIES = pytest.mark.parametrize("query", ["", "course={course}", "course={course}&marks=1", "marks=1"])


@pytest.fixture
def limit(monkeypatch):
    """Set the limit to so many cells."""
    return lambda cells: monkeypatch.setattr(services, "CELLS_AT_ONCE", cells)


@pytest.fixture
def big(assigned, course, now):
    fill(assigned, course, 40, now=now)
    return assigned


def address(cohort, query: str = "", name: str = "teach:export") -> str:
    return f"{reverse(name, args=[cohort.pk])}?{query}"


def table(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


@QUERIES
def test_one_cell_more_than_the_limit_is_made_in_the_background(query, as_, omar, big, course, limit):
    client, path = as_(omar), address(big, query.format(course=course.pk))
    heading, *rows = at_once = table(client.get(path).getvalue())
    assert len(rows) == 42
    limit(len(heading) * len(rows))
    assert client.get(path)["Content-Type"].startswith("text/csv")
    limit(len(heading) * len(rows) - 1)
    offered = client.get(path)
    assert offered["Content-Type"].startswith("text/html") and "Make the file" in offered.content.decode()
    assert not MadeFile.objects.exists()
    assert table(made_file(client, path).content) == at_once


def test_what_filters_leave_out_does_not_count(as_, omar, big, limit):
    heading, *rows = table(as_(omar).get(address(big, "show=attention")).getvalue())
    assert len(rows) < 42
    limit(len(heading) * len(rows))
    assert as_(omar).get(address(big, "show=attention"))["Content-Type"].startswith("text/csv")
    assert "Make the file" in as_(omar).get(address(big)).content.decode()


def test_a_long_spreadsheet_leads_back_and_each_fetch_is_noted(as_, omar, big, limit):
    limit(0)
    client = as_(omar)
    path = address(big, "sort=name", "teach:export-sheet")
    back = f"{reverse('teach:cohort', args=[big.pk])}?sort=name"
    assert back in client.get(path).content.decode()
    row = ask(client, path)
    assert (row.back, row.title) == (back, big.name)
    assert not AuditEntry.objects.filter(action="cohort_exported").exists()
    answer = fetch(client, make(row))
    assert answer["Content-Disposition"] == 'attachment; filename="intake-2026-b.xlsx"'
    assert load_workbook(io.BytesIO(answer.content)).active.max_row == 43
    assert AuditEntry.objects.get(action="cohort_exported").data == {"cohort": big.pk, "file": "xlsx"}


def test_whoever_no_longer_looks_at_the_cohort_gets_nothing(as_, omar, neighbour, big, limit):
    limit(0)
    row = ask(as_(omar), address(big))
    assert as_(neighbour).post(address(big)).status_code == 404
    omar.memberships.all().delete()
    assert make(row).problem == services.NO_RIGHT


def test_counts_without_reading_people(omar, big, django_assert_num_queries):
    with django_assert_num_queries(3):
        found = CohortCsv().find(omar, {"cohort": big.pk, "query": "marks=1"})
        CohortCsv().cells(found)
