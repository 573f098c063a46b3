"""The models of this room, where Django looks for them."""

# ruff: noqa: F401
from .authoring.pages import CasePage
from .pictures.models import Picture
from .runs.models import LogEntry, Run, Seat
