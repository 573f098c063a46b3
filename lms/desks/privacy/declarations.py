"""Declarations of personal data of plugins, stored as names of tables and columns at each migration."""

import json
import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models, transaction
from django.utils import translation

from lms.foundation.plugins.manifest import PersonalData
from lms.foundation.plugins.plugin import Plugin, loaded
from lms.people.directory.models import User

from .export import declaration_of
from .models import Declaration
from .records import columns_of, model_of

Path = list[list[Any]]
"""From a table to a person: of each step its column, and table and column to which that leads."""
log = logging.getLogger(__name__)


def store_declarations(using: str, **kwargs: object) -> None:
    """Write down what each plugin that runs keeps of people. What is known of those whose code is gone stays, as long
    as their tables do.
    """
    with connections[using].cursor() as cursor:
        tables = set(connections[using].introspection.table_names(cursor))
    if Declaration._meta.db_table not in tables:
        return
    known = list(Declaration.objects.using(using).order_by("pk"))
    plugins = {plugin.label: _facts_of(plugin, tables) for plugin in loaded()}
    kept = [(one.plugin, one.facts) for one in known if one.plugin not in plugins and one.facts["stored_in"] in tables]
    wanted = kept + [(plugin, facts) for plugin, all_facts in plugins.items() for facts in all_facts]
    if wanted == [(one.plugin, one.facts) for one in known]:
        return
    with transaction.atomic(using=using):
        Declaration.objects.using(using).all().delete()
        Declaration.objects.using(using).bulk_create(
            [Declaration(plugin=plugin, facts=facts) for plugin, facts in wanted]
        )


def _facts_of(plugin: Plugin, tables: set[str]) -> list[dict[str, object]]:
    """Describe each record whose table exists; one that cannot be read is logged."""
    found = []
    for record in plugin.manifest.personal_data:
        try:
            if model_of(record)._meta.db_table in tables:
                found.append(facts_of(plugin.verbose_name, record))
        except Exception:  # whatever somebody else's declaration raises
            log.exception("what the plugin “%s” keeps in %s cannot be written down", plugin.label, record.model)
    return found


def facts_of(room: object, record: PersonalData) -> dict[str, object]:
    """Return all that has to be known to find, show and erase rows of `record` without the plugin's code, as JSON.

    `path` is None where only its code leads to the person, and `columns` where only its code says what they may see.
    """
    model = model_of(record)
    path = path_of(model, record.person)
    with translation.override("en"):
        facts = declaration_of(str(room), record)
        facts["columns"] = (
            None if record.shown else [_named(column) for column in columns_of(record) if _is_plain(column)]
        )
    facts |= {"stored_in": model._meta.db_table, "key": model._meta.pk.column, "path": path}
    if path is None:
        return facts | {"steps": []}
    steps = _deletions(model, path, ()) if record.erased == "deleted" else _emptying(model, path, record)
    return json.loads(json.dumps(facts | {"steps": list(steps)}, cls=DjangoJSONEncoder))


def path_of(model: type[models.Model], lookup: str) -> Path | None:
    """Return the way that `lookup` takes from rows of `model` to a person; None where it is no chain of columns."""
    here: Any = model
    path: Path = []
    for name in lookup.split("__"):
        try:
            column: Any = here._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        if not column.concrete or not column.is_relation or column.many_to_many or column.model is not here:
            return None
        here = column.related_model
        path.append([column.column, here._meta.db_table, column.target_field.column])
    return path if here is User else None


def _named(column: "models.Field[object, object]") -> list[str | None]:
    return [column.name, column.column, str(column.verbose_name)]


def _is_plain(column: "models.Field[object, object]") -> bool:
    """Return whether the column never refers to a person."""
    return not (column.is_relation and column.related_model is User)


def _deletions(model: type[models.Model], path: Path, above: tuple[object, ...]) -> Iterator[dict[str, object]]:
    """Yield the steps in which rows go, those that lead to them first, as Django would."""
    for relation in model._meta.get_fields(include_hidden=True):
        other: Any = relation.related_model
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)) or other in (model, *above):
            continue
        column = relation.field  # type: ignore[union-attr]
        way = [[column.column, model._meta.db_table, column.target_field.column], *path]
        if column.remote_field.on_delete is models.CASCADE:
            yield from _deletions(other, way, (model, *above))
        elif column.remote_field.on_delete is models.SET_NULL:
            yield {"table": other._meta.db_table, "path": way, "set": {column.column: None}, "files": []}
    yield {"table": model._meta.db_table, "path": path, "set": None, "files": _files(model._meta.concrete_fields)}


def _emptying(model: type[models.Model], path: Path, record: PersonalData) -> Iterator[dict[str, object]]:
    if record.emptied:
        columns: list[Any] = [model._meta.get_field(name) for name in record.emptied]
        values = {column.column: _stored(column, record.emptied[column.name]) for column in columns}
        yield {"table": model._meta.db_table, "path": path, "set": values, "files": _files(columns)}


def _files(columns: Any) -> list[str | None]:
    return [column.column for column in columns if isinstance(column, models.FileField)]


def _stored(column: "models.Field[object, object]", value: object) -> object:
    """Return `value` as a statement takes it."""
    return json.dumps(value) if isinstance(column, models.JSONField) else column.get_prep_value(value)
