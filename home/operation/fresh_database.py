"""Tables of an empty database, made at once instead of migration by migration.

Migrating from nothing renders every model several hundred times, and takes three quarters of a minute of processor. The
models that all migrations lead to are known without a database: each is created once, and the rows that the migrations
of libraries put in are read from a file. Where an installed library has other migrations than the file was made with,
nothing is made, and `migrate` does its usual work. `tests/home/test_fresh_database.py` compares both ways.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.core import serializers
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import CreateModel, RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.state import ProjectState
from django.db.models import Model
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from ..upgrades import versions

FILE = Path(__file__).with_name("fresh_rows.json")
OURS = ("lms", "courses", "assessments", "certificates", "home")
WRITES_HERE = "lms.desks.reporting.replica.Router"
"""The router of a replica for reports, which lets all rows be written in the default database."""
ABOUT_TABLES = {"set_page_path_collation", "set_collection_path_collation"}
"""Functions in migrations of libraries that change tables and no rows."""


def create_tables(connection: BaseDatabaseWrapper) -> bool:
    """Make all tables and first rows in an empty database. Returns whether they were made: not in a database that
    has tables, nor with libraries whose rows are not known, nor where rows may belong in another database.
    """
    # Rows are stored where routers say; without routers, in the default database.
    others = set(settings.DATABASE_ROUTERS) - {WRITES_HERE}
    if connection.alias != DEFAULT_DB_ALIAS or others or connection.introspection.table_names():
        return False
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    kept = read()
    if kept["migrations"] != digest(plan):
        return False
    state = executor.loader.project_state(executor.loader.graph.leaf_nodes())
    for model in state.models.values():  # the renaming of an index may leave it there twice
        model.options["indexes"] = list({index.name: index for index in model.options.get("indexes", [])}.values())
    # SQLite lets nobody make tables that refer to one another within a transaction that checks references.
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        # On SQLite the beginning of the transaction waited for another process, which may have made tables.
        if connection.introspection.table_names():
            return False
        _create(plan, state, editor)
        for migration in plan:
            executor.record_migration(migration)  # type: ignore[call-arg, arg-type]  # as Django's own call
        _fill(kept["rows"], connection)
        versions.note(timezone.now())
    return True


def read() -> dict[str, Any]:
    """Read the rows that migrations of libraries put in, and the digest of those migrations."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def digest(plan: list[Migration]) -> str:
    """Hash the names of the migrations that libraries bring, by SHA-256."""
    names = [f"{one.app_label}.{one.name}" for one in plan if not _is_ours(one)]
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()


def _is_ours(migration: Migration) -> bool:
    return type(migration).__module__.split(".")[0] in OURS


def _create(plan: list[Migration], state: ProjectState, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the table of each model, then do what migrations do to tables by SQL or by a function."""
    others = [(one, step) for one in plan for step in one.operations if not hasattr(step, "model_name")]
    by_sql = {
        (migration.app_label, made.name_lower)
        for migration, step in others
        if isinstance(step, SeparateDatabaseAndState)
        for made in step.state_operations
        if isinstance(made, CreateModel)
    }
    for model in state.apps.get_models():
        if model._meta.can_migrate(editor.connection) and (model._meta.app_label, model._meta.model_name) not in by_sql:
            editor.create_model(model)
    for migration, step in others:
        of_tables = isinstance(step, RunPython) and (
            _is_ours(migration) or getattr(step.code, "__name__", "") in ABOUT_TABLES
        )
        if isinstance(step, RunSQL | SeparateDatabaseAndState) or of_tables:
            step.database_forwards(migration.app_label, editor, state, state)


def _fill(rows: list[dict[str, object]], connection: BaseDatabaseWrapper) -> None:
    for config in apps.get_app_configs():
        create_contenttypes(config, verbosity=0)
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)
    made = []
    with disable_reference_index_auto_update(), transaction.atomic():
        for row in serializers.deserialize("python", rows):
            relations = row.m2m_data or {}
            row.save(save_m2m=False)
            _relate(row.object, relations)
            made.append(type(row.object))
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(dict.fromkeys(made))):
            cursor.execute(statement)


def _relate(row: Model, relations: Mapping[str, Iterable[object]]) -> None:
    """Store the relations of a row without signals, since nobody gave a right to somebody."""
    for name, related in relations.items():
        field: Any = row._meta.get_field(name)
        ours, theirs = field.m2m_column_name(), field.m2m_reverse_name()
        through = field.remote_field.through
        through._base_manager.bulk_create([through(**{ours: row.pk, theirs: pk}) for pk in related])
