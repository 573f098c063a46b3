"""Statements that are written once: queries, and what is written of one row. Django builds the SQL anew each time,
which takes several times as long as the database needs for one row.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import DatabaseError, DataError, connections, models, transaction
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

from lms.foundation.database.prepared_statements import preparing, with_constants

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

Row = TypeVar("Row", bound=models.Model)


class Parameter(models.Expression):
    """A value that is given when the statement is asked, under `name`; `field` says how the database writes it."""

    for_save = False

    def __init__(self, name: str, field: models.Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def resolve_expression(
        self,
        query: Any = None,
        allow_joins: bool = True,
        reuse: Any = None,
        summarize: bool = False,
        for_save: bool = False,
    ) -> "Parameter":
        """Return the parameter, knowing whether it is written or compared."""
        resolved: Parameter = super().resolve_expression(query, allow_joins, reuse, summarize, for_save)
        resolved.for_save = for_save
        return resolved

    def as_sql(self, compiler: SQLCompiler, connection: "BaseDatabaseWrapper") -> Any:
        """Return itself as the parameter, to be replaced."""
        return "%s", [self]


@dataclass(frozen=True)
class _Written:
    """Query as SQL, with the facts that Django's own iterator over rows has of it."""

    sql: str
    parameters: tuple[Any, ...]
    model: type[models.Model]
    fields: list[str]
    start: int
    end: int
    related: list[Any]
    annotations: dict[str, int]
    converters: list[tuple[int, list[Any], Any]]


class Statement(Generic[Row]):
    """A query whose SQL is written at its first use, once for each database.

    `asks` gives the queryset, with a `Parameter` in place of each value that changes. What comes is what the queryset
    would give, its `select_related` and annotations included; it fetches nothing in advance beyond those (no
    `prefetch_related`), and a condition that can never hold is an error.

    `prepared`: PostgreSQL keeps its plan, which is then the same for all values. Only for what finds a few rows by an
    index, whatever the values: of anything else that plan can be far worse.
    """

    def __init__(self, asks: Callable[[], models.QuerySet[Row]], *, prepared: bool = False) -> None:
        self.asks, self.prepared = asks, prepared
        self._written: dict[str, _Written] = {}

    def rows(self, *, using: str = "default", **values: object) -> list[Row]:
        """Return the rows for `values`, by the names of the open places."""
        written = self._written.get(using) or self._write(using)
        records, _number = run(using, written.sql, written.parameters, values, prepared=self.prepared)
        connection, rows = connections[using], []
        for record in records:
            columns = list(record)
            for place, functions, expression in written.converters:
                for convert in functions:
                    columns[place] = convert(columns[place], expression, connection)
            row: Any = written.model.from_db(using, written.fields, columns[written.start : written.end])
            for related in written.related:
                related.populate(columns, row)
            for name, place in written.annotations.items():
                setattr(row, name, columns[place])
            rows.append(row)
        return rows

    def records(self, *, using: str = "default", **values: object) -> list[tuple[Any, ...]]:
        """Return the same rows as the database gives them, for columns that need no conversion: the values of the
        fields in the order of the model, then the annotations. Raises `TypeError` if a column has to be converted.
        """
        written = self._written.get(using) or self._write(using)
        if written.converters:
            raise TypeError(f"Columns of {written.model._meta.label} have to be converted: ask for its rows.")
        return run(using, written.sql, written.parameters, values, prepared=self.prepared)[0]

    def first(self, *, using: str = "default", **values: object) -> Row | None:
        """Return the first of the rows; the queryset says how many may come."""
        rows = self.rows(using=using, **values)
        return rows[0] if rows else None

    def _write(self, using: str) -> _Written:
        compiler: Any = self.asks().query.get_compiler(using)
        sql, parameters = compiler.as_sql()
        if self.prepared:
            sql, parameters = with_constants(connections[using], sql, parameters)
        places = compiler.klass_info["select_fields"]
        start, end = places[0], places[-1] + 1
        converters = compiler.get_converters([one[0] for one in compiler.select])
        self._written[using] = written = _Written(
            sql=sql,
            parameters=tuple(parameters),
            model=compiler.klass_info["model"],
            fields=[one[0].target.attname for one in compiler.select[start:end]],
            start=start,
            end=end,
            related=get_related_populators(compiler.klass_info, compiler.select, using),  # type: ignore[call-arg]  # types of Django 6
            annotations=compiler.annotation_col_map or {},
            converters=[(place, functions, expression) for place, (functions, expression) in converters.items()],
        )
        return written


class Values:
    """A query of values (`values_list`) that is written once, also of several queries joined end to end. `prepared` is
    as in `Statement`.
    """

    def __init__(
        self, asks: "Callable[[], models.QuerySet[models.Model, tuple[object, ...]]]", *, prepared: bool = False
    ) -> None:
        self.asks, self.prepared = asks, prepared
        self._written: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def rows(self, *, using: str = "default", **values: object) -> list[tuple[Any, ...]]:
        """Return the rows as the database gives them, by the names of the open places. Raises `TypeError` if a column
        has to be converted.
        """
        sql, places = self._written.get(using) or self._write(using)
        return run(using, sql, places, values, prepared=self.prepared)[0]

    def _write(self, using: str) -> tuple[str, tuple[object, ...]]:
        compiler: Any = self.asks().query.get_compiler(using)
        sql, parameters = compiler.as_sql()
        if compiler.get_converters([one[0] for one in compiler.select]):
            raise TypeError("Columns of a statement of values have to be converted.")
        if self.prepared:
            sql, parameters = with_constants(connections[using], sql, parameters)
        self._written[using] = written = sql, tuple(parameters)
        return written


