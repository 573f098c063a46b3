"""Cross-tables: each number is that of its rows, sums are those of their parts, and figures lead to their rows."""

import io
from collections import Counter
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html
from openpyxl import load_workbook

from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.sessions.models import Attendance, Session
from lms.people.directory.models import Cohort
from tests.conftest import NOW, make_person

from .conftest import at, enrolled
from .test_exports import read_csv

PAGE = "/reports/more/cross-table/"
CUTS = ["country", "academy", "unit", "cohort", "sex", "rank", "role", "course", "part", "language", "month"]


def table(client, query: str = "") -> dict[str, dict[str, str]]:
    """The cells, by the headings of row and column."""
    page = client.get(f"{PAGE}?{query}")
    assert page.status_code == 200, page.content.decode()
    shown = page.context["table"]
    return {
        row[0].text: {cell.heading: cell.text.replace("\xa0", " ") for cell in row[1:]}
        for row in [*shown.rows, *shown.totals]
    }


def test_counts_officers_by_academy_and_sex_unless_asked_otherwise(world, as_, halima):
    total = "Total: Officers who completed"
    assert table(as_(halima)) == {
        "Mlima Police Academy": {total: "3", "Woman": "2", "Man": "1", "Not stated": "0"},
        "Pwani Training Campus": {total: "1", "Woman": "0", "Man": "0", "Not stated": "1"},
        "Total": {total: "4", "Woman": "2", "Man": "1", "Not stated": "1"},
    }


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("", {"rows": "academy", "then": "", "columns": "sex", "figure": "persons"}),
        ("rows=month&then=sex&columns=one", {"rows": "month", "then": "sex", "columns": "one", "figure": "persons"}),
    ],
)
def test_the_lists_of_the_form_show_how_the_table_is_divided(world, as_, halima, query, chosen):
    page = html.fromstring(as_(halima).get(f"{PAGE}?{query}").content)
    shown = {name: page.xpath(f"//select[@name='{name}']/option[@selected]/@value") for name in chosen}
    assert shown == {name: [value] for name, value in chosen.items()}


def test_each_sum_stands_above_its_parts(world, as_, halima):
    found = table(as_(halima), "figure=assigned&rows=country&then=academy&columns=sex")
    assert list(found) == ["Kenya", "Kenya · Mlima Police Academy", "Kenya · Pwani Training Campus", "Total"]
    assert found["Kenya"] == found["Total"]
    assert {name: row["Total: Assigned"] for name, row in found.items()} == {
        "Kenya": "8",
        "Kenya · Mlima Police Academy": "6",
        "Kenya · Pwani Training Campus": "2",
        "Total": "8",
    }


@pytest.mark.parametrize("cuts", [*permutations(CUTS[1:6], 2), *((cut, "sex") for cut in CUTS if cut != "sex")])
def test_parts_add_up_to_their_sums(world, as_, halima, cuts):
    page = as_(halima).get(f"{PAGE}?figure=assigned&rows={cuts[0]}&columns={cuts[1]}").context["table"]
    numbers = [[int(cell.text) for cell in row[1:]] for row in [*page.rows, *page.totals]]
    assert all(row[0] == sum(row[1:]) for row in numbers)
    assert numbers[-1] == [sum(column) for column in zip(*numbers[:-1], strict=True)]
    assert numbers[-1][0] == 8


def test_a_person_counts_once_wherever_they_are_counted(world, as_, halima, academy):
    Enrolment.objects.filter(pk=world["M1"].pk).update(completed_at=at(10, 2))
    other = Enrolment.objects.get(pk=world["M1"].pk)
    other.pk, other.completed_at = None, at(11, 2)
    other.save()
    found = table(as_(halima), "rows=month&columns=sex")
    assert (found["October 2026"]["Woman"], found["November 2026"]["Woman"]) == ("2", "1")
    assert found["Total"]["Woman"] == "2", "M1 and M2"
    found = table(as_(halima), "figure=completed&rows=month&columns=sex")
    assert found["Total"]["Woman"] == "3"


def test_each_figure_leads_to_as_many_lines_as_it_says(world, as_, halima):
    client = as_(halima)
    for figure in ("persons", "completed", "assigned", "started", "overdue"):
        for cut in CUTS:
            across = "rank" if cut == "sex" else "sex"
            page = client.get(f"{PAGE}?figure={figure}&rows={cut}&columns={across}").context["table"]
            cells = [cell for row in [*page.rows, *page.totals] for cell in row[1:]]
            for cell in cells:
                assert bool(cell.url) == (cell.text != "0")
                if cell.url:
                    lines = client.get(cell.url)
                    assert lines.status_code == 200, cell.url
                    assert str(lines.context["page"].paginator.count) == cell.text, (figure, cut, cell)


def test_filters_leave_out_the_others(world, as_, halima, academy):
    client = as_(halima)
    found = table(client, f"figure=assigned&rows=unit&columns=sex&institution={academy.pk}&sex=F")
    assert found == {
        "Mlima Police Academy": {"Total: Assigned": "3", "Woman": "3"},
        "Total": {"Total: Assigned": "3", "Woman": "3"},
    }
    assert table(client, "figure=completed&rows=month&columns=one&from=2026-11-01")["Total"] == {"Completed": "1"}


