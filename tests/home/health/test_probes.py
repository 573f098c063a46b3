"""Static files, the clock, and the mail server, each with the fault that it is there for."""

import json
import socket
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from home.operation.health import probes
from lms.foundation.plugins.health import DOWN, UP, WARNING


@pytest.fixture
def collected(settings, tmp_path, monkeypatch):
    """Static files of the house, collected into a folder of their own."""
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    monkeypatch.setattr(probes, "staticfiles_storage", ManifestStaticFilesStorage(location=str(tmp_path)))
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def static_files():
    probes.static_files.forget()
    return probes.static_files(timezone.now())


@pytest.mark.once
def test_static_files_that_are_missing_or_of_another_version_are_down(collected):
    assert (static_files().status, static_files().figures) == (UP, {"not_collected": 0})
    sheet = collected / "interface" / "mafunzo.css"
    sheet.write_bytes(sheet.read_bytes() + b" ")
    assert (static_files().status, static_files().figures) == (DOWN, {"not_collected": 1})
    sheet.unlink()
    assert static_files().figures == {"not_collected": 1}
    manifest = collected / "staticfiles.json"
    held = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(held | {"paths": {}}))
    assert (static_files().status, static_files().figures["not_collected"] > 10) == (DOWN, True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="The embedded database has the clock of the machine")
@pytest.mark.parametrize(("off", "status"), [(20, UP), (31, WARNING), (-31, WARNING)])
def test_a_clock_more_than_thirty_seconds_off_is_a_warning(db, monkeypatch, off, status):
    class Clock(probes.datetime):
        @classmethod
        def now(cls, tz):
            return super().now(tz) + timedelta(seconds=off)

    monkeypatch.setattr(probes, "datetime", Clock)
    found = probes.clock(timezone.now())
    assert (found.status, found.figures) == (status, {"seconds_off": off})


def test_a_mail_server_that_is_gone_is_a_warning(settings):
    assert probes.mail_server(timezone.now()).figures == {"tried": False}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]
    settings.EMAIL_HOST, settings.EMAIL_BACKEND = "127.0.0.1", "django.core.mail.backends.smtp.EmailBackend"
    probes.note_mail_server()
    found = probes.mail_server(timezone.now())
    assert (found.status, found.figures) == (WARNING, {"error": "ConnectionRefusedError"})


def test_a_mail_server_that_answers_is_up(mail_server):
    probes.note_mail_server()
    assert (probes.mail_server(timezone.now()).status, django_settings.EMAIL_HOST) == (UP, "127.0.0.1")
