"""Commands that cannot do what they are asked say so in a sentence, with what to do, and never where in the code."""

import os
import subprocess
import sys
from argparse import ArgumentTypeError
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from home.management.commands import serve

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.once
def test_a_database_without_tables_is_named_with_what_makes_them(tmp_path):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, "manage.py", "end_sessions", "KE-1"]
    environment = kept | {"MAFUNZO_DATA": str(tmp_path)}
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert said.returncode == 1
    assert "no such table" in said.stderr and "manage.py migrate" in said.stderr
    assert "Traceback" not in said.stderr
    said = subprocess.run(
        [*command, "--traceback"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    assert "Traceback" in said.stderr


@pytest.mark.parametrize("port", ["99999", "0", "-1", "1.5", "٨", ""])
def test_a_port_that_is_none_is_refused_before_it_is_tried(port):
    with pytest.raises(ArgumentTypeError, match="whole number from 1 to 65535"):
        serve.port(port)


@pytest.mark.parametrize("option", ["--workers", "--threads", "--memory"])
def test_no_processes_threads_or_megabytes_are_refused(option):
    with pytest.raises(CommandError, match="whole number"):
        call_command("serve", option, "-3")


def test_a_port_is_taken_as_it_is():
    assert serve.port("8221") == 8221


@pytest.mark.django_db
@pytest.mark.parametrize("option", ["--take-up", "--deliver-again"])
def test_a_plugin_that_nobody_knows_is_named_beside_those_that_are_there(option):
    with pytest.raises(CommandError, match=r"There is no plugin “nosuch”; there are .*quiz"):
        call_command("plugins", option, "nosuch")


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(CommandError, match="cannot be written: Not a directory"):
        call_command("startplugin", "pledge", "--into", str(file))
