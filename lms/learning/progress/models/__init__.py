"""The models of this room, where Django looks for them."""

# ruff: noqa: F401
from .completions import ProgrammeCompletion
from .records import Attempt, Enrolment, Event, Stay
