"""Columns of plugins in lists of enrolments: on the page and in its files, for enrolments where the plugin is on."""

import pytest

from lms.desks.reporting.tables import enrolment_list as listing
from lms.foundation.plugins.pages.list_columns import list_columns
from lms.foundation.plugins.runtime import activation
from lms.people.administration.records import services as people
from tests.conftest import NOW
from tests.trial import lists

from .test_access import body
from .test_exports import read_csv

LIST = "/reports/completion/list/"


@pytest.fixture(autouse=True)
def _plugged():
    with lists.plugged():
        yield


@pytest.fixture
def on(academy):
    people.switch(plugin=lists.PLUGIN, institution=academy, on=True, by=None, now=NOW)


def rows(client, address: str = LIST) -> list[tuple[str, str]]:
    table = client.get(address).context["table"]
    assert table.headings[-1].label == "Remark"
    place = [heading.label for heading in table.headings].index("Institution")
    return [(row[place].text, row[-1].text) for row in table.rows]


def test_list_columns_are_filled_for_enrolments_where_the_plugin_is_on(on, world, as_, halima):
    found = rows(as_(halima))
    assert {place for place, _text in found} == {"Mlima Police Academy", "Pwani Training Campus"}
    for place, text in found:
        assert text.startswith("=remark") == (place == "Mlima Police Academy"), (place, text)


def test_list_columns_are_asked_once_for_the_rows_of_a_page(on, world, as_, halima):
    rows(as_(halima))
    [(asked, cohort)] = lists.asked
    assert cohort is None
    assert sorted(asked) == sorted(one.pk for number, one in world.enrolments.items() if number.startswith("M"))


def test_list_columns_are_absent_where_the_plugin_is_off(world, as_, halima, ugandan_coordinator, region):
    assert "Remark" not in body(as_(halima).get(LIST))
    people.switch(plugin=lists.PLUGIN, institution=region, on=True, by=None, now=NOW)
    assert rows(as_(ugandan_coordinator))
    theirs = {one.pk for number, one in world.enrolments.items() if number.startswith("U")}
    assert {pk for asked, _cohort in lists.asked for pk in asked} == theirs


def test_list_columns_are_in_the_file_and_start_no_formula(on, world, as_, halima, monkeypatch):
    monkeypatch.setattr(listing, "AT_ONCE", 3)
    head, *found = read_csv(as_(halima).get(f"{LIST}csv/"))
    assert head[-1] == "Remark"
    assert sum(row[-1].startswith("'=remark") for row in found) == 6
    asked = [len(pks) for pks, _cohort in lists.asked]
    assert (sum(asked), max(asked) <= 3) == (6, True)
    assert as_(halima).get(f"{LIST}xlsx/").status_code == 200


def test_take_no_other_column_s_place(on, world, as_, halima, monkeypatch):
    class Name(lists.Remark):
        slug = "name"
        label = "Their name"

    with activation.plugging(lists.PLUGIN), pytest.raises(ValueError, match="has to be called “trial_lists_"):
        list_columns.register(Name)
    assert "Their name" not in [heading.label for heading in as_(halima).get(LIST).context["table"].headings]


def test_a_list_column_that_breaks_leaves_the_list_whole(on, world, as_, halima, monkeypatch, caplog):
    def broken(*_args, **_kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(lists.Remark, "values", broken)
    assert {text for _place, text in rows(as_(halima))} == {"–"}
    assert "the plugin “trial_lists” broke: list column trial_lists_remark.values" in caplog.text
