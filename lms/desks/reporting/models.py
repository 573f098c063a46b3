"""The models of this room, where Django looks for them."""

# ruff: noqa: F401
from .sums.models import Completer, CourseSum, Refresh, Sum
