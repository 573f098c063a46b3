"""Definitions, forms and states of quizzes as rows have them, which may be of any version: read as of the present one.

Within the functions of the activity type they are of the present version already.
"""

from collections.abc import Mapping
from typing import Any

from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.versions import DEFINITION, FORM, KEY, STATE, opened

from .form import Form, Items
from .state import State, keys_of, terms_of
from .type_versions import value_now

KIND = "quiz"
Stored = Mapping[str, Any]


def definition_of(stored: Stored) -> Stored:
    return opened(activities.get(KIND), DEFINITION, stored)


def form_of(stored: Stored) -> Form:
    return Form.read(opened(activities.get(KIND), FORM, stored))


def state_of(stored: Stored, form: Form | None = None) -> State:
    """Return the state with its `form`, so that responses and keys have the shapes that their types have now. Raises
    `BrokenState`.
    """
    state = State.read(_state(stored))
    return state if form is None else state.now(form.items)


def stored_terms(stored: Stored) -> Stored:
    """Return the terms of a state, whatever else of it can be read."""
    return terms_of(_state(stored))


def stored_keys(stored: Stored, items: Items) -> Stored:
    """Return the corrected keys of a state, in the same way."""
    state, kinds = _state(stored), items.kinds
    types = state.get("types", {})
    return {name: value_now(kinds, KEY, name, key, types) for name, key in keys_of(state).items()}


def _state(stored: Stored) -> Stored:
    return opened(activities.get(KIND), STATE, stored)
