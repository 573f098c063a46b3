"""Plugins whose tables are not as they need them."""

import importlib
import pkgutil

from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from lms.foundation.plugins.plugin import loaded


def missing(alias: str = "default") -> dict[str, list[str]]:
    """Return the migrations that are still to be run, by plugin.

    One statement; raises `DatabaseError` where there are no tables at all.
    """
    brought = {plugin.label: _brought(plugin.label) for plugin in loaded()}
    recorded = MigrationRecorder(connections[alias]).migration_qs.filter(app__in=brought)
    applied = set(recorded.values_list("app", "name")) if brought else set()
    unapplied = {plugin: [name for name in names if (plugin, name) not in applied] for plugin, names in brought.items()}
    left = {plugin: [name for name in names if _is_of_its_own(plugin, name)] for plugin, names in unapplied.items()}
    return {plugin: names for plugin, names in left.items() if names}


def sentence(plugin: str) -> str:
    """Return a sentence with the fault and what to do."""
    return f"The tables of the plugin “{plugin}” are not up to date. Run “manage.py migrate”."


def _is_of_its_own(label: str, name: str) -> bool:
    """Return whether this migration does not replace older ones of the plugin: Django notes with the next `migrate`
    that those have run.
    """
    module, _explicit = MigrationLoader.migrations_module(label)
    replaced = importlib.import_module(f"{module}.{name}").Migration.replaces
    return not {old for _label, old in replaced} & set(_brought(label))


def _brought(label: str) -> list[str]:
    module, _explicit = MigrationLoader.migrations_module(label)
    try:
        package = importlib.import_module(module) if module else None
    except ModuleNotFoundError:
        return []
    modules = pkgutil.iter_modules(getattr(package, "__path__", ()))
    return sorted(
        module.name for module in modules if not module.ispkg and module.name[0] not in "_~"
    )  # as Django passes them over
