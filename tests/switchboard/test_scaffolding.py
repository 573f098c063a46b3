"""`manage.py startplugin`: what it writes of each kind is installed, migrated, and keeps the contract unchanged."""

import ast
import io
import re

import pytest
from django.core.management import CommandError, call_command

from lms.switchboard.scaffolding import NotStarted, kinds, start
from tests.docs.pages import PLUGIN_PAGES, Page
from tests.plugins.environment import Environment

pytestmark = pytest.mark.once


@pytest.mark.parametrize("kind", kinds())
def test_writes_a_package_without_a_gap(tmp_path, kind):
    printed = io.StringIO()
    call_command("startplugin", "field_visit", "--kind", kind, "--into", str(tmp_path), stdout=printed)

    folder = tmp_path / "field_visit"
    assert "pip install --editable" in printed.getvalue()
    files = [file for file in folder.rglob("*") if file.is_file()]
    for file in files:
        assert not re.search(r"@\w+@", file.read_text())
        if file.suffix == ".py":
            ast.parse(file.read_text())
    assert "class FieldVisitPlugin(Plugin):" in (folder / "field_visit" / "apps.py").read_text()
    assert folder / "tests" / "test_contract.py" in files


def test_there_is_a_kind_for_every_socket():
    assert {socket for kind in kinds().values() for socket in kind.sockets} == set(
        Page.of(*PLUGIN_PAGES).table("The sockets")
    )


@pytest.mark.parametrize(
    "name",
    [
        *("Pledge", "my-plugin", "1st", "a", "class", "", "../x", "a" * 31, "quiz", "courses", "auth", "json", "lms"),
        *("truefalse", "mail", "lesson", "gift"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_with_a_sentence(tmp_path, name):
    with pytest.raises(NotStarted):
        start(name, into=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_kind_that_there_is_not_is_refused_with_those_that_there_are(tmp_path):
    with pytest.raises(CommandError, match="Choose one of: activity, address"):
        call_command("startplugin", "visit", "--kind", "game", "--into", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(tmp_path):
    (tmp_path / "visit").mkdir()
    with pytest.raises(CommandError, match="is there already"):
        call_command("startplugin", "visit", "--into", str(tmp_path))
    assert list((tmp_path / "visit").iterdir()) == []


@pytest.mark.once
def test_what_it_writes_of_each_kind_is_installed_and_keeps_the_contract(tmp_path, django_db_setup):
    environment, slugs = Environment(tmp_path), {kind: f"visit_{kind}" for kind in kinds()}
    environment.take_a_database()
    first, *others = folders = [start(slug, into=tmp_path, kind=kind) for kind, slug in slugs.items()]
    environment.install("--editable", first)
    for folder in others:
        environment.lay(folder)
    allowed = ",".join(["built-in", *slugs.values()])
    environment.well("manage.py", "migrate", "--verbosity", "0", allowed=allowed)
    environment.well("manage.py", "check", allowed=allowed)
    environment.well("manage.py", "makemigrations", "--check", "--dry-run", *slugs.values(), allowed=allowed)
    assert " passed" in environment.contract(*folders, allowed=allowed)
