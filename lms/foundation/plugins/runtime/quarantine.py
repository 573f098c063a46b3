"""Plugins that broke while they were loaded: what they registered is taken out again, and everybody is told why."""

import logging
from typing import Any

from .activation import withdrawals

log = logging.getLogger(__name__)
_problems: dict[str, str] = {}
_details: dict[str, str] = {}


def put(plugin: str, error: BaseException) -> None:
    """Put `plugin`, which broke with `error`, into quarantine: it is not to be asked for anything."""
    log.error("plugin in quarantine: %s", plugin, exc_info=error)
    _details[plugin] = f"{type(error).__name__}: {error}"
    _problems[plugin] = (
        f"The plugin “{plugin}” breaks while it is loaded ({type(error).__name__}). "
        f"Install a version of it that works, or take it out of MAFUNZO_PLUGINS."
    )


def lacks(plugin: str, other: str) -> None:
    """Put `plugin` into quarantine, since it needs `other`, which is in quarantine."""
    _problems[plugin] = f"The plugin “{plugin}” needs “{other}”, which is in quarantine. Mend “{other}” first."


def seal(apps: Any, plugin: str) -> None:
    """Take out what `plugin` registered, and the app itself: Django no longer looks for its templates,
    commands and hooks.
    """
    for withdraw in withdrawals:
        withdraw(plugin)
    apps.app_configs = {label: config for label, config in apps.app_configs.items() if label != plugin}
    apps.clear_cache()


def problem_of(plugin: str) -> str:
    """Return why `plugin` is in quarantine, as a sentence that all people may read; empty if it is not."""
    return _problems.get(plugin, "")


def detail_of(plugin: str) -> str:
    """Return the raised error, for people who run the site: it may name paths and addresses."""
    return _details.get(plugin, "")


def problems() -> dict[str, str]:
    """Return a sentence for each plugin in quarantine."""
    return dict(_problems)
