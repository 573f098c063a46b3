"""What stands below a table: all its rows together, and all institutions that the viewer may see."""

import pytest

from lms.desks.reporting.tables import question
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people
from lms.people.directory.choices import Role

from .conftest import at
from .test_exports import on_screen


def last(month: int, day: int):
    """A moment of the year before."""
    return at(month, day).replace(year=2025)


def below(client, address: str) -> dict[str, dict[str, str]]:
    """The rows below the table: figures by heading, by what the row is called."""
    table = client.get(address).context["table"]
    labels = [heading.label for heading in table.headings]
    return {row[0].text: dict(zip(labels[1:], [cell.text for cell in row[1:]], strict=True)) for row in table.totals}


@pytest.mark.parametrize("by", ["institution", "course", "cohort", "sex", "month"])
def test_the_total_is_that_of_the_rows_however_they_are_grouped(world, as_, halima, by):
    client = as_(halima)
    total = below(client, f"/reports/completion/?by={by}")["Total"]
    assert (total["Assigned"], total["Started"], total["Completed"], total["Overdue"]) == ("8", "6", "4", "2")
    assert total["Completion rate"] == "50\u00a0%", "four of eight, not the mean of the rows' rates"
    rows = on_screen(client, f"/reports/completion/?by={by}")
    for name in ("Assigned", "Started", "Completed", "Women who completed", "Men who completed", "Overdue"):
        place = rows[0].index(name)
        assert sum(int(row[place]) for row in rows[1:]) == int(total[name])


def test_the_total_is_right_under_filters(world, as_, halima, academy):
    client = as_(halima)
    total = below(client, f"/reports/completion/?institution={academy.pk}&sex=F&by=month")["Total"]
    assert (total["Assigned"], total["Completed"]) == ("3", "2")
    assert below(client, "/reports/completion/?by=cohort&only=overdue")["Total"]["Overdue"] == "2"


def test_the_total_is_over_all_pages(world, as_, halima, monkeypatch):
    monkeypatch.setattr(question, "ROWS_ON_A_PAGE", 1)
    client = as_(halima)
    for number in (1, 2):
        page = client.get(f"/reports/completion/?page={number}")
        assert len(page.context["table"].rows) == 1
        assert page.context["table"].totals[0][1].text == "8"
    assert "<tfoot>" in page.content.decode()


class TestComparison:
    def test_one_institution_stands_beside_all(self, world, as_, halima, academy):
        found = below(as_(halima), f"/reports/completion/?institution={academy.pk}")
        assert (found["Total"]["Assigned"], found["All your institutions"]["Assigned"]) == ("6", "8")
        assert found["All your institutions"]["Completion rate"] == "50\u00a0%"
        assert "All your institutions" in below(as_(halima), f"/reports/?institution={academy.pk}")

    def test_under_the_other_filters(self, world, as_, halima, academy):
        found = below(as_(halima), f"/reports/completion/?cohort={world.cohorts['mlima'].pk}&sex=F")
        assert (found["Total"]["Assigned"], found["All your institutions"]["Assigned"]) == ("2", "4")

    def test_all_are_those_of_the_viewer(
        self, world, as_, abdi, academy, ugandan_coordinator, ugandan_academy, superuser
    ):
        people.appoint(user=abdi, institution=academy, role=Role.ADMINISTRATOR)
        own = below(as_(abdi), f"/reports/completion/?institution={academy.pk}")
        assert own["All your institutions"]["Assigned"] == "6", (
            "who administers one academy sees nothing of its neighbour"
        )
        theirs = below(as_(ugandan_coordinator), f"/reports/completion/?institution={ugandan_academy.pk}")
        assert theirs["All your institutions"]["Assigned"] == "2"
        assert (
            below(as_(superuser), f"/reports/completion/?institution={academy.pk}")["All your institutions"]["Assigned"]
            == "10"
        )

    def test_there_is_none_where_all_are_shown_already(self, world, as_, halima):
        for address in (
            "/reports/",
            "/reports/completion/",
            "/reports/completion/?cohort=none",
            "/reports/completion/?sex=F",
        ):
            assert list(below(as_(halima), address)) == ["Total"]


class TestTheDaysBefore:
    def notes(self, client, query: str) -> list[tuple[str, str]]:
        return [(note.text, note.trend) for note in client.get(f"/reports/?{query}").context["cards"][0].notes]

    def test_a_period_is_compared_with_as_many_days_before_it(self, world, as_, halima):
        found = self.notes(as_(halima), "from=2026-09-01")
        assert found == [("3 completions", "up"), ("1 in the 85 days before", "")]
        assert self.notes(as_(halima), "from=2026-10-02&to=2026-10-02") == [("1 on the day before", "")]
        note = as_(halima).get("/reports/?from=2026-09-01").context["cards"][0].notes[1]
        assert as_(halima).get(note.url).context["page"].paginator.count == 1, "the figure opens what it counts"

    def test_a_period_that_has_not_begun_or_has_no_beginning_is_compared_with_nothing(self, world, as_, halima):
        for query in ("from=2030-01-01", "to=2026-10-31"):
            assert not any("before" in text or "quarter" in text for text, _trend in self.notes(as_(halima), query))


class TestTheYearBefore:
    @pytest.fixture
    def years(self, world):
        """Two completed this year; of last November one on the 10th, one on the 25th, which is later than today,
        and one abroad.
        """
        for number, moment in (("M2", at(11, 2)), ("M3", last(11, 10)), ("P1", last(11, 25)), ("U1", last(11, 5))):
            Enrolment.objects.filter(pk=world[number].pk).update(completed_at=moment)

    def test_stands_across_the_bars_on_the_same_days(self, years, as_, halima):
        chart = as_(halima).get("/reports/?from=2026-01-01").context["chart"]
        assert [(month.column.name, month.total, month.column.compared) for month in chart.months] == [
            ("September 2026", 1, None),
            ("October 2026", 0, None),
            ("November 2026", 1, 1),
        ]
        assert chart.compared and "Together 2, and 1 in the same months a year before." in chart.description

    def test_is_of_the_same_filters_and_of_the_viewer_alone(
        self, years, as_, halima, ugandan_coordinator, neighbour_academy
    ):
        chart = as_(halima).get(f"/reports/?from=2026-01-01&institution={neighbour_academy.pk}").context["chart"]
        assert not chart.compared
        chart = as_(halima).get("/reports/?from=2026-01-01&sex=F").context["chart"]
        assert not chart.compared, "M3 is a man"
        assert not as_(ugandan_coordinator).get("/reports/?from=2026-01-01").context["chart"].compared
