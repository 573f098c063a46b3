"""Days and hours in this language."""

from ..shared import *  # noqa: F403

SHORT_DATE_FORMAT = "j N Y"
DATETIME_FORMAT = "j F Y H:i"
SHORT_DATETIME_FORMAT = "j N Y H:i"
