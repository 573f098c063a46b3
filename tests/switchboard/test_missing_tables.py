"""Which migrations of plugins are still to be run."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from lms.switchboard.missing_tables import missing

pytestmark = pytest.mark.django_db
SQUASHED = "0001_squashed_0010_work"


def forget(*names: str) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="quiz", name__in=names).delete()


def test_one_that_replaces_what_has_run_is_not_missing():
    forget(SQUASHED)
    assert missing() == {}


def test_what_has_not_run_of_what_is_replaced_is_missing():
    forget(SQUASHED, "0010_work")
    assert missing() == {"quiz": ["0010_work"]}
