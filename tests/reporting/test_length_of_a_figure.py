"""Length of the way of one figure on a coordinator's page, from the service that the view calls on."""

import pytest

from lms.desks.reporting.filters.selection import ask
from lms.desks.reporting.sums.refresh import refresh
from lms.desks.reporting.tables.completion import completion
from tests.conftest import NOW
from tests.way import Way


@pytest.fixture
def way(world, halima):
    """The numbers of each institution, from sums and from a figure over another table."""
    refresh(now=NOW)
    completion.answer(ask(halima, {}, now=NOW))  # what is read once for all stays
    selection, way = ask(halima, {}, now=NOW), Way()
    way.follow(lambda: completion.answer(selection))
    return way


def test_a_figure_passes_few_functions(way):
    """Each is counted once, however often it is called."""
    assert len(set(way.functions)) <= 25, "\n".join(dict.fromkeys(way.functions))


def test_a_figure_calls_no_higher_floor(way):
    assert way.climbs == []


def test_both_kinds_of_figures_are_counted(way):
    """The counter followed the work to its end."""
    names = {name.partition(":")[2] for name in way.functions}
    assert {"by_column", "_counted", "row_of"} <= names
