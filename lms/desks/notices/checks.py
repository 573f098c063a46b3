"""System checks of notices."""

from django.conf import settings
from django.core.checks import CheckMessage, Error

from .quiet_hours import QuietHours


def quiet_hours_can_be_read(app_configs, **kwargs) -> list[CheckMessage]:
    """Return an error where no hours are meant: then no notice leaves."""
    try:
        QuietHours.read(settings.QUIET_HOURS)
    except ValueError:
        return [
            Error(
                f"QUIET_HOURS is “{settings.QUIET_HOURS}”, which are no hours.",
                hint="Write two times of a day, as in 20:00-07:00, or 00:00-00:00 for none.",
                id="notices.E001",
            )
        ]
    return []