class Update(Generic[Row]):
    """An update whose SQL is written at its first use, once for each database.

    `rows` gives the queryset, and `values` what its rows get; in both a `Parameter` stands for each value that changes.
    As with `QuerySet.update` no signal is sent.
    """

    def __init__(self, rows: Callable[[], models.QuerySet[Row]], **values: object) -> None:
        self.rows, self.values = rows, values
        self._written: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def write(self, *, using: str = "default", **values: object) -> int:
        """Write the `values`, by the names of the open places, and return how many rows got them."""
        sql, places = self._written.get(using) or self._write(using)
        with transaction.mark_for_rollback_on_error(using=using):
            return run(using, sql, places, values, fetches=False)[1]

    def _write(self, using: str) -> tuple[str, tuple[object, ...]]:
        query: Any = self.rows().query.chain(UpdateQuery)
        query.add_update_values(self.values)
        sql, parameters = query.get_compiler(using).as_sql()
        self._written[using] = written = sql, tuple(parameters)
        return written


class Save(Update[Row]):
    """`row.save(update_fields=columns)`, written once. No signal is sent. `conditions` have to hold as well."""

    def __init__(self, model: type[Row], columns: Iterable[str], *conditions: object) -> None:
        fields: list[Any] = [model._meta.get_field(name) for name in columns]
        self.names = [field.attname for field in fields]
        key = Parameter("pk", model._meta.pk)
        super().__init__(
            lambda: model._base_manager.filter(*conditions, pk=key),
            **{field.name: Parameter(field.attname, field) for field in fields},
        )

    def save(self, row: Row, *, using: str = "default", **given: object) -> None:
        """Write the columns of `row`; `given` are the open places of the conditions. Raises `DatabaseError` where it is
        gone.
        """
        sql, places = self._written.get(using) or self._write(using)
        values = {name: getattr(row, name) for name in self.names} | given | {"pk": row.pk}
        with transaction.mark_for_rollback_on_error(using=using):
            _rows, number = run(using, sql, places, values, fetches=False)
        if number != 1:
            raise DatabaseError(f"{row._meta.label} {row.pk} is gone.")


class Insert(Generic[Row]):
    """`row.save(force_insert=True)`, written once. No signal is sent.

    With `once` a row whose key is taken is passed over; the key is then its writer's.
    """

    def __init__(self, model: type[Row], *, once: bool = False) -> None:
        self.model, self.once = model, once
        self.gives_key = isinstance(model._meta.pk, models.AutoField)
        """Does the database give the key?"""
        fields = model._meta.local_concrete_fields
        self.fields = [field for field in fields if not (field.primary_key and self.gives_key)]
        self._written: dict[str, str] = {}

    def insert(self, row: Row, *, using: str = "default") -> bool:
        """Write `row`, which gets its key where the database gives it; False where it was passed over. Raises
        `IntegrityError` where its own is taken, which ends the transaction that one may be in.
        """
        connection = connections[using]
        sql = self._written.get(using) or self._write(row, using)
        values = [one.get_db_prep_save(getattr(row, one.attname), connection) for one in self.fields]
        with transaction.mark_for_rollback_on_error(using=using):
            rows, number = run(using, sql, values, fetches=self.gives_key)
        if self.gives_key:
            [(row.pk,)] = rows
        elif number == 0:
            return False
        row._state.adding, row._state.db = False, using
        return True

    def _write(self, row: Row, using: str) -> str:
        query: Any = InsertQuery(self.model)
        query.insert_values(self.fields, [row])
        compiler = query.get_compiler(using)
        compiler.returning_fields = [self.model._meta.pk] if self.gives_key else None
        [(sql, _parameters)] = compiler.as_sql()
        if self.once:
            sql += f" ON CONFLICT ({connections[using].ops.quote_name(str(self.model._meta.pk.column))}) DO NOTHING"
        self._written[using] = sql
        return sql


NOTHING: Mapping[str, Any] = {}


def run(
    using: str,
    sql: str,
    places: Iterable[object],
    values: Mapping[str, object] = NOTHING,
    *,
    prepared: bool = True,
    fetches: bool = True,
) -> tuple[list[tuple[Any, ...]], int]:
    """Run a statement and return its rows, where it `fetches` any, and how many there are or were written. `places` are
    its parameters, of which each `Parameter` is open for one of `values`.

    Nothing is read where one of them is a number that no column holds: databases refuse queries with such a number.
    Raises `DataError` where something would be written by it.
    """
    # Put the values into the open places, as the database writes them.
    connection: Any = connections[using]
    parameters: list[Any] = []
    for one in places:
        if not isinstance(one, Parameter):
            parameters.append(one)
            continue
        value, field = values[one.name], one.output_field
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            if not fetches:
                raise DataError(f"{value} is a number that no column holds.")
            return [], 0
        prepare = field.get_db_prep_save if one.for_save else field.get_db_prep_value
        parameters.append(prepare(value, connection))
    # PostgreSQL keeps the plans of statements whose text is always the same; Django's own cursors send text with the
    # values in it, which it plans anew each time. The settings say whether (`DATABASE_PREPARES`).
    connection.ensure_connection()
    prepares = prepared and getattr(connection.connection, "prepare_threshold", None) is not None
    own = connection._prepare_cursor(preparing()(connection.connection)) if prepares else connection.cursor()
    with own as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if fetches else [], cursor.rowcount
