"""The law on conditions of access, on toys that break it."""

import pytest
from django import forms

from lms.foundation.plugins.access import AccessCondition, Missing
from lms.foundation.plugins.contract import Breach, sample_rows
from lms.foundation.plugins.contract.access import has_its_fields, judges, sample_of
from lms.learning.progress.models import Enrolment

SHARED = forms.IntegerField(label="Days")


class Days(AccessCondition):
    """A number of days since the enrolment."""

    slug, name, columns = "toy_days", "Days", ()

    def fields(self):
        return {"days": forms.IntegerField(label="Days", min_value=1)}

    def facts(self, enrolments, conditions, *, now):
        rows = Enrolment.objects.filter(pk__in=[one.pk for one in enrolments])
        return {one.pk: (now - one.enrolled_at).days for one in rows}

    def holds(self, condition, facts):
        return facts.own.get(self.slug, 0) >= condition.values["days"]

    def for_reviewers(self, condition, places):
        return "days have passed"

    def for_learners(self, condition, places):
        return Missing("Wait.")


def one_by_one(self, enrolments, conditions, *, now):
    return {one.pk: Enrolment.objects.filter(pk=one.pk).count() for one in enrolments}


def toy(**changes):
    return type("Toy", (Days,), changes)()


@pytest.fixture
def enrolments(db):
    world = sample_rows.make()
    return [world.under_way, world.completed]


def test_a_sound_kind_keeps_the_law(enrolments):
    for columns in ((), ("activity", "percent"), ("course", "day", "roles")):
        kind = toy(columns=columns)
        has_its_fields(kind, {"days": 3})
        judges(kind, sample_of(kind, {"days": 3}), enrolments)


@pytest.mark.parametrize(
    ("changes", "values", "said"),
    [
        ({"name": " "}, {"days": 3}, "has no name"),
        ({"slug": "toy.days"}, {"days": 3}, "without a dot"),
        ({"fields": lambda self: {"days": forms.IntegerField()}}, {"days": 3}, "has no label"),
        ({"columns": ("week",)}, {"days": 3}, "there are course, activity"),
        ({"columns": ("course", "activity")}, {"days": 3}, "choose one"),
        ({}, {}, "Give the values of"),
        ({}, {"days": 0}, "does not take its sample"),
        ({"fields": lambda self: {"days": SHARED}}, {"days": 3}, "make a new one"),
    ],
)
def test_a_kind_whose_fields_are_not_sound_is_found(changes, values, said):
    with pytest.raises(Breach, match=said):
        has_its_fields(toy(**changes), values)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"facts": one_by_one}, "more statements for many"),
        ({"facts": lambda self, rows, conditions, *, now: [1]}, "give a mapping"),
        ({"holds": lambda self, condition, facts: None}, "say True or False"),
        ({"holds": lambda self, condition, facts: Enrolment.objects.exists()}, "asks the database while"),
        ({"could_hold": lambda self, condition, reach: 1}, "say True or False"),
        ({"could_hold": lambda self, condition, reach: False}, "nobody could ever"),
        ({"for_reviewers": lambda self, condition, places: None}, "for_reviewers of"),
        ({"for_learners": lambda self, condition, places: "Wait."}, "no Missing"),
        ({"for_learners": lambda self, condition, places: Missing("")}, "for_learners of"),
    ],
)
def test_a_kind_that_judges_or_says_nothing_sound_is_found(changes, said, enrolments):
    kind = toy(**changes)
    with pytest.raises(Breach, match=said):
        judges(kind, sample_of(kind, {"days": 3}), enrolments)
