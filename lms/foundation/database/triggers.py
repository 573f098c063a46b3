"""Rows that the database keeps by other rows: triggers, which write in the transaction of the change, whoever makes it.

They are put in place after every migrate, since a remade table loses them, and on SQLite taken away before one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

_INSTALLED = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


@dataclass(frozen=True)
class Trigger:
    """Trigger after one kind of `event` on `table`, for each row where `when` holds, a condition on NEW and OLD.

    `body` is a text of SQL statements divided by semicolons. All of it is of the house: it goes into SQL as it is.
    """

    table: str
    event: str
    body: str
    when: str

    def name(self, prefix: str) -> str:
        """Return the name of the trigger, with a hash of its effect, so that a changed trigger replaces it."""
        does = f"{self.when} {self.body}"
        return f"{prefix}{self.table}_{self.event.lower()}_{sha256(does.encode()).hexdigest()[:8]}"

    def statements(self, name: str, vendor: str) -> list[str]:
        """Return the statements that create the trigger."""
        what = f"AFTER {self.event} ON {self.table} FOR EACH ROW WHEN ({self.when})"
        if vendor != "postgresql":
            return [f"CREATE TRIGGER {name} {what} BEGIN {self.body}; END"]
        body = f"BEGIN {self.body}; RETURN NULL; END"
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
            f"CREATE TRIGGER {name} {what} EXECUTE FUNCTION {name}()",
        ]


@dataclass(frozen=True)
class TriggerSet:
    """The `triggers` by which one thing is kept.

    Where one was missing, `make_up` writes what it would have written. `called` says what is not kept in what the
    system check `check_id` says.
    """

    prefix: str
    triggers: tuple[Trigger, ...]
    make_up: Callable[..., object]
    called: str
    check_id: str

    def keep(self, app: AppConfig) -> None:
        """Put the triggers in place after every migrate of `app`, and look for them in `manage.py check`."""
        pre_migrate.connect(self.make_way, sender=app, dispatch_uid=self.prefix)
        post_migrate.connect(self.install, sender=app, dispatch_uid=self.prefix)
        register(partial(self.check), Tags.database)

    def install(self, *, using: str, **_kwargs: object) -> None:
        """Put the triggers in place (a receiver of `post_migrate`), and take away those that were replaced."""
        connection = connections[using]
        if not self._can_be(connection):
            return
        with transaction.atomic(using=using), connection.cursor() as cursor:
            wanted, there = self.wanted(), self.installed(connection)
            for name in there.keys() - wanted.keys():
                on_table = f" ON {there[name]}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{on_table}")
                if connection.vendor == "postgresql":
                    cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            missing = wanted.keys() - there.keys()
            for name in missing:
                for statement in wanted[name].statements(name, connection.vendor):
                    cursor.execute(statement)
            if missing:
                self.make_up(using=using)

    def make_way(self, *, using: str, plan: Sequence[object], **_kwargs: object) -> None:
        """Take the triggers away where something is to be migrated on SQLite (a receiver of `pre_migrate`): it refuses
        to rename a table, as each remade one is, while a trigger of another names it. They come back afterwards.
        """
        connection = connections[using]
        if connection.vendor == "sqlite" and plan:
            with connection.cursor() as cursor:
                for name in self.installed(connection):
                    cursor.execute(f"DROP TRIGGER {name}")

    def check(self, *, databases: Sequence[str] | None = None, **_kwargs: object) -> list[CheckMessage]:
        """Return a warning for each database where one is missing (a warning, so that `migrate` can mend it)."""
        return [
            Warning(
                f"The {self.called} of the database “{using}” are not kept.",
                hint="Run `manage.py migrate`.",
                id=self.check_id,
            )
            for using in databases or ()
            if self._can_be(connections[using]) and self.wanted().keys() - self.installed(connections[using]).keys()
        ]

    def wanted(self) -> dict[str, Trigger]:
        """Return each trigger by its name."""
        return {trigger.name(self.prefix): trigger for trigger in self.triggers}

    def installed(self, connection: BaseDatabaseWrapper) -> dict[str, str]:
        """Return the table of each trigger that there is, by its name."""
        with connection.cursor() as cursor:
            cursor.execute(_INSTALLED[connection.vendor])
            return {name: table for name, table in cursor.fetchall() if name.startswith(self.prefix)}

    def _can_be(self, connection: BaseDatabaseWrapper) -> bool:
        return {trigger.table for trigger in self.triggers} <= {*connection.introspection.table_names()}
