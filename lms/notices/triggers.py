"""Triggers of the database keep how many notices a person has not read in their own row, in the transaction of the
change, whoever makes it. They are put in place after every migrate, since a remade table loses them.
"""

from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections

from .models import Notice

TABLE = Notice._meta.db_table
PREFIX = "notices_unread_"
_MORE = "UPDATE people_user SET unread_notices = unread_notices + 1 WHERE id = NEW.person_id"
_LESS = "UPDATE people_user SET unread_notices = unread_notices - 1 WHERE id = OLD.person_id AND unread_notices > 0"
TRIGGERS = {
    "came": ("INSERT", "NEW.read_at IS NULL", _MORE),
    "went": ("DELETE", "OLD.read_at IS NULL", _LESS),
    "was_read": ("UPDATE", "OLD.read_at IS NULL AND NEW.read_at IS NOT NULL", _LESS),
    "moved": (
        "UPDATE",
        "OLD.read_at IS NULL AND NEW.read_at IS NULL AND OLD.person_id <> NEW.person_id",
        f"{_LESS}; {_MORE}",
    ),
}
"""By name the event, when it counts, and what is written. All of it is of the house."""
_THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def install(*, using: str, **_kwargs: Any) -> None:
    """Put the triggers in place; where they are already, nothing changes."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    missing = _missing(using)
    with connection.cursor() as cursor:
        for name, (event, when, what) in TRIGGERS.items():
            if PREFIX + name in missing:
                for statement in _statements(PREFIX + name, event, when, what, vendor=connection.vendor):
                    cursor.execute(statement)


def _statements(name: str, event: str, when: str, what: str, *, vendor: str) -> list[str]:
    head = f"CREATE TRIGGER {name} AFTER {event} ON {TABLE} FOR EACH ROW"
    if vendor != "postgresql":
        return [f"{head} WHEN {when} BEGIN {what}; END"]
    body = f"BEGIN {what}; RETURN NULL; END"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"{head} WHEN ({when}) EXECUTE FUNCTION {name}()",
    ]


def _missing(using: str) -> set[str]:
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_THERE[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    return {PREFIX + name for name in TRIGGERS} - there


def check(*, databases: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """A warning for each database that does not count unread notices."""
    return [
        Warning(
            f"Unread notices of the database “{using}” are not counted.",
            hint="Run `manage.py migrate`.",
            id="notices.W001",
        )
        for using in databases or ()
        if TABLE in connections[using].introspection.table_names() and _missing(using)
    ]
