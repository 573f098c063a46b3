"""Migrations that stand for older ones: a new database takes them, one that is there goes on where it was."""

import pytest
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

pytestmark = [pytest.mark.once, pytest.mark.django_db]
"""A migration of wagtail-localize asks the database when it is imported."""
OURS = {"people", "courses", "progress", "sessions", "questions", "quiz", "certificates"}


def ours():
    """Each of them that is ours, by app and name."""
    loader = MigrationLoader(None)
    return {key: migration for key, migration in loader.replacements.items() if key[0] in OURS}


def test_every_room_with_many_migrations_has_a_short_way():
    assert {app for app, _name in ours()} == OURS


def test_the_short_way_ends_where_the_long_one_does():
    short, long = MigrationLoader(None), MigrationLoader(None, replace_migrations=False)
    detector = MigrationAutodetector(long.project_state(), short.project_state())
    assert detector.changes(graph=short.graph, trim_to_apps=OURS) == {}


def test_the_short_way_leaves_nothing_of_the_long_one_out():
    for (app, _name), squashed in ours().items():
        older = sorted(name for there, name in MigrationLoader(None).disk_migrations if there == app)
        last = squashed.replaces[-1][1]
        assert [name for _app, name in squashed.replaces] == [
            name for name in older if name <= last and "_squashed_" not in name
        ]


@pytest.mark.parametrize("app", sorted(OURS))
def test_a_database_half_way_along_goes_on_with_the_older_ones(app):
    ((key, squashed),) = ((key, squashed) for key, squashed in ours().items() if key[0] == app)
    rest = squashed.replaces[len(squashed.replaces) // 2 :]
    later = [name for there, name in MigrationLoader(None).graph.nodes if there == app]
    MigrationRecorder(connection).migration_qs.filter(
        app=app, name__in=[*later, *(name for _app, name in rest)]
    ).delete()

    executor = MigrationExecutor(connection)
    planned = [
        (step.app_label, step.name) for step, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())
    ]

    assert planned[: len(rest)] == rest
    assert key not in planned
