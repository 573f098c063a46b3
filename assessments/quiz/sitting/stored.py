"""Definitions, forms and states of quizzes as rows have them, which may be of any version: read as of the present one.

Within the functions of the activity type they are of the present version already.
"""

from collections.abc import Mapping
from typing import Any

from lms.plugins.activity import activities
from lms.plugins.versions import DEFINITION, FORM, STATE, opened

from .form import Form
from .state import State, keys_of, terms_of

KIND = "quiz"
Stored = Mapping[str, Any]


def definition_of(stored: Stored) -> Stored:
    return opened(activities.get(KIND), DEFINITION, stored)


def form_of(stored: Stored) -> Form:
    return Form.read(opened(activities.get(KIND), FORM, stored))


def state_of(stored: Stored) -> State:
    """Raises `Lost`."""
    return State.read(_state(stored))


def stored_terms(stored: Stored) -> Stored:
    """The terms of a state, whatever else of it can be read."""
    return terms_of(_state(stored))


def stored_keys(stored: Stored) -> Stored:
    """The corrected keys of a state, in the same way."""
    return keys_of(_state(stored))


def _state(stored: Stored) -> Stored:
    return opened(activities.get(KIND), STATE, stored)
