"""A page or file of figures says as of when they are: of the last refresh of the sums, or of now."""

from datetime import timedelta

import pytest
import time_machine

from lms.desks.reporting.filters.selection import ask
from lms.desks.reporting.sums.models import Completer, CourseSum, Refresh, Sum
from lms.desks.reporting.tables import enrolment_list, overview
from lms.desks.reporting.tasks import refresh_sums
from lms.learning.progress.models import Enrolment
from lms.people.audit.models import AuditEntry
from tests.conftest import NOW


@pytest.fixture
def later(world, as_, halima):
    """A browser three hours after the last refresh, when one more has begun."""
    client = as_(halima)
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        Enrolment.objects.filter(pk=world["M6"].pk).update(status="started", started_at=NOW)
        yield client


def started(page):
    table = page.context["table"]
    return table.totals[0][[heading.label for heading in table.headings].index("Started")].text


@pytest.mark.parametrize("query", ["", "?by=sex", "?course=trafficking", "?by=course", "?from=2026-08-01"])
def test_the_time_is_that_of_the_refresh_where_sums_were_read(later, query):
    page = later.get(f"/reports/{query}")
    assert page.context["now"] == NOW
    assert "As of Tuesday 24 November, 12:00" in page.content.decode()
    assert started(page) == ("7" if "from" in query else "6")


@pytest.mark.parametrize("query", ["completion/?cohort=any", "completion/?from=2026-08-01", "completion/list/"])
def test_the_time_is_now_where_enrolments_were_counted(later, query):
    assert later.get(f"/reports/{query}").context["now"] == NOW + timedelta(hours=3)


def test_a_file_is_named_by_the_time_of_its_figures_and_noted_at_the_time_of_its_download(later):
    assert "2026-11-24T1200" in later.get("/reports/completion/csv/")["Content-Disposition"]
    assert AuditEntry.objects.get(action="report_exported").at == NOW + timedelta(hours=3)


def test_before_the_first_refresh_everything_is_counted(later):
    for model in (Sum, CourseSum, Completer, Refresh):
        model.objects.all().delete()
    page = later.get("/reports/")
    assert (page.context["now"], started(page)) == (NOW + timedelta(hours=3), "7")


def test_a_median_is_zero_where_all_overdue_were_completed_since_the_refresh(later, world, halima):
    Enrolment.objects.filter(completed_at=None).update(status="completed", completed_at=NOW)
    assert later.get("/reports/").context["cards"][2].value == "2"
    assert overview.median_days(ask(halima, {}, now=NOW), 2) == 0


def test_a_list_has_the_lines_of_now(later):
    assert "7 lines" in later.get("/reports/completion/list/?state=started").content.decode()


def test_the_number_of_lines_of_a_long_list_comes_from_sums(later, monkeypatch):
    monkeypatch.setattr(enrolment_list, "MANY", 5)
    page = later.get("/reports/completion/list/?state=started")
    assert "6 lines" in page.content.decode()
    assert page.context["now"] == NOW


def test_a_task_refreshes_the_sums(later):
    refresh_sums()
    page = later.get("/reports/")
    assert (page.context["now"], started(page)) == (NOW + timedelta(hours=3), "7")
