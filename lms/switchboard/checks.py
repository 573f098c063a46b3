"""Checks of `manage.py check` about plugins."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError

from . import addresses
from .missing_tables import missing, sentence
from .plugin_status import details, problems

if TYPE_CHECKING:
    from collections.abc import Sequence


def found_while_loading(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Return an error for each plugin that cannot run; a warning if the installation goes on without it."""
    addresses.read()
    kind = Warning if settings.PLUGINS_QUARANTINE else Error
    number = "W001" if settings.PLUGINS_QUARANTINE else "E001"
    return _messages(kind, f"plugins.{number}")


def found_when_deploying(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Return an error for each plugin that cannot run, if the installation would go on without it."""
    return _messages(Error, "plugins.E001") if settings.PLUGINS_QUARANTINE else []


def found_in_the_database(
    app_configs: object, databases: "Sequence[str] | None" = None, **kwargs: object
) -> list[CheckMessage]:
    """Return a warning for each plugin whose tables are not as it needs them."""
    try:
        return [Warning(sentence(plugin), id="plugins.W002") for alias in databases or () for plugin in missing(alias)]
    except DatabaseError:  # an empty database lacks everything, so nothing of plugins in particular
        return []


def _messages(kind: Callable[..., CheckMessage], number: str) -> list[CheckMessage]:
    raised = details()
    return [kind(problem, hint=raised.get(plugin), id=number) for plugin, problem in problems().items()]
