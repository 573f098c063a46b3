"""The code of a plugin called “drill”: conditions of access, one that works and others that break in each way."""

import pytest
from django import forms

from lms.foundation.plugins.access import AccessCondition, Missing, access_conditions
from lms.foundation.plugins.runtime import activation
from lms.learning.progress.models import Enrolment

hours: dict[int, int] = {}
"""Hours that learners drilled, by their primary key."""
asked: list[tuple[int, int]] = []
"""For how many enrolments and conditions facts were asked."""


class Hours(AccessCondition):
    """So many hours of drill."""

    slug = "drill_hours"
    name = "Hours of drill"

    def fields(self):
        return {
            "hours": forms.IntegerField(label="Hours", min_value=1),
            "since": forms.DateField(label="Since", required=False),
        }

    def facts(self, enrolments, conditions, *, now):
        asked.append((len(enrolments), len(conditions)))
        rows = Enrolment.objects.filter(pk__in=[one.pk for one in enrolments]).values_list("pk", "learner")
        return {pk: hours.get(learner, 0) for pk, learner in rows}

    def holds(self, condition, facts):
        return facts.own[self.slug] >= condition.values["hours"]

    def for_reviewers(self, condition, places):
        return f"{condition.values['hours']} hours of drill are done"

    def for_learners(self, condition, places):
        return Missing(f"Drill for {condition.values['hours']} hours first.", "/x/drill/")


class After(AccessCondition):
    """An earlier part is done, and today is no Sunday: one that uses the list of earlier parts."""

    slug = "drill_after"
    name = "Drilled after a part"
    columns = ("activity",)

    def holds(self, condition, facts):
        return condition.subject in facts.done

    def for_reviewers(self, condition, places):
        return f"“{places.activity(condition).title}” is drilled"

    def for_learners(self, condition, places):
        return Missing(f"Drill “{places.activity(condition).title}”.", places.activity(condition).url)


class Since(Hours):
    """So many hours, counted from a moment: one with a field of two inputs."""

    slug = "drill_since"
    name = "Hours of drill since a moment"

    def fields(self):
        return {"moment": forms.SplitDateTimeField(label="Since"), **super().fields()}


def broken(**functions):
    """The class of a condition of hours with these functions in the place of its own."""
    return type("Broken", (Hours,), functions)


def error(*_args, **_names):
    raise RuntimeError("The drill hall is closed.")


def nothing(*_args, **_names):
    return None


def generator(*_args, **_names):
    yield 1


@pytest.fixture
def plugged(monkeypatch):
    """Plugs a kind of condition in, off everywhere; it is taken out afterwards."""
    monkeypatch.setattr(activation, "_packages", dict(activation._packages))
    monkeypatch.setattr(activation, "_defaults", dict(activation._defaults))
    activation.know("drill", package=__name__, on_by_default=False)

    def plug(kind=Hours):
        with activation.plugging("drill"):
            access_conditions.register(kind)

    yield plug
    access_conditions.withdraw("drill")
    hours.clear()
    asked.clear()
