"""System checks of what is held about people."""

from django.conf import settings
from django.core.checks import CheckMessage, Warning

from lms.foundation.plugins.personal_data import declared_personal_data


def retention_names_tables(app_configs, **kwargs) -> list[CheckMessage]:
    """Return a warning where days are set for no table that has any: a word was mistyped, or its plugin is gone."""
    known = {one.record.model for one in declared_personal_data() if one.record.retention is not None}
    unknown = sorted(settings.RETENTION_DAYS.keys() - known)
    if not unknown:
        return []
    return [
        Warning(
            f"RETENTION_DAYS names {', '.join(unknown)}, of which nothing is deleted after a time.",
            hint=f"It takes {', '.join(sorted(known))}. See docs/run/personal-data.md.",
            id="privacy.W001",
        )
    ]
