"""Rows of tables and choices of filters that are written without a template; what can be chosen, asked at once."""

import pytest

from lms.desks.reporting.filters import scope
from lms.desks.reporting.filters.fields import Option
from lms.desks.reporting.filters.options_html import options
from lms.desks.reporting.tables.html import body
from lms.desks.reporting.tables.table import Cell

MARKUP = '<b onclick="x">&amp;\''
ESCAPED = "&lt;b onclick=&quot;x&quot;&gt;&amp;amp;&#x27;"


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize(
    "changes", [{"text": MARKUP}, {"url": MARKUP}, {"note": MARKUP}, {"text": MARKUP, "name": True}]
)
def test_no_value_is_markup(place, changes):
    row = [Cell("Mlima"), Cell("4")]
    row[place] = Cell(**{"text": "x", **changes})
    html = body([row], [row])
    assert MARKUP not in html
    assert html.count(ESCAPED) == 2


def test_the_first_cell_heads_its_row_and_leads_on():
    html = body([[Cell("Mlima", "/a/?b=1&c=2", note="KE-1"), Cell("4", "/d/", numeric=True, heading="Assigned")]], [])
    assert '<th scope="row"><a href="/a/?b=1&amp;c=2">Mlima</a>' in html
    assert '<span class="small soft"><bdi>KE-1</bdi></span></th>' in html
    assert '<td class="num" data-label="Assigned"><a href="/d/">4</a></td>' in html
    assert "<tfoot>" not in html


def test_the_number_below_a_name_is_not_broken():
    assert '<bdi class="nowrap">KE-1</bdi></span></th>' in body([[Cell("Abdi", name=True, note="KE-1")]], [])


def test_a_choice_is_no_markup():
    assert options([Option(MARKUP, MARKUP, True)]) == f'<option value="{ESCAPED}" selected>{ESCAPED}</option>'


def test_the_statement_of_what_can_be_chosen_is_that_of_the_orm(world, halima, stranger):
    for viewer in (halima, stranger):
        by_orm = sorted(map(tuple, scope._described(viewer)))
        assert sorted(map(tuple, scope._DESCRIBED.rows(viewer=viewer.pk))) == by_orm
    assert any(row[0] == "place" for row in scope._described(halima))
    assert not any(row[0] in ("place", "cohort") for row in scope._described(stranger))
