"""The rows that migrations of libraries put into an empty database.

`python -m tests.fresh_rows` writes them to the file that `home.operation.fresh_database` reads, after a library came
with new migrations.
"""

import json
import os
from typing import Any


def rows() -> list[dict[str, Any]]:
    """The rows in the default database, but for content types, permissions that models declare, and tables of ours."""
    from django.apps import apps
    from django.contrib.auth.models import Group, Permission
    from django.contrib.contenttypes.models import ContentType
    from django.core import serializers

    from home.operation.fresh_database import OURS

    found = _undeclared(Permission.objects.select_related("content_type").order_by("pk"))
    for model in sorted(apps.get_models(), key=lambda model: model is not Group):  # others are named by it
        ours = model.__module__.split(".")[0] in OURS
        if ours or not model._meta.can_migrate("default") or model in (ContentType, Permission):
            continue
        rows = serializers.serialize("python", model._base_manager.order_by("pk"))
        named = {
            field.name: field.related_model
            for field in (*model._meta.fields, *model._meta.many_to_many)
            if field.related_model in (ContentType, Group, Permission)
        }
        for row in rows:
            fields = row["fields"]
            fields.pop("translation_key", None)  # drawn anew in each database
            if model._meta.pk.related_model is ContentType:
                row["pk"] = _named(ContentType, row["pk"])
            fields |= {name: _named(related, fields[name]) for name, related in named.items() if name in fields}
        found += rows
    return found


def _undeclared(permissions: Any) -> list[dict[str, Any]]:
    """The permissions that no model declares, so that Django makes them at no migrate."""
    from django.contrib.auth.management import _get_all_permissions

    found = []
    for one in permissions:
        model = one.content_type.model_class()
        if model and one.codename not in [codename for codename, _name in _get_all_permissions(model._meta)]:
            fields = {"name": one.name, "codename": one.codename, "content_type": list(one.content_type.natural_key())}
            found.append({"model": "auth.permission", "pk": None, "fields": fields})
    return found


def _named(model: Any, value: Any) -> Any:
    """Name what has another number in each database; each of a list."""
    if isinstance(value, list):
        return sorted(_named(model, one) for one in value)
    return value and list(model.objects.get(pk=value).natural_key())


def write() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.test"
    django.setup()
    from django.core.serializers.json import DjangoJSONEncoder
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from home.operation.fresh_database import FILE, digest

    connection.settings_dict["NAME"] = ":memory:"
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    migrations = digest([migration for migration, _back in executor.migration_plan(leaves)])
    executor.migrate(leaves)
    kept = {"migrations": migrations, "rows": rows()}
    FILE.write_text(json.dumps(kept, cls=DjangoJSONEncoder, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
