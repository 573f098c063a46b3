"""Misdeeds of a plugin where it is asked for something, and a plugin that is there for one test."""

from django.apps import apps
from django.db import connection

from lms.foundation.plugins.runtime import activation
from tests.switchboard import orchard as code


def broken_statement(*args):
    with connection.cursor() as cursor:
        cursor.execute("SELECT a FROM nothing")


def leave(*args, **kwargs):
    raise SystemExit("no ladder")


def fail(*args):
    raise RuntimeError("no ladder")


ANYWHERE = {"raises": fail, "exits": leave, "breaks a statement": broken_statement}


def know_no_others(monkeypatch) -> None:
    """Take back after the test what is known of plugins since."""
    monkeypatch.setattr(activation, "_packages", dict(activation._packages))
    monkeypatch.setattr(activation, "_defaults", dict(activation._defaults))


def plug_in(plugin, monkeypatch) -> None:
    know_no_others(monkeypatch)
    config = plugin(code.__name__, code)
    config.models, config.apps = {}, apps
    monkeypatch.setitem(apps.app_configs, "orchard", config)
