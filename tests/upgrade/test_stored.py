"""Databases of every release come to the present: the same rows, the same journal, and people go on."""

import json
import subprocess
import sys

import pytest
from django.db import connection

from lms.version import VERSION

from . import stored

MADE_ANEW = {
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "privacy_declaration",
}
"""Tables that `migrate` fills itself."""
VISIT = """
import django, json; django.setup()
from django.core.management import call_command
from django.test import Client
from home.models import DatabaseVersion
from tests.upgrade.stored import PASSWORD, print_counts
call_command("migrate", verbosity=0)
call_command("rebuild_progress", check=True)
call_command("rebuild_sums", check=True)
call_command("certificates", "audit")
print_counts()
client = Client()
client.post("/sign-in/", {"username": "KE-11", "password": PASSWORD})
said = {path: client.get(path).status_code for path in ("/learn/", "/certificates/", "/learn/trafficking/")}
said["versions"] = list(DatabaseVersion.objects.order_by("pk").values_list("name", flat=True))
print(json.dumps(said))
"""


@pytest.mark.parametrize("version", stored.releases())
def test_comes_to_the_present(version, tmp_path):
    with stored.brought_back(version, connection.vendor, tmp_path) as environment:
        code = [sys.executable, "-c", VISIT]
        said = subprocess.run(code, cwd=stored.ROOT, env=environment, capture_output=True, text=True)
        assert said.returncode == 0, said.stderr
    rows, visited = map(json.loads, said.stdout.splitlines()[-2:])

    before = stored.about(version)["rows"][connection.vendor]
    kept = {table: number for table, number in before.items() if table not in MADE_ANEW | {"home_databaseversion"}}
    assert {table: rows.get(table) for table in kept} == kept
    assert (kept["people_user"], kept["certificates_certificate"]) == (8, 1)
    assert visited == {
        "/learn/": 200,
        "/certificates/": 200,
        "/learn/trafficking/": 200,
        "versions": list(dict.fromkeys((version, VERSION))),
    }, said.stderr
