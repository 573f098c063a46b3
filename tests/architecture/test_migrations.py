"""Each app of ours starts from one initial migration."""

import pytest
from django.db.migrations.loader import MigrationLoader

from .house import ROOMS


@pytest.mark.django_db
def test_each_app_starts_from_one_migration():
    # a migration of wagtail-localize asks the database when it is first imported
    disk = MigrationLoader(None).disk_migrations
    ours = {key: one for key, one in disk.items() if one.__module__.startswith(ROOMS)}
    initial: dict[str, list[str]] = {}
    for (app, name), one in ours.items():
        initial.setdefault(app, []).extend([name] if one.initial else [])

    assert len(initial) >= 20
    assert {app: names for app, names in initial.items() if names != ["0001_initial"]} == {}
    assert [key for key, one in ours.items() if one.replaces] == []
