"""`manage.py startplugin`: what it writes is installed, migrated, keeps the contract, and passes its own tests."""

import ast
import io
import re

import pytest
from django.core.management import CommandError, call_command

from lms.switchboard.scaffolding import NotStarted, start
from tests.plugins.environment import Environment

pytestmark = pytest.mark.once


def test_writes_a_package_without_a_gap(tmp_path):
    printed = io.StringIO()
    call_command("startplugin", "field_visit", "--into", str(tmp_path), stdout=printed)

    folder = tmp_path / "field_visit"
    assert "pip install --editable" in printed.getvalue()
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert folder / "field_visit" / "templates" / "field_visit" / "field_visit.html" in files
    for file in files:
        assert not re.search(r"@\w+@", file.read_text())
        if file.suffix == ".py":
            ast.parse(file.read_text())
    assert "class FieldVisitPlugin(Plugin):" in (folder / "field_visit" / "apps.py").read_text()


@pytest.mark.parametrize(
    "name", ["Pledge", "my-plugin", "1st", "a", "class", "", "../x", "a" * 31, "quiz", "courses", "auth", "json", "lms"]
)
def test_a_name_that_cannot_be_used_is_refused_with_a_sentence(tmp_path, name):
    with pytest.raises(NotStarted):
        start(name, into=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(tmp_path):
    (tmp_path / "visit").mkdir()
    with pytest.raises(CommandError, match="is there already"):
        call_command("startplugin", "visit", "--into", str(tmp_path))
    assert list((tmp_path / "visit").iterdir()) == []


@pytest.mark.once
def test_what_it_writes_is_installed_and_keeps_the_contract(tmp_path, django_db_setup):
    folder = start("field_visit", into=tmp_path)
    environment, allowed = Environment(tmp_path), "built-in,field_visit"
    environment.take_a_database()
    environment.install("--editable", folder)
    environment.well("manage.py", "migrate", "--verbosity", "0", allowed=allowed)
    environment.well("manage.py", "check", allowed=allowed)
    environment.well("manage.py", "makemigrations", "--check", "--dry-run", "field_visit", allowed=allowed)
    assert " passed" in environment.contract(folder, allowed=allowed)
