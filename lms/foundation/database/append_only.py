"""Tables whose rows the database itself refuses to change or delete: triggers, put in place after every migrate,
since a remade table loses them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connection as default_connection
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

if TYPE_CHECKING:
    from collections.abc import Sequence

_INSTALLED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


@dataclass(frozen=True)
class AppendOnly:
    """The protection of one `table`.

    The one way past it is a permit: on PostgreSQL the setting `setting` of the transaction, on SQLite a row in the
    table `permit_table`. `called` names the table in what the system check `check_id` says, `refusal` is what whoever
    tries to change a row is told. All of them are constants of the house: they go into SQL as they are.
    """

    table: str
    setting: str
    permit_table: str
    called: str
    refusal: str
    check_id: str

    @property
    def names(self) -> set[str]:
        """The triggers for single rows, of both databases."""
        return {f"{self.table}_never_updated", f"{self.table}_never_deleted"}

    @property
    def truncation(self) -> str:
        """The trigger of PostgreSQL for emptying the whole table."""
        return f"{self.table}_never_truncated"

    def protect(self, app: AppConfig) -> None:
        """Put the triggers in place after every migrate of `app`, and look for them in `manage.py check`."""
        post_migrate.connect(self.install, sender=app, dispatch_uid=f"append-only-{self.table}")
        register(partial(self.check), Tags.database)

    def install(self, *, using: str, **_kwargs: object) -> None:
        """Put the triggers in place (a receiver of `post_migrate`); where they are already, nothing changes."""
        connection = connections[using]
        if self._exists(connection):
            with connection.cursor() as cursor:
                for statement in self._postgresql() if connection.vendor == "postgresql" else self._sqlite():
                    cursor.execute(statement)

    def check(self, *, databases: "Sequence[str] | None" = None, **_kwargs: object) -> list[CheckMessage]:
        """Return a warning for each database in which rows could be changed (a system check; a warning, so that
        `migrate` can mend it).
        """
        return [
            Warning(
                f"The {self.called} of the database “{using}” is not protected.",
                hint="Run `manage.py migrate`.",
                id=self.check_id,
            )
            for using in databases or ()
            if self._exists(connections[using]) and not self._installed(connections[using])
        ]

    def permit(self, connection: BaseDatabaseWrapper, *, given: bool) -> None:
        """Open or shut the way past the triggers, for the transaction under way."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"SELECT set_config('{self.setting}', %s, true)", ["on" if given else "off"])
            elif given:
                cursor.execute(f"INSERT OR IGNORE INTO {self.permit_table} (id) VALUES (1)")  # noqa: S608  own constant
            else:
                cursor.execute(f"DELETE FROM {self.permit_table}")  # noqa: S608  own constant

    @contextmanager
    def permitted(self) -> Iterator[None]:
        """Permit to change and delete rows inside the block, and only in its transaction."""
        with transaction.atomic():
            self.permit(default_connection, given=True)
            yield
            self.permit(default_connection, given=False)

    def _sqlite(self) -> list[str]:
        return [
            f"CREATE TABLE IF NOT EXISTS {self.permit_table} (id integer PRIMARY KEY)",
            f"DELETE FROM {self.permit_table}",  # noqa: S608  own constant
            *(
                f"CREATE TRIGGER IF NOT EXISTS {self.table}_never_{verb.lower()}d BEFORE {verb} ON {self.table} "  # noqa: S608
                f"WHEN NOT EXISTS (SELECT 1 FROM {self.permit_table}) "
                f"BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
                for verb in ("UPDATE", "DELETE")
            ),
        ]

    def _postgresql(self) -> list[str]:
        return [
            f"""CREATE OR REPLACE FUNCTION {self.table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('{self.setting}', true) = 'on' THEN
    RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
  END IF;
  RAISE EXCEPTION '{self.refusal}' USING ERRCODE = 'integrity_constraint_violation';
END $$""",
            *(
                f"CREATE OR REPLACE TRIGGER {self.table}_never_{verb.lower()}d BEFORE {verb} ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {self.table}_stays()"
                for verb in ("UPDATE", "DELETE")
            ),
            (
                f"CREATE OR REPLACE TRIGGER {self.truncation} BEFORE TRUNCATE ON {self.table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {self.table}_stays()"
            ),
        ]

    def _exists(self, connection: BaseDatabaseWrapper) -> bool:
        return self.table in connection.introspection.table_names()

    def _installed(self, connection: BaseDatabaseWrapper) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_INSTALLED[connection.vendor])
            wanted = self.names | {self.truncation} if connection.vendor == "postgresql" else self.names
            return {name for (name,) in cursor.fetchall()} >= wanted
