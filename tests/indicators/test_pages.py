"""Pages and files of indicators: who sees what, small figures, forms, the same twice, and statements."""

import json
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from lms.desks.indicators import services
from lms.desks.indicators.evidence.auditing import public_keys
from lms.desks.indicators.evidence.verifying import verify
from lms.desks.indicators.models import Count, Definition, Indicator, Snapshot, Target
from lms.desks.privacy.erasure import erase
from lms.files import services as files
from lms.people.administration.records import services as people
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from tests.conftest import NOW, make_person
from tests.made_files import made_file

from .conftest import COMPLETED, at, defined, done, sealed

INDEX = "/reports/indicators/"


def page_of(indicator) -> str:
    return f"{INDEX}{indicator.pk}/"


def of_value(snapshot, more: str = "") -> str:
    return f"{INDEX}values/{snapshot.pk}/{more}"


@pytest.fixture
def above(region):
    """The coordinator of the region: above the country whose indicator it is."""
    return make_person("R-1", "Region", region, Role.COORDINATOR)


def read(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


class TestWho:
    @pytest.mark.parametrize("who", ["wanjiru", "omar", "amina", "ugandan_coordinator"])
    def test_strangers_get_404(self, who, snapshot, indicator, as_, request):
        client = as_(request.getfixturevalue(who))
        for address in (page_of(indicator), f"{page_of(indicator)}change/", of_value(snapshot)):
            assert client.get(address).status_code == 404, address
        assert client.get(of_value(snapshot, "evidence/")).status_code == 404

    def test_who_has_a_role_above_sees_figures_without_small_ones_and_no_rows(self, snapshot, indicator, as_, above):
        client = as_(above)
        page = client.get(of_value(snapshot)).content.decode()
        assert "Hidden: too few people" in page and "Rows behind" not in page and "Person KE-A" not in page
        assert client.get(of_value(snapshot, "evidence/")).status_code == 404
        assert client.get(f"{page_of(indicator)}change/").status_code == 404
        assert client.post(page_of(indicator), {"act": "count"}).status_code == 404
        assert "Hidden: too few people" in client.get(INDEX).content.decode()

    def test_a_role_that_is_over_opens_nothing(self, snapshot, as_, halima):
        halima.memberships.update(ends_on=date(2020, 1, 1))
        assert as_(halima).get(of_value(snapshot)).status_code == 404

    def test_names_stand_where_one_sees_the_people(self, snapshot, officers, uganda, as_, halima):
        client = as_(halima)
        assert "Person KE-A" in client.get(of_value(snapshot)).content.decode()
        people.transfer(person=officers["A"].learner, to=uganda, now=NOW)
        erase(officers["B"].learner)
        page = client.get(of_value(snapshot)).content.decode()
        assert "Person KE-A" not in page and "Person KE-B" not in page and "Person KE-C" in page


class TestDefining:
    def test_makes_a_version_that_says_what_was_typed(self, as_, halima, kenya, course):
        response = as_(halima).post(f"{INDEX}new/", asked(kenya))
        made = Definition.objects.get()
        assert response.status_code == 302 and response["Location"] == page_of(made.indicator)
        rules = made.rules
        assert (rules.title, rules.by, rules.begins) == ("Trained officers", ("sex", "agency"), "2026-01-01")
        assert (rules.baseline, rules.contract, made.version) == (10, "EU-2026-17", 1)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"title": ""}, "title"),
            ({"begins": "soon"}, "begins"),
            ({"by": ["sex", "agency", "country", "month"]}, "by"),
            ({"unit": "percent"}, "unit"),
            ({"kind": "knowledge"}, "pairs"),
            ({"baseline": "many"}, "baseline"),
            ({"kind": "magic"}, "kind"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(self, wrong, field, as_, halima, kenya):
        response = as_(halima).post(f"{INDEX}new/", asked(kenya, **wrong))
        assert response.status_code == 422 and field in response.context["form"].errors
        assert "EU-2026-17" in response.content.decode() and not Indicator.objects.exists()

    def test_of_an_institution_of_others_is_refused(self, as_, halima, uganda, region, academy):
        for place in (uganda, region, academy):
            assert as_(halima).post(f"{INDEX}new/", asked(place)).status_code == 422
        assert not Indicator.objects.exists()

    def test_a_change_is_a_next_version_and_values_keep_theirs(self, as_, halima, kenya, snapshot, indicator):
        client = as_(halima)
        form = client.get(f"{page_of(indicator)}change/").context["form"]
        assert form.initial["title"] == "Officers who completed"
        client.post(f"{page_of(indicator)}change/", asked(kenya, title="Another"))
        client.post(f"{page_of(indicator)}change/", asked(kenya, title="Another"))
        assert [one.version for one in indicator.definitions.order_by("version")] == [1, 2]
        assert Snapshot.objects.get().definition.version == 1
        assert "Another" in client.get(page_of(indicator)).content.decode()


def asked(place, **other) -> dict[str, object]:
    return {
        "institution": place.pk,
        "kind": "completed",
        "title": "Trained officers",
        "contract": "EU-2026-17",
        "source": "Register of certificates",
        "begins": "2026-01-01",
        "period": "since",
        "counting": "persons",
        "unit": "persons",
        "baseline": "10",
        "by": ["sex", "agency"],
        "threshold": "20",
        "fewest": "20",
        **other,
    }


class TestActing:
    def test_a_value_is_asked_for_once_and_made_in_the_background(
        self, as_, halima, indicator, officers, django_capture_on_commit_callbacks
    ):
        client, sent = as_(halima), {"act": "count", "count-as_of": "2026-11-24"}
        for _time in range(2):
            assert client.post(page_of(indicator), sent).status_code == 302
        count = Count.objects.get()
        assert "A value is being made." in client.get(page_of(indicator)).content.decode()
        services.make(count.pk)
        assert services.make(count.pk) is None
        page = client.get(page_of(indicator)).content.decode()
        assert Snapshot.objects.get().facts["value"] == 4 and Snapshot.objects.get().sha256[:12] in page

    @pytest.mark.parametrize("day", ["2027-01-01", "2025-12-31", "x", ""])
    def test_a_day_that_cannot_be_counted_is_refused_beside_the_field(self, day, as_, halima, indicator):
        response = as_(halima).post(page_of(indicator), {"act": "count", "count-as_of": day})
        assert response.status_code == 422 and response.context["asked"]["count"].errors["as_of"]
        assert not Count.objects.exists()

    def test_a_target_is_compared_at_the_same_day(self, as_, halima, indicator, officers):
        client = as_(halima)
        for day, value in (("2026-06-30", "2"), ("2026-11-24", "9"), ("2027-06-30", "50")):
            client.post(page_of(indicator), {"act": "target", "target-day": day, "target-value": value})
        client.post(page_of(indicator), {"act": "target", "target-day": "2026-11-24", "target-value": "8"})
        assert Target.objects.count() == 4
        assert sealed(indicator, at(6, 30).date()).facts["target"] == {"day": "2026-06-30", "value": 2}
        assert sealed(indicator).facts["target"] == {"day": "2026-11-24", "value": 8}
        assert sealed(indicator, at(3).date()).facts["target"] is None

    def test_nothing_and_nonsense_change_nothing(self, as_, halima, indicator):
        client = as_(halima)
        for sent in ({}, {"act": "x"}, {"act": "schedule", "schedule-every": "day"}, {"act": "target"}):
            assert client.post(page_of(indicator), sent).status_code in (200, 422)
        assert not (Count.objects.exists() or Target.objects.exists())

    def test_the_calendar_seals_each_period_once(self, as_, halima, indicator, officers):
        as_(halima).post(page_of(indicator), {"act": "schedule", "schedule-every": "quarter"})
        indicator.refresh_from_db()
        assert indicator.next_on == date(2026, 12, 31)
        assert services.make_due(now=NOW) == 0
        january = NOW.replace(year=2027, month=1, day=2)
        assert (services.make_due(now=january), services.make_due(now=january)) == (1, 0)
        indicator.refresh_from_db()
        assert (Count.objects.get().as_of, indicator.next_on) == (date(2026, 12, 31), date(2027, 3, 31))


class TestFiles:
    @pytest.fixture
    def many(self, course, academy, indicator):
        for number in range(7):
            done(f"KE-F{number}", academy, course, at(3), sex="F")
        for number in range(6):
            done(f"KE-M{number}", academy, course, at(3), sex="M")
        done("KE-I0", academy, course, at(3), sex="M", role_family="immigration")
        return sealed(indicator)

    def test_the_logframe_hides_small_figures_and_what_tells_them(self, many, as_, halima):
        file = BytesIO(read(as_(halima).get(f"{INDEX}logframe.xlsx")))
        rows = list(load_workbook(file).worksheets[0].iter_rows(values_only=True))
        figures = {row[1]: row[6] for row in rows[1:]}
        assert figures["All"] == 14 and figures["Woman"] == 7 and figures["Woman · Police"] == 7
        assert figures["Immigration"] == figures["Police"] == figures["Man · Immigration"] == "…"
        assert many.seal in rows[1]

    def test_programs_get_the_same(self, many, as_, halima):
        said = json.loads(read(as_(halima).get(f"{INDEX}logframe.json")))
        (one,) = said["indicators"]
        hidden = [figure for figure in one["figures"] if figure["hidden"]]
        assert one["seal"] == many.seal and one["definition"]["title"] == "Officers who completed"
        assert hidden and all(figure["numerator"] is figure["value"] is None for figure in hidden)

    @pytest.mark.parametrize("ending", ["xlsx", "json"])
    def test_a_logframe_of_more_cells_than_the_limit_is_made_in_the_background(
        self, ending, many, as_, halima, monkeypatch
    ):
        browser, path = as_(halima), f"{INDEX}logframe.{ending}"
        file = BytesIO(read(browser.get(f"{INDEX}logframe.xlsx")))
        sheet = load_workbook(file).worksheets[0]
        cells = (sheet.max_row - 1) * sheet.max_column
        monkeypatch.setattr(files, "CELLS_AT_ONCE", cells)
        assert "attachment" in browser.get(path)["Content-Disposition"]
        monkeypatch.setattr(files, "CELLS_AT_ONCE", cells - 1)
        assert "Make the file" in browser.get(path).content.decode()
        made = made_file(browser, path)
        assert made["Content-Disposition"] == f'attachment; filename="indicators.{ending}"'
        assert AuditEntry.objects.filter(action="indicators_exported", data={"file": ending}).count() in (2, 3)

    def test_evidence_is_checked_with_the_public_key(self, snapshot, as_, halima):
        data = read(as_(halima).get(of_value(snapshot, "evidence/")))
        assert verify(BytesIO(data), public_keys()).faults == []
        with ZipFile(BytesIO(data)) as pack:
            words = b"".join(pack.read(name) for name in pack.namelist()).decode(errors="replace")
        assert "Person KE-A" not in words and "KE-A" not in words

    def test_an_unknown_kind_of_file_is_not_there(self, as_, halima):
        assert as_(halima).get(f"{INDEX}logframe.csv").status_code == 404


def test_statements_do_not_grow_with_indicators_values_and_rows(
    snapshot, indicator, kenya, halima, course, academy, as_
):
    client = as_(halima)
    counted = []
    for _time in range(3):  # the first fills what a process keeps
        numbers = []
        for address in (INDEX, page_of(indicator), of_value(snapshot), f"{INDEX}logframe.json"):
            with CaptureQueriesContext(
                connection,
            ) as statements:
                assert client.get(address).status_code == 200
            numbers.append(len(statements))
        counted.append(numbers)
        for number in range(3):
            done(f"KE-N{number}{_time}", academy, course, at(6))
            sealed(defined(kenya, halima, COMPLETED))
        sealed(indicator, at(9).date())
    assert counted[1] == counted[2]


def test_counting_takes_the_same_statements_for_more_people(indicator, officers, course, academy):
    counted = []
    for number in range(2):
        with CaptureQueriesContext(connection) as statements:
            sealed(indicator)
        counted.append(len(statements))
        for more in range(6):
            done(f"KE-P{number}{more}", academy, course, at(6))
    assert counted[0] == counted[1]


class TestTrend:
    def test_draws_values_beside_targets_in_words(self, as_, halima, indicator, officers):
        for month in (4, 6):
            sealed(indicator, at(month).date())
        services.set_target(indicator=indicator, day=date(2026, 12, 31), value=10, by=halima, now=NOW)
        trend = as_(halima).get(f"/reports/indicators/{indicator.pk}/").context["trend"]
        assert trend.words == "2 on Friday 10 April, 4 on Wednesday 10 June. Target: 10 by Thursday 31 December."
        (_values, marks), (_targets, aims) = trend.drawing.lines
        assert next((mark.x, mark.y) for mark in marks) == ("48.0", "161.6")
        assert [(mark.x, mark.y) for mark in aims] == [("912.0", "24.0")]

    def test_shows_a_reader_above_no_hidden_value(self, as_, region, indicator, officers):
        for month in (4, 6):
            sealed(indicator, at(month).date())
        above = make_person("EA-1", "Above", region, "coordinator")
        assert as_(above).get(f"/reports/indicators/{indicator.pk}/").context["trend"] is None
