"""Tables, columns, triggers and migrations: whether the database is whole and of this version."""

import pkgutil
from datetime import datetime
from functools import cache
from importlib.util import find_spec

from django.apps import apps
from django.core import checks
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from lms.foundation.plugins.health import Finding, graded
from lms.foundation.plugins.runtime.activation import owner_of
from lms.foundation.plugins.runtime.guard import is_trusted

from .keeping import for_a_minute

_COLUMNS = {
    "sqlite": "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table'",
    "postgresql": (
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE "
        "c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 "
        "AND NOT a.attisdropped"
    ),
}


@for_a_minute
def schema(now: datetime) -> Finding:
    """Report the schema: down where a table, a column or a migration is missing, a warning where a trigger is.

    Tables of outside plugins count where plugins are looked at.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS[connection.vendor])
        there = set(cursor.fetchall())
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    missing = wanted(connection) - there
    tables = {table for table, _column in missing} - {table for table, _column in there}
    triggers = checks.run_checks(tags=[checks.Tags.database], databases=[connection.alias])
    figures = {
        "missing_tables": len(tables),
        "missing_columns": sum(table not in tables for table, _column in missing),
        "unapplied_migrations": len(_migrations() - applied),
        "missing_triggers": sum(one.level >= checks.WARNING for one in triggers),
    }
    down = sum(figures.values()) - figures["missing_triggers"]
    return Finding(graded(down=down, warning=figures["missing_triggers"]), figures)


def wanted(database: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """Return table and column of each field of the house's and the libraries' models."""
    return {
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        if _is_of_the_house(model) and model._meta.managed and model._meta.can_migrate(database)
        for field in model._meta.local_concrete_fields
        if field.column and field.column != "rowid"  # which SQLite has unnamed
    }


def _is_of_the_house(model: type[Model]) -> bool:
    plugin = owner_of(model)
    return not plugin or is_trusted(plugin)


@cache
def _migrations() -> set[tuple[str, str]]:
    """Return app and name of each migration that is installed, by the names of its files: none is loaded for it."""
    found = set()
    for config in apps.get_app_configs():
        plugin = owner_of(type(config))
        module, _is_default = MigrationLoader.migrations_module(config.label)
        spec = find_spec(module) if module and (not plugin or is_trusted(plugin)) else None
        for one in pkgutil.iter_modules(spec.submodule_search_locations if spec else None or []):
            if not one.ispkg and one.name[0] not in "_~":
                found.add((config.label, one.name))
    return found