def test_means_and_sums_are_figures_too(world, as_, halima, academy, neighbour_academy):
    Enrolment.objects.filter(pk__in=[world["M1"].pk, world["M2"].pk]).update(score=0.5)
    Enrolment.objects.filter(pk=world["M3"].pk).update(score=0.8)
    Enrolment.objects.filter(pk=world["P1"].pk).update(score=None)
    client = as_(halima)
    found = table(client, "figure=score&columns=sex&rows=academy")
    assert found["Mlima Police Academy"] == {
        "Total: Mean score of what was completed": "60 %",
        "Woman": "50 %",
        "Man": "80 %",
    }
    Attempt.objects.update(score=0.25, closed_at=at(11, 3))
    assert set(table(client, "figure=attempt_scores&columns=one")["Total"].values()) == {"25 %"}
    cohort = Cohort.objects.create(institution=academy, name="B")
    about = {"cohort": cohort, "institution": academy, "title": "T", "room": "R"}
    session = Session.objects.create(planned_at=at(10, 2, 8), ends_at=at(10, 2, 10), **about)
    for number in ("M1", "M2"):
        person = world[number].learner
        Attendance.objects.create(session=session, learner=person, status="present", minutes=45, way="list", at=NOW)
    found = table(client, "figure=meetings_hours&rows=academy&columns=month")
    assert found["Total"] == {"Total: Hours attended": "1.5", "October 2026": "1.5"}


@pytest.mark.parametrize(
    "query",
    [
        "rows=sex&columns=sex",
        "rows=weather",
        "figure=tears",
        "figure=meetings_hours&rows=rank",
        "figure=meetings_hours&rows=academy&columns=month&rank=cadet",
        "figure=meetings_hours&rows=academy&columns=month&course=elements-of-trafficking",
        "figure=meetings_sessions&rows=sex&columns=one",
        "small=maybe",
        "small=hidden&cohort=any",
        "small=hidden&from=2026-01-03",
        "by=sex&rank=x",
    ],
)
def test_what_makes_no_sense_is_refused_in_words(world, as_, halima, query):
    page = as_(halima).get(f"{PAGE}?{query}")
    assert page.status_code == 400
    assert "Please correct this first" in page.content.decode()


def test_a_table_is_of_the_viewer_s_institutions(
    world, as_, halima, ugandan_coordinator, ugandan_academy, omar, academy
):
    assert list(table(as_(ugandan_coordinator), "rows=academy&columns=one")) == ["Ziwa Police School", "Total"]
    assert as_(halima).get(f"{PAGE}?institution={ugandan_academy.pk}").status_code == 404
    assert as_(halima).get(f"{PAGE}?cohort={world.cohorts['ziwa'].pk}").status_code == 404
    assert as_(omar).get(PAGE).status_code == 404
    njeri = make_person("KE-9", "Njeri", academy, "coordinator")
    assert list(table(as_(njeri), "rows=academy&columns=one")) == ["Mlima Police Academy", "Total"]


def test_more_rows_cost_no_more_statements(world, as_, halima, academy):
    def statements(query):
        client = as_(halima)
        client.get(PAGE)
        with CaptureQueriesContext(
            connection,
        ) as found:
            table(client, query)
        return len(found)

    query = "rows=academy&then=rank&columns=month&figure=assigned"
    few = statements(query)
    for number in range(20):
        person = make_person(f"N{number}", "N", academy, sex="M", rank=["Cadet", "Sergeant"][number % 2])
        enrolled(person, world.course, when=at(1 + number % 9, 2))
    assert statements(query) == few <= 12


def test_files_are_lists_that_a_spreadsheet_can_pivot(world, as_, halima):
    client = as_(halima)
    query = "figure=assigned&rows=academy&then=rank&columns=sex"
    rows = read_csv(client.get(f"{PAGE}csv/?{query}"))
    assert rows[0] == ["Academy", "Rank band", "Sex", "Assigned"]
    assert Counter({tuple(row[:3]): int(row[3]) for row in rows[1:]}) == {
        ("Mlima Police Academy", "Cadets and recruits", "Woman"): 3,
        ("Mlima Police Academy", "Cadets and recruits", "Man"): 3,
        ("Pwani Training Campus", "Cadets and recruits", "Woman"): 1,
        ("Pwani Training Campus", "Cadets and recruits", "Not stated"): 1,
    }
    content = b"".join(client.get(f"{PAGE}xlsx/?{query}").streaming_content)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == rows[0]
    assert sum(row[3].value for row in sheet.iter_rows(min_row=2)) == 8


def test_the_chart_shows_parts_and_no_sums(world, as_, halima):
    drawing = as_(halima).get(f"{PAGE}?figure=assigned&rows=country&then=academy").context["drawing"]
    assert [(bar.label, bar.figure) for bar in drawing.bars] == [
        ("Kenya · Mlima Police Academy", "6"),
        ("Kenya · Pwani Training Campus", "2"),
    ]
