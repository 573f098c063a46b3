"""The page “At a glance”: equal to counting anew, constant in cost, and for a region totals without small ones."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db.models import Count

from lms.desks.dashboards.counts import counts_of
from lms.desks.indicators.services import set_target
from lms.desks.reporting.filters.selection import ask
from lms.desks.reporting.sums.refresh import refresh
from lms.learning.progress.models import Enrolment
from tests.conftest import NOW, make_person
from tests.indicators.conftest import defined, sealed
from tests.reporting.test_budgets import fill

from .conftest import PAGE, done

pytestmark = pytest.mark.django_db


@pytest.fixture
def regional(region):
    return make_person("EA-1", "Coordinator of the region", region, "coordinator")


def shown_in(response, name: str):
    """What one of the blocks of the page shows under `name`."""
    return next(one.panel.context[name] for one in response.context["blocks"] if name in one.panel.context)


def counted(viewer):
    refresh(now=NOW)
    return counts_of(ask(viewer, {}, now=NOW, masks=True))


def by_name(counts) -> dict[str, object]:
    return {one.place.name: one for one in counts.places}


def test_is_what_counting_anew_gives(world, halima, academy, neighbour_academy):
    places = by_name(counted(halima))
    done_here = Enrolment.objects.filter(status="completed")
    for place in (academy, neighbour_academy):
        rows, one = done_here.filter(institution=place), places[place.name]
        assert one.completions == rows.count()
        assert one.people == rows.values("learner").distinct().count()
        assert one.women == rows.filter(sex="F").values("learner").distinct().count()
        assert one.recent == rows.filter(completed_at__gte=datetime(2025, 11, 30, 21, tzinfo=UTC)).count()
        assert one.overdue == Enrolment.objects.filter(institution=place).overdue(NOW).count()
    assert (places[academy.name].people, places[neighbour_academy.name].people) == (3, 1)


def test_months_add_up_to_all_completions(world, halima):
    counts = counted(halima)
    assert counts.year() == sum(one.completions for one in counts.places) == 4
    assert {month: number for month, number in counts.by_month.items() if number} == {
        date(2026, 8, 1): 1,
        date(2026, 9, 1): 1,
        date(2026, 10, 1): 1,
        date(2026, 11, 1): 1,
    }


def test_a_person_of_two_academies_stands_in_both_rows_and_once_in_the_total(world, halima, neighbour_academy):
    row = Enrolment.objects.get(learner__service_number="M1")
    Enrolment.objects.filter(learner__service_number="P1").update(learner=row.learner, sex="F")
    counts = counted(halima)
    assert sum(one.people for one in counts.places) == 4
    assert counts.people["persons"] == 3


def test_says_what_is_completed_at_the_country_itself(world, halima, kenya):
    done("K-1", kenya, world.course, datetime(2026, 10, 1, tzinfo=UTC))
    one = by_name(counted(halima))["Kenya"]
    assert (one.itself, one.completions) == (True, 1)


class TestPage:
    def test_each_figure_opens_its_rows(self, world, as_, halima, academy):
        client = as_(halima)
        page = client.get(PAGE)
        line = next(line for line in shown_in(page, "lines") if academy.name in line.name)
        opened = {heading: (text, client.get(url).context["page"].paginator.count) for heading, text, url in line.cells}
        assert opened == {
            "People": ("3", 3),
            "Women among them": ("2", 2),
            "Completions": ("3", 3),
            "In twelve months": ("3", 3),
            "Overdue": ("2", 2),
        }

    def test_says_what_needs_attention(self, world, as_, halima, academy, neighbour_academy, kenya):
        indicator = defined(kenya, halima)
        set_target(indicator=indicator, day=date(2026, 11, 1), value=10, by=halima, now=NOW)
        sealed(indicator)
        sentences = [sentence for sentence, _url in shown_in(as_(halima).get(PAGE), "attention")]
        assert sentences == [
            f"{academy.name}: 2 overdue",
            "Officers who completed: 4, below the target of 10",
        ]

    def test_says_where_nothing_was_completed_in_twelve_months(self, world, as_, halima, neighbour_academy):
        with time_machine.travel(datetime(2027, 9, 1, 9, tzinfo=UTC), tick=False):
            sentences = [sentence for sentence, _url in shown_in(as_(halima).get(PAGE), "attention")]
        assert f"{neighbour_academy.name}: nothing completed in twelve months" in sentences

    def test_has_its_trend_in_words_and_lines(self, world, as_, halima):
        trend = shown_in(as_(halima).get(PAGE), "trend")
        assert trend.words.startswith("4 completions from December 2025 to November 2026.")
        [(_line, points), _before] = trend.drawing.lines
        assert len(points) == 12

    def test_is_there_before_the_first_refresh_and_without_any_row(self, client, halima):
        client.force_login(halima, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
        assert client.get(PAGE).status_code == 200

    def test_is_for_those_who_report_alone(self, world, as_, omar, wanjiru, amina, superuser):
        assert as_(omar).get(PAGE).status_code == as_(wanjiru).get(PAGE).status_code == 404
        assert as_(amina).get(PAGE).status_code == as_(superuser).get(PAGE).status_code == 200

    def test_costs_the_same_for_ten_thousand(
        self, course, academy, neighbour_academy, halima, kenya, as_, now, django_assert_num_queries
    ):
        sealed(defined(kenya, halima))
        client = as_(halima)
        client.get(PAGE)
        for _size in range(2):
            with django_assert_num_queries(11):
                client.get(PAGE)
            if not _size:
                fill(course, [academy, neighbour_academy], now, 1000)
                refresh(now=now)


class TestRegion:
    def test_sees_countries_and_no_small_number(self, world, as_, regional, uganda, course, ugandan_academy):
        for number in range(12):
            sex = "FM"[number % 2]
            done(f"U-{number}", ugandan_academy, course, datetime(2026, 10, 1, tzinfo=UTC), sex)
        page = as_(regional).get(PAGE)
        shown = {line.name: [text for _heading, text, _url in line.cells] for line in shown_in(page, "lines")}
        assert shown == {"Kenya": ["…", "…", "…"], "Uganda": ["…", "…", "…"]}  # 4 beside 13 and their sum would tell
        assert "Person" not in page.content.decode()

    def test_sees_what_is_large_enough(self, world, as_, regional, kenya, academy, course, ugandan_academy):
        for number in range(12):
            sex = "FM"[number % 2]
            done(f"U-{number}", ugandan_academy, course, datetime(2026, 10, 1, tzinfo=UTC), sex)
            done(f"K-{number}", academy, course, datetime(2026, 9, 1, tzinfo=UTC), sex)
        page = as_(regional).get(PAGE)
        shown = {line.name: [text for _heading, text, _url in line.cells] for line in shown_in(page, "lines")}
        assert shown == {"Kenya": ["16", "8", "16"], "Uganda": ["13", "7", "13"]}
        assert shown_in(page, "cards")[0].value == "29"
        assert all(not url for line in shown_in(page, "lines") for _heading, _text, url in line.cells)

    def test_hides_small_months(self, world, regional):
        counts = counted(regional)
        assert set(counts.by_month.values()) <= {0, None}
        assert counts.year() is None

    def test_equals_counting_anew_where_nothing_is_hidden(self, region, kenya, uganda, regional, course, academy):
        for number in range(10):
            done(f"K-{number}", academy, course, datetime(2026, 9, 1, tzinfo=UTC), "FM"[number % 2])
        [one, *others] = counted(regional).places
        anew = Enrolment.objects.filter(status="completed").aggregate(
            rows=Count("pk"), people=Count("learner", distinct=True)
        )
        assert (one.completions, one.people) == (anew["rows"], anew["people"]) == (10, 10)
        assert [other.people for other in others] == [0]
