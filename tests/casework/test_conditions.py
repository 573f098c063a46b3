"""A condition that is made ready holds where it would hold anyway."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from assessments.casework.definition.case import AnyOf, Clause
from assessments.casework.definition.conditions import OPERATORS, holds, made_ready
from assessments.casework.script import script
from assessments.casework.state import LIVE, State
from tests.examples import examples

from .small_cases import CASES
from .test_laws import random_play

pytestmark = pytest.mark.once

FACTS = some.sampled_from("abc")
VALUES = some.sampled_from([None, True, False, 0, 1, 2, 1.0, 2.5, "", "x", "1"])
CLAUSES = some.builds(Clause, FACTS, some.sampled_from(OPERATORS), VALUES)
PARTS = CLAUSES | some.builds(AnyOf, some.lists(CLAUSES, max_size=3).map(tuple))


@given(
    when=some.lists(PARTS, max_size=3).map(tuple),
    facts=some.dictionaries(FACTS, VALUES),
    since=some.dictionaries(FACTS, some.integers(0, 3)),
)
@settings(max_examples=examples(400), deadline=None)
def test_what_is_made_ready_holds_where_it_holds(when, facts, since):
    assert made_ready(when)(facts, since) == holds(when, facts, since)


@given(case=CASES, seed=some.integers(0, 2**32))
@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
def test_a_state_as_json_is_what_json_gives_back_and_nobody_elses(case, seed):
    state, _log = random_play(script(case, seed, LIVE), seed, 30)
    stored = state.as_json()
    assert json.loads(json.dumps(stored)) == stored
    before = json.dumps(stored)
    _emptied(state.as_json())
    assert json.dumps(state.as_json()) == before and State.read(stored) == state


def _emptied(found) -> None:
    """Take out all that is in it, at any depth."""
    for inner in found.values() if isinstance(found, dict) else found:
        if isinstance(inner, dict | list):
            _emptied(inner)
    found.clear()
