"""Days and hours in this language."""

from ..shared import *  # noqa: F403

DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j F Y، H:i"
