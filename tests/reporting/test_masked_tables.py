"""Cross-tables for somebody outside the institution: no small group follows from all that they can open."""

import random
from itertools import product

import numpy
import pytest
from scipy.optimize import linprog

from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people
from lms.people.directory.choices import Kind
from tests.conftest import make_person

from .conftest import at
from .test_cross_tables import PAGE, table
from .test_exports import read_csv

SEXES = {"F": "Woman", "M": "Man"}


@pytest.fixture
def region_coordinator(region):
    return make_person("EA-7", "Sara", region, "coordinator")


@pytest.fixture
def populated(world, academy, neighbour_academy, ugandan_academy):
    """Many people in units of three academies, few in some of them, over five months; the function of a seed."""

    def populate(seed: int) -> dict[tuple[str, str, str], int]:
        chance = random.Random(seed)
        Enrolment.objects.filter(completed_at__isnull=False).update(status="started", completed_at=None, score=None)
        officers, cells = [], {}
        for place in (academy, neighbour_academy, ugandan_academy):
            for name in ("One", "Two"):
                unit = people.create_institution(name=f"{place.name} {name}", kind=Kind.UNIT, parent=place)
                for sex, month in product(SEXES, (8, 9, 10)):
                    number = chance.choice((0, 1, 2, 3, 6, 9, 14))
                    cells[unit.name, sex, f"2026-{month:02}"] = number
                    officers += [(unit, sex, month)] * number
        first = world["M1"]
        rows = []
        for number, (unit, sex, month) in enumerate(officers):
            person = make_person(f"R{number}", "R", unit, sex=sex)
            about = {"country": unit.country, "sex": sex, "rank_band": "", "role_family": "police"}
            about |= {"status": "completed", "completed_at": at(month, 5), "enrolled_at": at(7, 5)}
            about |= {"course": first.course, "release": first.release, "remaining": 0}
            rows.append(Enrolment(learner=person, institution=unit, **about))
        Enrolment.objects.bulk_create(rows)
        return cells

    return populate


def number(text: str) -> int | None:
    return None if text == "–" else int(text)


def told(client, cells) -> list[tuple[set, int]]:
    """Return the numbers that an outsider reads in many tables, each with the cells of which it is the sum."""
    unit_of = {unit: unit.rsplit(" ", 1)[0] for unit, _sex, _month in cells}
    names = {"08": "August 2026", "09": "September 2026", "10": "October 2026"}
    known = []

    def matches(cell, head, across) -> bool:
        unit, sex, month = cell
        said = {unit_of[unit], f"{unit_of[unit]} · {unit}", SEXES[sex], names[month[-2:]], "Total"}
        return all(part in said for part in (head, across) if not part.startswith("Total"))

    filters = [("", lambda cell: True)]
    filters += [(f"&sex={sex}", lambda cell, sex=sex: cell[1] == sex) for sex in SEXES]
    for month in ("08", "09", "10"):
        last = {"08": 31, "09": 30, "10": 31}[month]
        query = f"&from=2026-{month}-01&to=2026-{month}-{last}"
        filters.append((query, lambda cell, month=month: cell[2].endswith(month)))
    for query, passes in filters:
        for cuts in (("academy", "sex"), ("unit", "sex"), ("academy", "month"), ("unit", "month"), ("sex", "month")):
            found = table(client, f"figure=completed&rows={cuts[0]}&columns={cuts[1]}{query}")
            for head, row in found.items():
                for across, text in row.items():
                    of = {cell for cell in cells if passes(cell) and matches(cell, head, across)}
                    if number(text) is not None:
                        assert number(text) == sum(cells[cell] for cell in of), (query, cuts, head, across)
                        known.append((of, number(text)))
    return known


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_small_cell_follows_from_tables_filters_and_sums_together(populated, as_, region_coordinator, seed):
    """The attacker solves for each cell of 1 to 4 people what it can be at least and at most."""
    cells = populated(seed)
    known = told(as_(region_coordinator), cells)
    place = {cell: index for index, cell in enumerate(cells)}
    equations = numpy.zeros((len(known), len(cells)))
    for row, (of, _number) in enumerate(known):
        equations[row, [place[cell] for cell in of]] = 1
    sums = [number for _of, number in known]
    small = [cell for cell, number in cells.items() if 0 < number < 5]
    assert len(small) > 10
    found = []
    for cell in small:
        cost = numpy.zeros(len(cells))
        cost[place[cell]] = 1
        least, most = (
            linprog(sign * cost, A_eq=equations, b_eq=sums, bounds=(0, 10_000), method="highs") for sign in (1, -1)
        )
        assert least.status == most.status == 0
        if -most.fun - least.fun < 4.99:
            found.append((cell, cells[cell]))
    assert found == []


