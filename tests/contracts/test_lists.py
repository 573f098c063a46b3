"""Each law on tabs and list columns catches the breach that it is there for."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from lms.foundation.plugins.contract import lists, sample_rows
from lms.foundation.plugins.contract.behaviour import NOW
from lms.foundation.plugins.contract.breach import Breach
from lms.foundation.plugins.contract.places import PlacesContract
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.list_columns import ListColumn
from lms.foundation.plugins.pages.slots import Link, Panel
from lms.foundation.plugins.pages.tabs import Tab
from lms.learning.progress.models import Enrolment

pytestmark = pytest.mark.once


@pytest.fixture
def world(db):
    return sample_rows.make()


class Notes(Tab):
    slug = "toy_notes"
    label = "Notes"
    place = slots.COHORT
    gives: object = Panel("Notes", "interface/components/empty.html")

    def panel(self, row, viewer, *, now):
        return self.gives


class Hours(ListColumn):
    slug = "toy_hours"
    label = "Hours"
    place = slots.ENROLMENT
    kind = "number"

    def values(self, rows, viewer, *, cohort, now):
        return dict.fromkeys(Enrolment.objects.visible_to(viewer).filter(pk__in=rows).values_list("pk", flat=True), 3)


def made(kind, /, **changes):
    found = kind()
    for name, value in changes.items():
        setattr(found, name, value)
    return found


class TestTabs:
    def drawn(self, world, rf, **changes):
        request = rf.get("/")
        request.user = AnonymousUser()
        lists.is_drawn(made(Notes, **changes), world.cohort, request, now=NOW)

    @pytest.mark.parametrize("changes", [{}, {"gives": None}, {"place": slots.PERSON}])
    def test_a_sound_one_breaks_no_law(self, world, rf, changes):
        self.drawn(world, rf, **changes)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"label": ""}, "has no label"),
            ({"place": slots.ENROLMENT}, "has the place “enrolment”"),
            ({"gives": Link("A", "/x/")}, "no Panel"),
            ({"gives": "text"}, "neither a Link nor a Panel"),
            ({"gives": Panel("A", "toy/nowhere.html")}, "which is not there"),
        ],
    )
    def test_anything_else_is_a_breach(self, world, rf, changes, sentence):
        with pytest.raises(Breach, match=sentence):
            self.drawn(world, rf, **changes)


class TestListColumns:
    def filled(self, world, **changes):
        tried = PlacesContract()
        asked = [world.under_way.pk, world.completed.pk]
        lists.is_filled(made(Hours, **changes), asked, tried.viewer(), tried.stranger(), cohort=None, now=NOW)

    def test_a_sound_one_breaks_no_law(self, world):
        self.filled(world)
        self.filled(world, values=lambda rows, viewer, *, cohort, now: {})

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"label": ""}, "has no label"),
            ({"place": slots.PERSON}, "has the place “person”"),
            ({"kind": "colour"}, "has the kind “colour”"),
            ({"kind": "date"}, "which is not of the kind date"),
            ({"values": lambda rows, viewer, *, cohort, now: [3]}, "give a mapping"),
            ({"values": lambda rows, viewer, *, cohort, now: {-1: 3}}, "was not asked about"),
            ({"values": lambda rows, viewer, *, cohort, now: {rows[0]: date(2026, 1, 1)}}, "not of the kind number"),
            ({"values": lambda rows, viewer, *, cohort, now: dict.fromkeys(rows, 3)}, "responsible for nobody"),
        ],
    )
    def test_anything_else_is_a_breach(self, world, changes, sentence):
        with pytest.raises(Breach, match=sentence):
            self.filled(world, **changes)

    def test_so_is_a_statement_for_each_row(self, world):
        def values(rows, viewer, *, cohort, now):
            return {pk: Enrolment.objects.visible_to(viewer).filter(pk=pk).count() for pk in rows}

        with pytest.raises(Breach, match="statements for one row"):
            self.filled(world, values=values)
