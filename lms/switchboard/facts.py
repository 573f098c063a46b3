"""What is known of each plugin."""

from datetime import datetime

from django.conf import settings

from lms.plugins import health, quarantine


def is_broken(plugin: str) -> bool:
    """Is `plugin` allowed, but does not run?"""
    return any(found.slug == plugin and found.allowed and not found.runs for found in settings.PLUGINS) or bool(
        quarantine.problem_of(plugin)
    )


def problems() -> dict[str, str]:
    """A sentence for each plugin that is allowed and does not run, by slug: why, and what to do."""
    return {found.slug: found.problem for found in settings.PLUGINS if found.problem} | quarantine.problems()


def refused(now: datetime) -> health.Finding:
    """A warning with the sentences of what does not run. They name no path and no value."""
    found = problems()
    return health.Finding(health.WARNING, {"in_quarantine": list(found.values())}) if found else health.Finding()
