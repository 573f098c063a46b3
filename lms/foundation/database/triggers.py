"""Rows that the database keeps by other rows: triggers, which write in the transaction of the change, whoever makes it.

They are put in place after every migrate, since a remade table loses them, and on SQLite taken away before one.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

EVENTS = ("INSERT", "UPDATE", "DELETE")
ROWS = "changed_rows"
"""PostgreSQL: the name of the rows that a statement inserted or deleted, where they are handled together."""
_INSTALLED = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


@dataclass(frozen=True)
class Trigger:
    """Trigger after one kind of `event` on `table`: `body` is a text of SQL statements divided by semicolons.

    An update counts where one of `columns` differs. On PostgreSQL the rows of an insert or delete are handled together:
    `body` finds them in `ROWS`. With `when`, a condition on NEW and OLD, there is one call for each row on both
    databases. All of it is of the house: it goes into SQL as it is.
    """

    table: str
    event: str
    body: str
    columns: tuple[str, ...] = ()
    when: str = ""

    def name(self, prefix: str) -> str:
        """Return the name of the trigger, with a hash of its effect, so that a changed trigger replaces it."""
        does = f"{self.columns} {self.when} {self.body}"
        return f"{prefix}{self.table}_{self.event.lower()}_{sha256(does.encode()).hexdigest()[:8]}"

    def statements(self, name: str, vendor: str) -> list[str]:
        """Return the statements that create the trigger."""
        if vendor != "postgresql":
            return [f"CREATE TRIGGER {name} {self._each_row(vendor)} BEGIN {self.body}; END"]
        what = self._each_row(vendor) if self.event == "UPDATE" or self.when else self._together()
        body = f"BEGIN {self.body}; RETURN NULL; END"
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
            f"CREATE TRIGGER {name} {what} EXECUTE FUNCTION {name}()",
        ]

    def _each_row(self, vendor: str) -> str:
        different = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
        when = self.when or " OR ".join(f'OLD."{column}" {different} NEW."{column}"' for column in self.columns)
        of = f" OF {', '.join(self.columns)}" if self.columns else ""
        return f"AFTER {self.event}{of} ON {self.table} FOR EACH ROW" + (f" WHEN ({when})" if when else "")

    def _together(self) -> str:
        which = "NEW" if self.event == "INSERT" else "OLD"
        return f"AFTER {self.event} ON {self.table} REFERENCING {which} TABLE AS {ROWS} FOR EACH STATEMENT"


@dataclass(frozen=True)
class TriggerSet:
    """The triggers by which one thing is kept: `written` gives them for a database that has all `tables`.

    Where one was missing, `make_up` writes what it would have written, or after every migrate where it is `thorough`.
    `called` says what is not kept in what the system check `check_id` says.
    """

    prefix: str
    tables: Callable[[BaseDatabaseWrapper], Collection[str]]
    written: Callable[[BaseDatabaseWrapper], Iterable[Trigger]]
    make_up: Callable[..., object]
    called: str
    check_id: str
    thorough: bool = False

    def keep(self, app: AppConfig) -> None:
        """Put the triggers in place after every migrate of `app`, and look for them in `manage.py check`."""
        pre_migrate.connect(self.make_way, sender=app, dispatch_uid=self.prefix)
        post_migrate.connect(self.install, sender=app, dispatch_uid=self.prefix)
        register(partial(self.check), Tags.database)

    def install(self, *, using: str, **_kwargs: Any) -> None:
        """Put the triggers in place (a receiver of `post_migrate`), and take away those that were replaced."""
        connection = connections[using]
        if not self._can_be(connection):
            return
        with transaction.atomic(using=using), connection.cursor() as cursor:
            wanted, there = self.wanted(connection), self.installed(connection)
            for name in there.keys() - wanted.keys():
                on_table = f" ON {there[name]}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{on_table}")
                if connection.vendor == "postgresql":
                    cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            missing = wanted.keys() - there.keys()
            for name in missing:
                for statement in wanted[name].statements(name, connection.vendor):
                    cursor.execute(statement)
            if missing or self.thorough:
                self.make_up(using=using)

    def make_way(self, *, using: str, plan: Sequence[Any], **_kwargs: Any) -> None:
        """Take the triggers away where something is to be migrated on SQLite (a receiver of `pre_migrate`): it refuses
        to rename a table, as each remade one is, while a trigger of another names it. They come back afterwards.
        """
        connection = connections[using]
        if connection.vendor == "sqlite" and plan:
            with connection.cursor() as cursor:
                for name in self.installed(connection):
                    cursor.execute(f"DROP TRIGGER {name}")

    def check(self, *, databases: Any = None, **_kwargs: Any) -> list[CheckMessage]:
        """Return a warning for each database where one is missing (a warning, so that `migrate` can mend it)."""
        return [
            Warning(
                f"The {self.called} of the database “{using}” are not kept.",
                hint="Run `manage.py migrate`.",
                id=self.check_id,
            )
            for using in databases or ()
            if self._can_be(connections[using])
            and self.wanted(connections[using]).keys() - self.installed(connections[using]).keys()
        ]

    def wanted(self, connection: BaseDatabaseWrapper) -> dict[str, Trigger]:
        """Return each trigger by its name."""
        return {trigger.name(self.prefix): trigger for trigger in self.written(connection)}

    def installed(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        """Return the table of each trigger that there is, by its name."""
        with connection.cursor() as cursor:
            cursor.execute(_INSTALLED[connection.vendor])
            return {name: table for name, table in cursor.fetchall() if name.startswith(self.prefix)}

    def _can_be(self, connection: BaseDatabaseWrapper) -> bool:
        return {*self.tables(connection)} <= {*connection.introspection.table_names()}
