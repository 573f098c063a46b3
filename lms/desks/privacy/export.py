"""Export of all data held about a person, as values that JSON takes."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Exists
from django.db.models.fields.files import FieldFile

from lms.foundation.database.statements import Parameter, Statement, Values
from lms.foundation.plugins.manifest import PersonalData
from lms.foundation.plugins.personal_data import DeclaredPersonalData, Reader, declared_personal_data, names_for
from lms.foundation.plugins.runtime import value_checks
from lms.people.directory.models import User

from . import missing_plugins
from .models import Declaration
from .plugin_calls import call_plugin, call_plugin_records
from .records import columns_of, model_of, rows_of

DESCRIBED = ("room", "table", "person", "what", "staff", "corrected", "erased", "days")
"""Keys of the description of a kind."""
_PERSON = Parameter("person", models.BigIntegerField())
PLAIN = (str, int, float, bool, type(None), dict, list)


def export(
    person: User, *, reader: Reader, now: datetime, with_empty: bool = True, most: int | None = None
) -> dict[str, Any]:
    """Return all that rooms and plugins hold about `person` and that `reader` may have: {"of", "for", "made_at",
    "kinds"}.

    Each kind says its room, its table, what it is, where it is corrected, what becomes of it on erasure, how many days
    it is kept, what people call its columns, how many rows there are, and has them, unless `reader` gets no value of
    them: all, or the first `most`. Kinds without rows are there, too, unless `with_empty` is False: that there is
    nothing is an answer.
    What stayed with accounts that became part of this one is there as well. The kind of an outside plugin that breaks
    is `missing`, and the others are there.
    """
    merged = list(person.merged.values_list("pk", flat=True))
    accounts = [person, *(User.objects.filter(pk__in=merged).order_by("pk") if merged else ())]
    kinds = list(declared_personal_data())
    held = _with_rows(kinds, accounts)
    return {
        "of": person.service_number,
        "for": reader.value,
        "made_at": now.isoformat(timespec="seconds"),
        "kinds": [
            *(
                _kind_or_none(one, accounts if place in held else (), reader, most)
                for place, one in enumerate(kinds)
                if with_empty or place in held
            ),
            *(_kind_of_unplugged(one, accounts, reader) for one in missing_plugins.declarations()),
        ],
    }


def _with_rows(kinds: Sequence[DeclaredPersonalData], accounts: Iterable[User]) -> set[int]:
    """Return the places of the `kinds` of which there are rows, and of all of outside plugins, which are asked one by
    one, since they may fail.

    Two statements for each account: of a hundred and seventy kinds most people have rows in twenty.
    """
    ours = [(place, one.record) for place, one in enumerate(kinds) if not one.plugin]
    by_column = {place: (model_of(record), record.person or "pk") for place, record in ours if record.rows is None}
    by_function = {place: record for place, record in ours if record.rows is not None}
    held = {place for place, one in enumerate(kinds) if one.plugin}
    for account in accounts:
        for found in _exists(tuple(by_column.values())).rows(person=account.pk):
            held |= {place for place, is_there in zip(by_column, found, strict=True) if is_there}
        there = _are_there([rows_of(account, record) for record in by_function.values()])
        held |= {place for place, is_there in zip(by_function, there, strict=True) if is_there}
    return held


def _are_there(querysets: "Sequence[models.QuerySet[models.Model]]") -> list[bool]:
    """Return for each whether it has rows; one statement, written without a queryset around all of them."""
    parts, values = [], list[Any]()
    for one in querysets:
        try:
            sql, parameters = one.query.exists().get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            sql, parameters = "SELECT 1 WHERE 1 = 0", ()
        parts.append(f"EXISTS({sql})")
        values += parameters
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return [bool(one) for one in cursor.fetchone()]


@cache
def _exists(columns: "tuple[tuple[type[models.Model], str], ...]") -> Values:
    """Return the statement that says, for each model and column, whether there are rows of a person: “x” or nothing."""
    there = [Exists(model._default_manager.filter(**{column: _PERSON})) for model, column in columns]
    said = [models.Case(models.When(one, then=models.Value("x")), default=models.Value("")) for one in there]
    return Values(lambda: User.objects.filter(pk=_PERSON).values_list(*said), prepared=True)


@cache
def _all_rows(model: type[models.Model], column: str, related: tuple[str, ...]) -> "Statement[models.Model]":
    """Return the statement that gives the rows of a person, with rows that they refer to."""

    def rows() -> "models.QuerySet[models.Model]":
        found = model._default_manager.filter(**{column: _PERSON}).order_by("pk")
        return found.select_related(*related) if related else found

    return Statement(rows)


def _kind_or_none(
    one: DeclaredPersonalData, accounts: Sequence[User], reader: Reader, most: int | None
) -> dict[str, object]:
    def kind() -> dict[str, Any]:
        given = _kind(str(one.room), one.record, accounts, reader, most) | {"missing": False}
        return value_checks.json_object(given) if one.plugin else given

    return call_plugin(one, "export", kind, instead=lambda: _missing(one))


def _kind_of_unplugged(one: Declaration, accounts: Sequence[User], reader: Reader) -> dict[str, object]:
    """Return a kind whose plugin does not run, as far as it can be read without; `missing` where only its code can."""
    names = {name: called for name, _column, called in one.facts["columns"] or ()}
    kind = {key: value for key, value in one.facts.items() if key in DESCRIBED} | {"names": names}
    given = tuple(one.facts["staff"]) if reader is Reader.STAFF else tuple(names)

    def ask() -> dict[str, object]:
        rows = (
            [as_json(row) for account in accounts for row in missing_plugins.values_of(one, account)] if given else []
        )
        number = sum(missing_plugins.number_of(one, account) for account in accounts)
        shown = [{name: value for name, value in row.items() if name in given} for row in rows]
        unseen = bool(number) and one.facts["columns"] is None
        return kind | {"number": number, "rows": shown, "missing": unseen}

    missing = kind | {"number": 0, "rows": [], "missing": True}
    return call_plugin_records(one.plugin, f"{one.facts['table']}.export", ask, instead=lambda: missing)


def _missing(one: DeclaredPersonalData) -> dict[str, object]:
    """Describe a kind that cannot be read now, without anything that its plugin gives."""
    bare = PersonalData(one.record.model, one.record.person, one.record.model, one.record.erased)
    return declaration_of(one.plugin, bare) | {"names": {}, "number": 0, "rows": [], "missing": True}


def _kind(
    room: str, record: PersonalData, accounts: Sequence[User], reader: Reader, most: int | None
) -> dict[str, object]:
    kind, given = declaration_of(room, record), names_for(reader, record)
    if given == ():
        return kind | {"names": {}, "number": sum(rows_of(one, record).count() for one in accounts), "rows": []}
    names = {column.name: str(column.verbose_name) for column in columns_of(record)} if record.shown is None else {}
    # All are read, since with a limit PostgreSQL goes through the table by its key; the first are made values.
    found = [(row, account) for account in accounts for row in _rows(record, account)]
    rows = [
        {name: value for name, value in _values(record, row, account).items() if given is None or name in given}
        for row, account in found[:most]
    ]
    return kind | {"names": names, "number": len(found), "rows": rows}


def declaration_of(room: str, record: PersonalData) -> dict[str, object]:
    """Return the declaration of a kind of record, without any row."""
    return {
        "room": room,
        "table": record.model,
        "person": record.person,
        "what": str(record.what),
        "staff": list(record.staff),
        "corrected": str(record.corrected),
        "erased": record.erased,
        "days": record.retention.days if record.retention else None,
    }


def _rows(record: PersonalData, person: User) -> "Iterable[models.Model]":
    related: tuple[str, ...] = ()
    if record.shown is None:
        columns = columns_of(record)
        related = tuple(column.name for column in columns if column.is_relation and not _is_person(column))
    if record.rows is None:
        return _all_rows(model_of(record), record.person or "pk", related).rows(person=person.pk)
    found = rows_of(person, record).order_by("pk")
    return (found.select_related(*related) if related else found).iterator(chunk_size=500)


def _values(record: PersonalData, row: models.Model, person: User) -> dict[str, object]:
    if record.shown is not None:
        return {name: as_json(value) for name, value in record.shown(row).items()}
    return {column.name: _value(row, column, person) for column in columns_of(record)}


def _value(row: models.Model, column: "models.Field[object, object]", person: User) -> object:
    """Return the value of a column; of another person who stands there nothing but that there is one."""
    if not _is_person(column):
        return as_json(getattr(row, column.name))
    number = getattr(row, column.attname)
    if number is None:
        return None
    return person.service_number if number == person.pk else "somebody else"


def _is_person(column: "models.Field[object, object]") -> bool:
    return column.is_relation and column.related_model is User


def as_json(value: object) -> Any:
    """Return `value` as JSON takes it: times as ISO 8601, files by name, rows by what they are called."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case FieldFile():
            return value.name or ""
        case dict():
            return {str(key): as_json(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [as_json(item) for item in value]
        case uuid.UUID() | Decimal():
            return str(value)
    return value if isinstance(value, PLAIN) else str(value)
