"""Blocks of plugins on the homes of staff: what breaks, is late or is not for the viewer leaves the page whole."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.foundation.plugins.contract import lists
from lms.foundation.plugins.contract.breach import Breach
from lms.foundation.plugins.pages import home
from lms.foundation.plugins.pages.slots import Link, Panel
from lms.foundation.plugins.runtime import activation
from lms.learning.progress.models import Enrolment
from lms.switchboard import recent_faults

PAGE = "/teach/today/"
EMPTY = "interface/components/empty.html"


@pytest.fixture
def put(trial, switch, academy):
    """`put(give)` puts a block of the plugin `trial` on “Today”, which is on at the academy."""

    def at(give, **more):
        fields = {"slug": "trial_day", "page": home.TODAY, "panel": lambda self, home: give(home), **more}
        block = type("TrialBlock", (home.HomeBlock,), fields)
        with activation.plugging("trial"):
            home.home_blocks.register(block)
        switch("trial", academy, True)
        return block

    return at


def notes(home) -> Panel:
    return Panel("Notes of the day", EMPTY, {})


def breaks(home) -> Panel:
    raise ZeroDivisionError


def shown(client) -> bool:
    response = client.get(PAGE)
    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="waiting"' in page and "Who needs attention" in page
    return "Notes of the day" in page


def test_stands_after_those_of_the_core(as_, omar, put):
    put(notes)
    page = as_(omar).get(PAGE).content.decode()
    titles = ('id="meetings"', 'id="waiting"', 'id="attention"', 'id="trial_day"')
    assert sorted(titles, key=page.index) == list(titles)


def test_is_there_where_its_plugin_is_on(as_, omar, put, switch, academy):
    put(notes)
    assert shown(as_(omar))
    switch("trial", academy, False)
    assert not shown(as_(omar))


def test_is_for_those_of_its_duties(as_, omar, put):
    put(notes, duties=frozenset({"coordinator"}))
    assert not shown(as_(omar))
    home.home_blocks.get("trial_day").duties = frozenset({"instructor"})
    assert shown(as_(omar))


@pytest.mark.parametrize(
    "give",
    [
        breaks,
        lambda home: "text",
        lambda home: Link("Notes of the day", "/"),
        lambda home: Panel("", EMPTY),
        lambda home: Panel("Notes of the day", "trial/nowhere.html"),
    ],
)
def test_that_breaks_is_left_out_and_logged(as_, omar, put, give):
    put(give)
    assert not shown(as_(omar))
    assert recent_faults.sockets_by_plugin(["trial"]) == {"trial": ["home block"]}


def test_without_anything_to_show_is_no_fault(as_, omar, put):
    put(lambda home: None)
    assert not shown(as_(omar))
    assert recent_faults.sockets_by_plugin(["trial"]) == {}


def test_that_takes_too_long_is_left_out_and_logged(as_, omar, put, monkeypatch, caplog):
    put(notes)
    monkeypatch.setattr(home, "MOST_SECONDS", -1)
    assert not shown(as_(omar))
    assert "took too long: home block trial_day.panel" in caplog.text
    assert recent_faults.sockets_by_plugin(["trial"]) == {"trial": ["home block"]}


def test_costs_no_statement_by_itself(as_, omar, put):
    panels, counted = iter([None, None, notes(None)]), []
    put(lambda home: next(panels))
    client = as_(omar)
    client.get(PAGE)
    for is_shown in (False, True):
        with CaptureQueriesContext(connection) as statements:
            assert shown(client) is is_shown
        counted.append(len(statements))
    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"page": "attic"}, "has the page “attic”"),
        ({"panel": lambda self, home: "text"}, "neither a Link nor a Panel"),
        ({"statements": 0, "panel": lambda self, home: Panel("A", EMPTY, {"n": Enrolment.objects.count()})}, "takes 1"),
    ],
)
def test_the_contract_says_what_is_wrong(db, rf, omar, now, fields, sentence):
    request = rf.get("/")
    request.user = omar
    whole = {"slug": "toy_day", "page": home.TODAY, "panel": lambda self, home: Panel("A", EMPTY)}
    lists.is_block(type("Sound", (home.HomeBlock,), whole)(), request, now=now)
    with pytest.raises(Breach, match=sentence):
        lists.is_block(type("Broken", (home.HomeBlock,), whole | fields)(), request, now=now)
