"""A migration that was released stays as it is, and a new one leaves the program of the release before running."""

import re
from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from packaging.version import Version

from lms.version import OLDEST_PROGRAM, VERSION

from . import stored

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TAKES_AWAY = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
BY_SQL = re.compile(r"\b(DROP\s+(TABLE|COLUMN)|RENAME)\b", re.I)


def breaks(operations: list[Operation]) -> Iterator[str]:
    """Find what the program of the release before would miss, or could not fill."""
    for step in operations:
        if isinstance(step, migrations.SeparateDatabaseAndState):
            yield from breaks(step.database_operations)
        elif isinstance(step, TAKES_AWAY) or (isinstance(step, migrations.RunSQL) and BY_SQL.search(str(step.sql))):
            yield f"{type(step).__name__} takes away what the release before uses"
        elif isinstance(step, migrations.AddField) and not fills_itself(step.field):
            yield f"{step.model_name}.{step.name} has to be filled, and the release before does not know it"


def fills_itself(field: models.Field) -> bool:
    return field.null or field.many_to_many or field.generated or field.db_default is not models.NOT_PROVIDED


def test_released_migrations_are_as_they_were():
    present = stored.migrations()
    for version in stored.releases():
        released = stored.about(version)["migrations"]
        changed = {name for name, digest in released.items() if present.get(name) != digest}
        assert changed == set(), f"Write a new migration instead: these are in {version} (docs/develop/migrations.md)."


def test_new_migrations_belong_to_a_new_version_and_only_add():
    last = stored.releases()[-1]
    new = stored.migrations().keys() - stored.about(last)["migrations"].keys()
    disk = MigrationLoader(None).disk_migrations
    found = {name: list(breaks(disk[tuple(name.split(".", 1))].operations)) for name in new}
    assert {name: sentences for name, sentences in found.items() if sentences} == {}
    if new:
        assert Version(VERSION) > Version(last), "Raise VERSION in lms/version.py."
        assert Version(OLDEST_PROGRAM) <= Version(last), f"{last} has to run on these tables while people upgrade."


@pytest.mark.parametrize(
    "step",
    [
        migrations.RemoveField("user", "name"),
        migrations.RenameModel("User", "Person"),
        migrations.RunSQL("ALTER TABLE people_user DROP COLUMN name"),
        migrations.AddField("user", "badge", models.CharField(max_length=9, default="")),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.DeleteModel("User")]),
    ],
)
def test_a_step_that_the_release_before_would_not_bear_is_caught(step):
    assert list(breaks([step])) != []


@pytest.mark.parametrize(
    "step",
    [
        migrations.AddField("user", "badge", models.CharField(max_length=9, null=True)),
        migrations.AddField("user", "badge", models.CharField(max_length=9, db_default="")),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("user", "name")]),
        migrations.CreateModel("Badge", [("id", models.AutoField(primary_key=True))]),
        migrations.RunSQL("DROP TRIGGER one ON people_user"),
    ],
)
def test_a_step_that_only_adds_is_let_through(step):
    assert list(breaks([step])) == []
