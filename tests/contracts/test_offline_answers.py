"""Answers that arrive together: the law lets a sound activity be, and catches one that goes by more than its state."""

import pytest

from lms.foundation.plugins.activity import Outcome, Step, activities
from lms.foundation.plugins.contract.breach import Breach
from lms.foundation.plugins.contract.offline_answers import arrives_together

from .toy import Guess

pytestmark = pytest.mark.once


class Steps(Guess):
    slug = "toy_steps"
    fields = ("step",)

    def begin(self, definition, *, seed, terms):
        return {}, {"steps": []}

    def answer(self, form, state, data, *, now):
        steps = [*state["steps"], data["step"][0]]
        return Step({"steps": steps}, Outcome(completed=len(steps) == 3, closed=len(steps) == 3))


@pytest.fixture
def register(db, monkeypatch):
    def register(cls):
        monkeypatch.setitem(activities._entries, cls.slug, cls())

    return register


SAMPLES = [{"step": [name]} for name in "abc"]


def test_a_sound_one_breaks_no_law(register):
    register(Steps)
    arrives_together("toy_steps", {}, SAMPLES, plugin="toy")


def test_one_that_remembers_more_than_its_state_is_a_breach(register):
    class Remembers(Steps):
        seen = 0

        def answer(self, form, state, data, *, now):
            Remembers.seen += 1
            return Step({"steps": [*state["steps"], Remembers.seen]})

    register(Remembers)
    with pytest.raises(Breach, match="one by one to"):
        arrives_together("toy_steps", {}, SAMPLES, plugin="toy")


def test_one_that_refuses_what_it_took_is_a_breach(register):
    class Tired(Steps):
        times = 0

        def answer(self, form, state, data, *, now):
            Tired.times += 1
            return super().answer(form, state, data, now=now) if Tired.times <= len(SAMPLES) else 1 / 0

    register(Tired)
    with pytest.raises(Breach, match="arrive together not these"):
        arrives_together("toy_steps", {}, SAMPLES, plugin="toy")
