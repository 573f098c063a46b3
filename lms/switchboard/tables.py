"""Plugins whose tables are not as they need them."""

import importlib
import pkgutil

from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from lms.plugins.plugin import loaded


def missing(alias: str = "default") -> dict[str, list[str]]:
    """The migrations that are still to be run, by plugin. An empty database lacks everything, so nothing of plugins in particular."""
    applied = set(MigrationRecorder(connections[alias]).applied_migrations())
    if not applied:
        return {}
    found = {plugin.label: [name for name in _brought(plugin.label) if (plugin.label, name) not in applied] for plugin in loaded()}
    return {plugin: names for plugin, names in found.items() if names}


def _brought(label: str) -> list[str]:
    module, _explicit = MigrationLoader.migrations_module(label)
    try:
        package = importlib.import_module(module) if module else None
    except ModuleNotFoundError:
        return []
    return sorted(name for _finder, name, is_package in pkgutil.iter_modules(getattr(package, "__path__", ())) if not is_package)
