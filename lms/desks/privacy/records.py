"""The rows of a person, of each kind that a room or a plugin declared."""

from typing import Any

from django.apps import apps
from django.db import models

from lms.foundation.plugins.manifest import PersonalData
from lms.people.directory.models import User

STAYS_UNSAID = ("AutoField", "BigAutoField", "UUIDField", "DateTimeField", "DateField")
"""Columns that a person gets of rows that stay without them, where nothing else is declared."""

SECRET = ("password", "secret", "token", "nonce")
"""What the names of columns contain that nobody gets: whoever has them could act as the person."""


def rows_of(person: User, record: PersonalData) -> "models.QuerySet[models.Model]":
    """Return the rows of `record` that belong to `person`. Raises `TypeError` where a function gives anything else."""
    if record.rows is not None:
        rows: models.QuerySet[Any] = record.rows(person)
        if not isinstance(rows, models.QuerySet) or rows.model._meta.concrete_model is not model_of(record):
            raise TypeError(f"{rows!r:.200} are no rows of {record.model}")
        return rows
    return model_of(record)._default_manager.filter(**{record.person or "pk": person.pk})


def model_of(record: PersonalData) -> type[models.Model]:
    return apps.get_model(record.model)


def columns_of(record: PersonalData) -> "list[models.Field[object, object]]":
    """Return the columns that the person gets in their export."""
    columns: list[models.Field[Any, Any]] = list(model_of(record)._meta.concrete_fields)
    if record.fields is not None:
        return [column for column in columns if column.name in record.fields]
    if record.erased == "deleted":
        return [column for column in columns if not any(word in column.name for word in SECRET)]
    return [column for column in columns if column.get_internal_type() in STAYS_UNSAID]
