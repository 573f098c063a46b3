"""The shelf behind every socket: what is put there has an owner, is asked where that is on, and goes with it."""

from types import SimpleNamespace

import pytest

from lms.foundation.plugins import events, filters, health, impact
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.job import jobs
from lms.foundation.plugins.pages import destinations, slots
from lms.foundation.plugins.report import figures, paired_tests
from lms.foundation.plugins.runtime import activation
from lms.foundation.plugins.runtime.registrations import Registrations

pytestmark = pytest.mark.once

HERE, ELSEWHERE = SimpleNamespace(plugins={"orchard": True}), SimpleNamespace(plugins={})


@pytest.fixture
def shelf(monkeypatch):
    monkeypatch.setattr(activation, "withdrawals", [])
    monkeypatch.setattr(activation, "inventories", [])
    shelf = Registrations("tree")
    shelf.put("oak", "an oak")
    with activation.plugging("orchard"):
        shelf.put("apple", "an apple tree")
    return shelf


def test_what_a_plugin_puts_there_is_its_own_whosever_code_it_is(shelf):
    assert [shelf.owner(key) for key in ("oak", "apple")] == ["", "orchard"]
    assert shelf.of("orchard") == ["an apple tree"]


def test_code_is_known_by_its_module_wherever_it_is_put_there(shelf, monkeypatch):
    monkeypatch.setattr(activation, "_packages", {__name__: "orchard"})
    shelf.put("here", test_code_is_known_by_its_module_wherever_it_is_put_there)
    assert shelf.owner("here") == "orchard"


def test_a_registration_is_used_where_the_plugin_is_on(shelf):
    assert list(shelf.on_at(HERE)) == ["an oak", "an apple tree"]
    assert list(shelf.on_at(ELSEWHERE)) == ["an oak"]
    assert list(shelf.on_at(None)) == ["an oak", "an apple tree"]


def test_the_same_key_replaces_and_keeps_its_place(shelf):
    shelf.put("oak", "another oak")
    assert list(shelf) == ["another oak", "an apple tree"]


def test_registrations_are_listed_and_withdrawn_with_their_plugin(shelf):
    assert activation.contributions("orchard") == [("tree", "apple")]
    for withdraw in activation.withdrawals:
        withdraw("orchard")
    assert list(shelf) == ["an oak"]
    assert activation.contributions("orchard") == []


def test_registrations_may_change_while_they_are_read(shelf):
    for key, _thing in shelf.items():
        shelf.remove(key)
    assert not shelf


def test_every_socket_uses_registrations():
    every = [
        activities,
        figures,
        destinations._registered,
        health._checks,
        *events._receivers.values(),
        *slots._providers.values(),
        *(point._filters for point in filters.points),
        paired_tests,
        *(impact.impacts._counters, impact.impacts._finders, impact.impacts._recorders),
    ]
    assert all(isinstance(shelf, Registrations) for shelf in every)
    assert {shelf.withdraw for shelf in every} <= set(activation.withdrawals)
    assert {shelf.inventory for shelf in every} <= set(activation.inventories)


class TestASlugOfOthers:
    """Slugs are shared by all plugins: an outside one registers under its own name alone."""

    @pytest.mark.parametrize("slug", ["harvest", "quiz", "orchards_harvest", "orchardharvest"])
    def test_is_refused(self, slug):
        kind = type("Harvest", (), {"slug": slug})
        with activation.plugging("orchard"), pytest.raises(ValueError, match="has to be called “orchard_…”"):
            jobs.register(kind)
        assert "harvest" not in jobs

    def test_is_taken_where_it_begins_with_the_name_of_the_plugin(self):
        with activation.plugging("orchard"):
            jobs.register(type("Harvest", (), {"slug": "orchard_harvest"}))
        assert jobs.owner("orchard_harvest") == "orchard"
        jobs.withdraw("orchard")
