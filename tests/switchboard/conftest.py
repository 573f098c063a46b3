"""A plugin that is loaded, and is off where nobody switched it on."""

import pytest

from lms.foundation.plugins import events, institution_settings
from lms.foundation.plugins.job import jobs
from lms.foundation.plugins.runtime import activation
from lms.people.administration.records.services import switch

from . import orchard as code
from .settings_of_quiz import DECLARED


@pytest.fixture
def orchard(monkeypatch):
    monkeypatch.setattr(activation, "_packages", dict(activation._packages))
    monkeypatch.setattr(activation, "_defaults", dict(activation._defaults))
    activation.know("orchard", package=code.__name__, on_by_default=False)
    events.subscribe(events.Enrolled, code.listen)
    jobs.register(code.Pruning)
    yield code
    for withdraw in activation.withdrawals:
        withdraw("orchard")
    for kept in (code.heard, code.worked, code.trouble, code.waits):
        kept.clear()


@pytest.fixture
def on(orchard, academy, now):
    """The academy, with the plugin switched on."""
    return switch(plugin="orchard", institution=academy, on=True, by=None, now=now)


@pytest.fixture
def declared(monkeypatch):
    """The quiz has settings, one of each kind."""
    monkeypatch.setitem(institution_settings._declared, "quiz", DECLARED)
