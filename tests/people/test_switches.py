"""Plugins are switched on and off along the tree: the closest switch counts."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.functional import SimpleLazyObject
from wagtail.models import ModelLogEntry

from lms.foundation.plugins.runtime import activation
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services
from lms.people.directory.choices import Kind
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User
from lms.people.directory.switches import PluginSwitch


@pytest.fixture(autouse=True)
def plugins(monkeypatch):
    """“orchard” is off where nobody switched it on, “harbour” is on where nobody switched it off."""
    monkeypatch.setattr(activation, "_packages", dict(activation._packages))
    monkeypatch.setattr(activation, "_defaults", dict(activation._defaults))
    activation.know("orchard", package="orchard", on_by_default=False)
    activation.know("harbour", package="harbour", on_by_default=True)


def set_to(on: bool | None, institution: Institution, now, plugin: str = "orchard", by: User | None = None) -> None:
    services.switch(plugin=plugin, institution=institution, on=on, by=by, now=now)


def on_at(plugin: str = "orchard") -> set[str]:
    found = {institution.name for institution in Institution.objects.all() if activation.is_on(plugin, institution)}
    assert found == set(Institution.objects.where_on(plugin).values_list("name", flat=True))
    return found


class TestTheClosestSwitch:
    def test_is_that_of_the_plugin_itself_where_there_is_none(self, academy, ugandan_academy):
        assert on_at() == set()
        assert on_at("harbour") == {"East Africa", "Kenya", "Mlima Police Academy", "Uganda", "Ziwa Police School"}

    def test_counts_for_all_below_and_for_nobody_else(self, kenya, academy, neighbour_academy, ugandan_academy, now):
        set_to(True, kenya, now)
        assert on_at() == {"Kenya", "Mlima Police Academy", "Pwani Training Campus"}

    def test_wins_over_one_further_up_whichever_came_first(self, region, kenya, academy, neighbour_academy, now):
        set_to(False, academy, now)
        set_to(True, region, now)
        assert on_at() == {"East Africa", "Kenya", "Pwani Training Campus"}
        set_to(False, region, now, plugin="harbour")
        set_to(True, academy, now, plugin="harbour")
        assert on_at("harbour") == {"Mlima Police Academy"}

    def test_taken_away_leaves_the_one_above(self, kenya, academy, now):
        set_to(True, kenya, now)
        set_to(False, academy, now)
        set_to(None, academy, now)
        assert on_at() == {"Kenya", "Mlima Police Academy"}
        set_to(None, kenya, now)
        assert on_at() == set()
        assert not PluginSwitch.objects.exists()

    def test_is_known_to_the_institution_in_hand(self, kenya, academy, now):
        set_to(True, academy, now)
        assert activation.is_on("orchard", academy)
        set_to(True, kenya, now)
        set_to(None, academy, now)
        assert academy.plugins == {"orchard": True}


class TestTheTree:
    def test_a_new_institution_follows_the_one_above_as_it_stands_now(self, kenya, now):
        stale = Institution.objects.get(pk=kenya.pk)
        set_to(True, kenya, now)
        unit = services.create_institution(name="Unit", kind=Kind.UNIT, parent=stale)
        assert activation.is_on("orchard", unit)

    def test_one_that_moves_follows_its_new_place_and_keeps_its_own_switches(self, kenya, uganda, academy, now):
        unit = services.create_institution(name="Unit", kind=Kind.UNIT, parent=academy)
        set_to(True, kenya, now)
        set_to(True, uganda, now, plugin="lantern")
        set_to(False, unit, now)
        services.move(institution=academy, parent=uganda)
        academy.refresh_from_db()
        unit.refresh_from_db()
        assert academy.plugins == {"lantern": True}
        assert unit.plugins == {"lantern": True, "orchard": False}

    def test_a_larger_tree_costs_no_more_statements(
        self, kenya, academy, superuser, now, django_assert_max_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        set_to(True, academy, now)
        with CaptureQueriesContext(
            connection,
        ) as few:
            set_to(True, kenya, now, by=superuser)
        for number in range(40):
            services.create_institution(name=f"Unit {number}", kind=Kind.UNIT, parent=academy)
        with django_assert_max_num_queries(len(few)):
            set_to(False, kenya, now, by=superuser)


class TestTheHistory:
    def test_says_who_and_when(self, kenya, superuser, now):
        set_to(True, kenya, now, by=superuser)
        set_to(None, kenya, now, by=superuser)
        entries = list(ModelLogEntry.objects.order_by("pk"))
        assert [(entry.action, entry.user, entry.data["plugin"], entry.timestamp) for entry in entries] == [
            ("people.plugin_on", superuser, "orchard", now),
            ("people.plugin_as_above", superuser, "orchard", now),
        ]
        assert entries[0].message == "Plugin “orchard” switched on"

    def test_says_nothing_of_what_changed_nothing(self, kenya, superuser, now):
        set_to(None, kenya, now, by=superuser)
        set_to(True, kenya, now, by=superuser)
        set_to(True, kenya, now, by=superuser)
        assert ModelLogEntry.objects.count() == 1
        assert str(PluginSwitch.objects.get()) == "orchard: on, Kenya"


class TestANarrowedViewer:
    def test_sees_no_more_than_where_the_plugin_is_on(
        self, halima, academy, neighbour_academy, ugandan_academy, wanjiru, neighbour, now
    ):
        set_to(True, academy, now)
        viewer = services.narrowed(halima, "orchard")
        assert set(Institution.objects.visible_to(viewer)) == {academy}
        assert set(User.objects.visible_to(viewer)) == {wanjiru}
        assert neighbour in User.objects.visible_to(halima)

    def test_sees_everything_of_theirs_where_the_plugin_is_on_by_default(
        self, halima, academy, neighbour_academy, ugandan_academy, now
    ):
        set_to(False, neighbour_academy, now, plugin="harbour")
        viewer = services.narrowed(halima, "harbour")
        assert {found.name for found in Institution.objects.visible_to(viewer)} == {"Kenya", "Mlima Police Academy"}

    def test_is_held_to_it_as_a_superuser_too(self, superuser, enrolment, neighbour_academy, now):
        open_at_home = Cohort.objects.create(institution=enrolment.institution, name="Intake")
        viewer = services.narrowed(superuser, "orchard")
        for model in (Institution, User, Cohort, Enrolment):
            assert not model.objects.visible_to(viewer).exists()
            assert model.objects.visible_to(superuser).exists()
        set_to(True, enrolment.institution, now)
        assert list(Enrolment.objects.visible_to(viewer)) == [enrolment]
        assert list(Cohort.objects.visible_to(viewer)) == [open_at_home]

    def test_is_a_copy_even_of_somebody_who_is_yet_to_be_loaded(self, omar):
        lazy = SimpleLazyObject(lambda: omar)
        assert services.narrowed(lazy, "orchard").within == "orchard"
        assert omar.within == lazy.within == ""

    def test_a_signed_out_visitor_cannot_be_narrowed(self):
        with pytest.raises(ValueError, match="signed in"):
            services.narrowed(AnonymousUser(), "orchard")