def test_a_table_has_one_division_at_a_time_besides_place_year_and_sex(populated, as_, region_coordinator):
    """Of two of them together, each table of one would tell."""
    client = as_(region_coordinator)
    for query in ("rows=rank&columns=month", "rows=course&columns=sex&rank=cadet", "rows=sex&then=role&columns=part"):
        page = client.get(f"{PAGE}?{query}")
        assert page.status_code == 400
        assert "choose one of these at most" in page.content.decode()
    year = "from=2026-01-01&to=2026-12-31"
    for query in (f"rows=academy&then=rank&columns=sex&{year}", "rows=country&then=unit&columns=month&sex=F"):
        assert client.get(f"{PAGE}?{query}").status_code == 200


@pytest.mark.parametrize("slug", ["officers", "attendance", "certificates", "attention"])
def test_each_named_table_opens_with_what_it_begins_with(world, as_, region_coordinator, slug):
    assert as_(region_coordinator).get(f"/reports/more/{slug}/").status_code == 200


def test_a_file_does_not_say_which_hidden_cells_are_empty(populated, as_, region_coordinator):
    """A line stands in the file for each cell that is hidden, whether or not anybody is in it."""
    populated(1)
    client, query = as_(region_coordinator), "figure=completed&rows=unit&columns=sex"
    told = {(unit, sex): text for unit, sex, text in read_csv(client.get(f"{PAGE}csv/?{query}"))[1:]}
    shown = {(unit, sex): text for unit, row in table(client, query).items() for sex, text in row.items()}
    dashes = {key for key, text in shown.items() if text == "–" and key[0] != "Total" and key[1] in SEXES.values()}
    assert dashes and {key for key, text in told.items() if not text} == dashes


def test_enough_stays_to_be_of_use(populated, as_, region_coordinator):
    populated(1)
    found = table(as_(region_coordinator), "figure=completed&rows=academy&columns=sex")
    assert number(found["Total"]["Total: Completed"]) is not None
    assert sum(number(text) is not None for row in found.values() for text in row.values()) >= 6


def test_whoever_coordinates_a_region_sees_no_small_group_and_no_rows(world, as_, region_coordinator, superuser):
    client = as_(region_coordinator)
    page = client.get(f"{PAGE}?rows=academy&columns=one")
    assert "Small groups" not in page.content.decode()
    assert {row[1].text for row in page.context["table"].rows} == {"–"}
    assert not any(cell.url for row in page.context["table"].rows for cell in row)
    assert {row[-1] for row in read_csv(client.get(f"{PAGE}csv/?rows=academy&columns=one"))[1:]} == {""}
    assert client.get(f"{PAGE}?small=hidden").status_code == 400, "no choice of theirs"
    assert table(as_(superuser), "rows=academy&columns=one")["Ziwa Police School"] == {"Officers who completed": "1"}


def test_an_academy_hides_its_small_groups_where_it_passes_a_table_on(world, as_, halima):
    found = table(as_(halima), "small=hidden&figure=assigned&rows=academy&columns=one")
    assert found["Pwani Training Campus"] == {"Assigned": "–"}
    assert found["Mlima Police Academy"] == {"Assigned": "–"}, "8 less 6 would tell"
    assert found["Total"] == {"Assigned": "8"}


def test_one_person_s_many_completions_are_of_one_person(world, as_, region_coordinator):
    first = world["U1"]
    for day in range(1, 9):
        first.pk, first.completed_at = None, at(9, day)
        first.save()
    found = table(as_(region_coordinator), "figure=completed&rows=academy&columns=one")
    assert found["Ziwa Police School"] == {"Completed": "–"}
