"""Commands that cannot do what they are asked say so in a sentence, with what to do, and never where in the code."""

from argparse import ArgumentTypeError

import pytest
from django.core.management import CommandError, call_command

from home.management.commands import demo, serve

from .test_deployment import manage


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
    with pytest.raises(CommandError, match="cannot be made: Not a directory"):
        demo.Command()._build()


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
