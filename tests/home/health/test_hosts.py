"""Processes and machines that differ where they must be the same."""

import json
import socket

import pytest
from django.core.cache import cache
from django.utils import timezone

from home import tasks
from home.operation.health import hosts
from lms.foundation.plugins.health import DOWN, UP, WARNING


@pytest.fixture
def on(monkeypatch):
    """Marks a process of another machine."""

    def mark(host, program="web"):
        with monkeypatch.context() as patch:
            patch.setattr(socket, "gethostname", lambda: host)
            hosts.mark(program, timezone.now())

    return mark


def same_settings():
    return hosts.same_settings(timezone.now())


def test_processes_with_the_same_settings_are_up(on, db):
    on("alpha")
    on("beta")
    tasks.beat("celery")
    assert (same_settings().status, same_settings().figures) == (UP, {"processes": 3, "differing": 0})


def test_another_key_is_down_and_named_to_superusers_alone(on, settings):
    on("alpha")
    settings.SECRET_KEY = "another key of fifty characters, as long as it has to be"
    on("beta")
    found = same_settings()
    assert (found.status, found.figures["differing"], found.details) == (DOWN, 1, {"names": "SECRET_KEY"})


def test_another_address_or_plugin_is_a_warning(on, settings):
    on("alpha")
    settings.BASE_URL, settings.PLUGINS = "https://elsewhere.example", settings.PLUGINS[1:]
    on("beta")
    found = same_settings()
    assert (found.status, found.details) == (WARNING, {"names": "BASE_URL, MAFUNZO_PLUGINS"})


def test_a_mark_that_is_gone_counts_no_more(on, settings):
    on("alpha")
    settings.BASE_URL = "https://elsewhere.example"
    on("beta")
    cache.delete("health-process-alpha/web")
    assert same_settings().figures == {"processes": 1, "differing": 0}


def test_a_mark_holds_no_value(on, settings):
    on("alpha")
    mark = json.dumps(hosts.marks())
    assert settings.SECRET_KEY not in mark and settings.BASE_URL not in mark


def test_two_machines_with_a_folder_each_are_down(on, settings, tmp_path, monkeypatch):
    on("alpha")
    assert hosts.same_files(timezone.now()).status == UP
    on("beta")
    assert hosts.same_files(timezone.now()).status == UP, "They share the folder."
    monkeypatch.setattr(hosts, "default_storage", hosts.FileSystemStorage(location=tmp_path / "media"))
    on("beta")
    found = hosts.same_files(timezone.now())
    assert (found.status, found.figures) == (DOWN, {"hosts": 2})


def test_two_machines_with_a_bucket_are_up(on, monkeypatch):
    monkeypatch.setattr(hosts, "default_storage", object())
    on("alpha")
    on("beta")
    assert (hosts.same_files(timezone.now()).status, hosts.marks()["beta/web"]["files"]) == (UP, [])
