"""Which migrations of plugins are still to be run."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from lms.switchboard.missing_tables import missing

pytestmark = pytest.mark.django_db


def forget(*names: str) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="quiz", name__in=names).delete()


def test_a_migration_that_has_not_run_is_missing():
    assert missing() == {}
    forget("0001_initial")
    assert missing() == {"quiz": ["0001_initial"]}
