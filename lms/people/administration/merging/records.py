"""The rows that go along when two accounts become one, as rooms and plugins declare them, and taking them back.

What an outside plugin keeps is asked for behind the guard. Where it breaks, `Faulty` is raised.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector

from lms.foundation.plugins.manifest import PersonalData
from lms.foundation.plugins.personal_data import DeclaredPersonalData, brought_by, declared_personal_data
from lms.foundation.plugins.runtime import faults, guard
from lms.foundation.plugins.runtime.errors import Faulty

from ...directory.models import User
from .models import Merge, MergedRow

T = TypeVar("T")


def moving() -> list[DeclaredPersonalData]:
    """Return the declared kinds of rows that move with an account: rows that refer to their person by one column."""
    return [one for one in declared_personal_data() if one.record.merged == "moved"]


def rows_of(record: PersonalData, person: User) -> "models.QuerySet[models.Model]":
    return apps.get_model(record.model)._default_manager.filter(**{record.person: person.pk}).order_by("pk")


def counts(person: User) -> list[tuple[object, str, int]]:
    """Return room, kind and number of rows for each kind that would move and has any row. Rows of a plugin that breaks
    are not counted.
    """
    found = (_count(one, person) for one in moving())
    return [row for row in found if row[2]]


def _count(one: DeclaredPersonalData, person: User) -> tuple[object, str, int]:
    def ask() -> tuple[object, str, int]:
        return one.room, str(one.record.what), rows_of(one.record, person).count()

    try:
        return _asked(one.plugin, f"{one.record.model}.count", ask)
    except Faulty:
        return one.plugin, one.record.model, 0


def _asked(plugin: str, what: str, ask: Callable[[], T]) -> T:
    """Return the result of `ask`. Raises `Faulty` if an outside `plugin` breaks in it; then it wrote nothing."""
    if not plugin:
        return ask()

    def within() -> T:
        with transaction.atomic():
            return ask()

    name = apps.get_app_config(plugin).verbose_name
    return guard.answer(guard.Call(plugin, faults.PERSONAL, what), within, name=name)


def move(merge: Merge, one: DeclaredPersonalData) -> None:
    """Let these rows lead to the account that stays, and keep which they were. What is in the way on either side is let
    go, as far as the record says so; what still has no place stays where it is.
    """
    _asked(one.plugin, f"{one.record.model}.merge", partial(_move, merge, one.record))


def _move(merge: Merge, record: PersonalData) -> None:
    if record.spare is not None:
        _let_go(merge, record, _of_both(merge, record, record.spare(rows_of(record, merge.person), merge.into)))
    keys = list(rows_of(record, merge.person).values_list("pk", flat=True))
    if not _lead(record, keys, merge.into):
        keys = [key for key in keys if _lead(record, [key], merge.into)]
        if record.erased == "deleted" and record.spare is None:
            _let_go(merge, record, rows_of(record, merge.person))
    MergedRow.objects.bulk_create(
        [MergedRow(merge=merge, model=record.model, column=record.person, key=str(key)) for key in keys],
        batch_size=1000,
    )


def _of_both(merge: Merge, record: PersonalData, rows: Iterable[object]) -> list[object]:
    """Return `rows` as a list. Raises `ValueError` if one of them is no row of `record` that belongs to either
    account.
    """
    given = list(rows)
    model, both = apps.get_model(record.model), [merge.person_id, merge.into_id]
    keys = {row.pk for row in given if isinstance(row, model)}
    theirs = model._default_manager.filter(pk__in=keys, **{f"{record.person}__in": both})
    if len(keys) < len(given) or theirs.count() < len(keys):
        raise ValueError(f"What can be spared of {record.model} is not of these accounts alone.")
    return given


def _lead(record: PersonalData, keys: list[object], person: User) -> bool:
    """Let these rows lead to `person`; False, with nothing changed, where a constraint says no."""
    try:
        with transaction.atomic():
            apps.get_model(record.model)._default_manager.filter(pk__in=keys).update(**{record.person: person})
    except IntegrityError:
        return False
    return True


def _let_go(merge: Merge, record: PersonalData, rows: Iterable[Any]) -> None:
    """Delete rows that nothing depends on, with all that they held kept in the record of the merge."""
    for row in list(rows):
        if _is_alone(row):
            held = serializers.serialize("json", [row])
            MergedRow.objects.create(merge=merge, model=record.model, key=str(row.pk), row=held)
            row.delete()


def _is_alone(row: models.Model) -> bool:
    collector = Collector(using="default", origin=row)
    try:
        collector.collect([row])
    except models.ProtectedError:
        return False
    held: list[Any] = [*collector.data.values(), *collector.fast_deletes]
    touched: list[Any] = [rows for several in collector.field_updates.values() for rows in several]
    return sum(map(len, held)) == 1 and not any(map(len, touched))


def take_back(merge: Merge) -> int:
    """Lead each row back that still leads to the account that stayed, and make anew what was let go. Returns how many
    could not be: they were changed or deleted since, or their place is taken.
    """
    left = 0
    by_column: dict[tuple[str, str], list[str]] = {}
    for row in merge.rows.exclude(column="").order_by("pk"):
        by_column.setdefault((row.model, row.column), []).append(row.key)
    for (model, column), keys in by_column.items():
        left += len(keys) - _asked(*_undoing(model), partial(_back, model, column, keys, merge))
    for row in merge.rows.filter(column="").order_by("-pk"):
        left += not _asked(*_undoing(row.model), partial(_make_anew, row))
    return left


def _undoing(model: str) -> tuple[str, str]:
    return brought_by(model.partition(".")[0]), f"{model}.undo"


def _back(model: str, column: str, keys: list[str], merge: Merge) -> int:
    try:
        rows = apps.get_model(model)._default_manager.filter(**{column: merge.into}, pk__in=keys)
    except LookupError:  # the plugin is gone, with its table or without
        return 0
    try:
        with transaction.atomic():
            return rows.update(**{column: merge.person})
    except IntegrityError:
        return sum(_one_back(rows.filter(pk=key), column, merge.person) for key in keys)


def _one_back(row: "models.QuerySet[models.Model]", column: str, person: User) -> int:
    try:
        with transaction.atomic():
            return row.update(**{column: person})
    except IntegrityError:
        return 0


def _make_anew(row: MergedRow) -> bool:
    try:
        with transaction.atomic():
            for held in serializers.deserialize("json", row.row, ignorenonexistent=True):
                held.save()
    except (IntegrityError, serializers.base.DeserializationError):
        return False
    return True
