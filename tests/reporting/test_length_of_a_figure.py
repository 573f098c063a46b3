"""Length of the way of one figure: from the address to its number, and what is entered besides.

Counted are functions and modules of ours in all rooms, each once, however often it is called. Three stretches, none of
which leaves anything out of what it names:

- the figure: from a question that was read to numbers, with names and links of the rows where they are made with them;
- the report: from the address, so with rights, filters and the list of figures, which all figures of a page share;
- the page: from the request, so with middleware, frame, words of filters, drawing, and files of the page.
"""

import pytest

from lms.desks.reporting.sums.refresh import refresh
from lms.foundation.plugins.report import reports
from tests.conftest import NOW
from tests.way import Way

ROOM = "lms/desks/reporting/"
ONE_FIGURE = {"figure": "completed", "rows": "academy", "columns": "one"}


def entered(way: Way, room: str = "") -> tuple[set[str], set[str]]:
    """Functions and modules on the way, in a room."""
    functions = {name for name in way.functions if name.startswith(room)}
    return functions, {name.partition(":")[0] for name in functions}


def followed(question, numbers) -> Way:
    """The way from the question to what `numbers` reads of it; what is read once for all stays."""
    assert numbers(question()), "what is read once for all"
    asked, way = question(), Way()
    way.follow(lambda: numbers(asked))
    return way


def asked(halima, slug: str, params: dict[str, str]):
    return reports.get(slug).ask(halima, params, now=NOW)


def of_all(question):
    return question.every


def of_one(question):
    return list(question.file_rows())


@pytest.fixture(
    params=[("completion", {}, of_all), ("cross-table", ONE_FIGURE, of_one)], ids=["all figures", "one figure"]
)
def way(request, world, halima):
    """The numbers of each institution: all figures, from sums and from another table; and one, counted."""
    refresh(now=NOW)
    slug, params, numbers = request.param
    return followed(lambda: asked(halima, slug, params), numbers)


def test_a_figure_passes_few_functions(way):
    assert len(entered(way)[0]) <= 25, "\n".join(dict.fromkeys(way.functions))


def test_a_figure_calls_no_higher_floor(way):
    assert way.climbs == []


def test_one_figure_enters_few_modules(world, halima):
    way = followed(lambda: asked(halima, "cross-table", ONE_FIGURE), of_one)
    assert len(entered(way)[1]) <= 6, "\n".join(sorted(entered(way)[1]))


def test_both_kinds_of_figures_are_counted(world, halima):
    """The counter followed the work to its end."""
    refresh(now=NOW)
    way = followed(lambda: asked(halima, "completion", {}), of_all)
    names = {name.partition(":")[2] for name in way.functions}
    assert {"by_column", "_counted", "row_of"} <= names


@pytest.mark.parametrize(
    ("slug", "params", "functions", "modules"),
    [("completion", {}, 58, 21), ("cross-table", ONE_FIGURE, 64, 18)],
)
def test_a_report_enters_few_functions_and_modules(world, halima, slug, params, functions, modules):
    """From the address to the numbers of a file. Neither number may grow."""
    refresh(now=NOW)
    assert list(asked(halima, slug, params).file_rows())
    way = Way()
    way.follow(lambda: list(asked(halima, slug, params).file_rows()))
    found, within = entered(way)
    assert len(found) <= functions, "\n".join(sorted(found))
    assert len(within) <= modules, "\n".join(sorted(within))


@pytest.mark.parametrize(
    ("address", "room", "functions", "modules"),
    [
        ("completion/", ROOM, 114, 23),
        ("more/cross-table/", ROOM, 121, 22),
        ("completion/", "", 236, 73),
        ("more/cross-table/", "", 241, 72),
    ],
)
def test_a_page_enters_few_functions_and_modules(world, as_, halima, address, room, functions, modules):
    """From the request to the page, in this room and in all. Neither number may grow."""
    client, way = as_(halima), Way()
    assert client.get(f"/reports/{address}").status_code == 200
    way.follow(lambda: client.get(f"/reports/{address}"))
    found, within = entered(way, room)
    assert len(found) <= functions, "\n".join(sorted(found))
    assert len(within) <= modules, "\n".join(sorted(within))
