"""Attempts of a region's coordinator, who sees totals alone, to read names and small groups in reports."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from lms.desks.reporting.named_reports import NamedReport, Questions, exported
from lms.desks.reporting.urls import urlpatterns
from lms.desks.saved_reports import services
from lms.foundation.plugins.report import NotVisible, reports
from lms.people.administration.records import services as people
from lms.people.directory.choices import Role
from tests.conftest import NOW, make_person

from .test_access import body

pytestmark = pytest.mark.django_db
LISTS = ["/reports/completion/list/", *(f"/reports/completion/list/{kind}/" for kind in ("csv", "xlsx", "csv-filters"))]
ELSEWHERE = ["/reports/", "/reports/completion/", "/reports/completion/csv/", "/reports/completion/xlsx/"]


@pytest.fixture
def regional(region):
    return make_person("EA-7", "Sara", region, Role.COORDINATOR)


@pytest.fixture
def sara(world, regional, as_):
    return as_(regional)


def test_every_address_is_tried_here():
    tried = {"overview", "completion", "completion-file", "lines", "lines-file", "more", "more-file"}
    assert {pattern.name for pattern in urlpatterns} == tried


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "query", ["", "?state=overdue", "?state=persons&sex=F", "?institution={place}", "?cohort=none"]
)
def test_no_list_and_no_file_of_one_is_there(sara, academy, address, query):
    assert sara.get(f"{address}{query.format(place=academy.pk)}").status_code == 404


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("by", ["", "institution", "course", "cohort", "sex", "rank", "month"])
def test_what_shows_small_groups_leads_to_the_table_that_hides_them(sara, address, by):
    for narrowed in ({}, {"sex": "F"}, {"from": "2026-08-01", "to": "2026-08-31"}):
        asked = {**narrowed, **({"by": by} if by else {})}
        answer = sara.get(address, asked)
        assert answer.status_code == 302
        parts = urlsplit(answer.url)
        assert parts.path.startswith("/reports/more/cross-table/")
        assert parts.path.endswith(address.partition("completion/")[2])
        assert {name: values[0] for name, values in parse_qs(parts.query).items()}.items() >= narrowed.items()
        shown = sara.get(answer.url)
        # A period and what is no place, year or sex are two divisions, which nobody outside may ask at once.
        two = "from" in narrowed and "rows" in parse_qs(parts.query) and by in ("course", "cohort", "rank")
        assert shown.status_code == (400 if two else 200)
        seen = body(shown)
        assert not re.search(r"Person [MPU]\d", seen)
        if "table" in (shown.context or {}):
            assert not any(cell.url for row in shown.context["table"].rows for cell in row)


def test_what_is_chosen_besides_is_refused_and_never_left_out(sara, world):
    """A filter that the masked table does not have would make of its neighbour the difference."""
    for query in (f"cohort={world.cohorts['mlima'].pk}", "programme=core", "from=2026-08-02"):
        answer = sara.get(f"/reports/completion/?{query}", follow=True)
        assert answer.status_code in (400, 404), (query, answer.status_code)


@pytest.mark.parametrize("slug", [report.slug for report in reports if not report.for_regions])
def test_no_report_opens_that_is_not_for_regions(sara, superuser, regional, as_, slug):
    for address in (f"/reports/more/{slug}/", f"/reports/more/{slug}/csv/"):
        assert sara.get(address).status_code == 404
    for work in (lambda: exported(regional, NamedReport(slug), now=NOW), lambda: _asked(regional, slug)):
        with pytest.raises(NotVisible):
            work()


def _asked(viewer, slug):
    return Questions(viewer, now=NOW).ask(NamedReport(slug))


def test_a_view_that_an_academy_shares_gives_no_rows(sara, halima, kenya, regional):
    """The region's coordinator is given a role in the country, where the view is shared."""
    people.appoint(user=regional, institution=kenya, role=Role.COORDINATOR)
    named = NamedReport("completion-lines", "state=overdue")
    view = services.save_view(
        report=named, name="Late", place=kenya, role=Role.COORDINATOR, by=halima, now=timezone.now()
    )
    page = sara.get(f"/reports/saved/{view.pk}/")
    assert page.status_code in (200, 404)
    assert "Person" not in page.content.decode()
    assert sara.get("/reports/saved/new/", {"of": "/reports/completion/list/"}).status_code == 404


def test_a_role_further_down_opens_nothing(sara, academy, regional):
    """Who administers one academy and coordinates the region sees totals of all."""
    people.appoint(user=regional, institution=academy, role=Role.ADMINISTRATOR)
    assert sara.get(LISTS[0]).status_code == 404
    assert sara.get("/reports/more/cross-table/?small=hidden").status_code == 400, "no choice of theirs"


def test_a_plugin_that_is_off_in_the_region_opens_nothing(sara, region, kenya, superuser):
    """With the region left out of what a plugin sees its coordinator still reports on a region."""
    people.switch(institution=region, plugin="quiz", on=False, by=superuser, now=NOW)
    people.switch(institution=kenya, plugin="quiz", on=True, by=superuser, now=NOW)
    assert sara.get("/reports/more/quiz_gain/").status_code == 404


def test_who_administers_the_region_sees_the_lists(world, as_, regional, region):
    people.appoint(user=regional, institution=region, role=Role.ADMINISTRATOR)
    assert as_(regional).get(LISTS[0]).status_code == 200
    assert as_(regional).get("/reports/completion/").status_code == 200


def test_the_coordinator_of_a_country_sees_the_lists(world, as_, halima):
    assert as_(halima).get(LISTS[0]).status_code == 200
