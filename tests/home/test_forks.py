"""Forks of `manage.py serve` on PostgreSQL, whose connections come from a pool."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.journeys.web import address_of

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no pool of connections")
ROOT = Path(__file__).resolve().parents[2]
FORKED = """
import os, signal, django
django.setup()
from django.core.checks import run_checks
from django.db import connection
from home.operation.programs import preload
from lms.celery import app
from lms.foundation.work import scheduler
from lms.people.directory.countries import Country
run_checks()  # asks for the countries, so that the process has a pool
preload(app, scheduler.app)
print(len(connection._connection_pools), "pools", flush=True)
child = os.fork()
if child == 0:
    signal.alarm(30)
    os._exit(0 if Country.objects.count() >= 0 else 1)
print(os.waitpid(child, 0)[1])
"""


@pytest.mark.django_db(transaction=True)
def test_a_fork_asks_the_database_after_its_parent_asked(tmp_path):
    settings = {"DATABASE_URL": address_of(connection), "MAFUNZO_DATA": str(tmp_path)}
    environment = {**os.environ, **settings, "DJANGO_SETTINGS_MODULE": "lms.settings.dev"}
    command = [sys.executable, "-c", FORKED]
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert answer.stdout == "0 pools\n0\n", answer.stdout + answer.stderr
