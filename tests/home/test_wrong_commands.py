"""Commands that cannot do what they are asked say so in a sentence, with what to do, and never where in the code."""

import json
import os
import subprocess
import sys
from argparse import ArgumentTypeError

import pytest
from django.core.management import CommandError, call_command

from home.management.commands import serve
from home.operation.data_folder import held_data_folder
from tests.bench.cluster import free_port

from .test_deployment import ROOT, manage


@pytest.mark.once
def test_a_database_without_tables_is_named_with_what_makes_them(tmp_path):
    said = manage("end_sessions", "KE-1", MAFUNZO_DATA=str(tmp_path))
    assert said.returncode == 1
    assert "no such table" in said.stderr and "manage.py migrate" in said.stderr
    assert "Traceback" not in said.stderr
    assert "Traceback" in manage("end_sessions", "KE-1", "--traceback", MAFUNZO_DATA=str(tmp_path)).stderr


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path, settings):
    file = tmp_path / "file"
    file.write_text("")
    settings.DATA_DIR = file / "data"
    with pytest.raises(CommandError, match="cannot be made or used: Not a directory"), held_data_folder():
        pass


ONE_AFTER_ANOTHER = """
import json, sys, django
django.setup()
from django.core.management import CommandError, call_command
for command in json.loads(sys.argv[1]):
    try:
        call_command(*command)
    except CommandError as refused:
        print(refused)
"""


@pytest.mark.once
def test_a_data_folder_in_use_is_refused_and_left_as_it_is_until_its_process_ends_or_is_killed(tmp_path):
    (tmp_path / "sign-ins.json").write_text("[]")
    code = "import django, time; django.setup(); from home.operation import data_folder as d; "
    code += "lock = d.held_data_folder(); lock.__enter__(); print('held', flush=True); time.sleep(60)"
    environment = {
        "PATH": os.environ["PATH"],
        "MAFUNZO_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
    }
    holder = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    restore = ("restore", "latest", "--key", "key")
    commands = (("serve", "--port", str(free_port())), ("demo",), ("demo", "--reset"), restore)
    asked = [sys.executable, "-c", ONE_AFTER_ANOTHER, json.dumps(commands)]
    said = subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert said.stdout.count(f"{tmp_path} is in use: by a server that runs") == len(commands), said
    assert (tmp_path / "sign-ins.json").exists()
    holder.kill()
    holder.wait()
    assert "is in use" not in manage(*restore, MAFUNZO_DATA=str(tmp_path)).stderr


def test_a_port_is_a_whole_number_or_refused_before_it_is_tried():
    assert serve.port("8221") == 8221
    for port in ("99999", "0", "-1", "1.5", "٨", ""):
        with pytest.raises(ArgumentTypeError, match="whole number from 1 to 65535"):
            serve.port(port)


@pytest.mark.parametrize("option", ["--workers", "--threads", "--memory"])
def test_no_processes_threads_or_megabytes_are_refused(option):
    with pytest.raises(CommandError, match="whole number"):
        call_command("serve", option, "-3")


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
