"""Days and hours in this language."""

from ..shared import *  # noqa: F403
