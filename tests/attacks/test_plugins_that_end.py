"""V15 and V16: a plugin that exits where it was only asked something ends nothing but itself."""

import os
import signal
import sys

import pytest

from lms.foundation.plugins.manifest import Manifest
from lms.foundation.plugins.plugin import Plugin
from lms.foundation.plugins.runtime import exits, faults, guard, quarantine
from lms.people.administration.records import services as people
from lms.switchboard import deliveries, jobs
from lms.switchboard.models import Delivery
from tests.conftest import NOW
from tests.switchboard import urls
from tests.switchboard.conftest import orchard
from tests.switchboard.test_deliveries import publish

from .misdeeds import leave
from .mutation import browser, held_by, instead

__all__ = ["orchard"]

CALL = guard.Call("orchard", faults.LINK, "cohort orchard.panels")
ANY_EXIT = instead(exits, "is_exit_order", lambda error: not isinstance(error, Exception))
"""What is no `Exception` passes, as it does by `except Exception`."""
LADDER = "/x/orchard/ladder/"


class Unready(Plugin):
    name = "tests.attacks"
    label = "unready"
    manifest = Manifest(name="Unready", version="1.0", api=">=2.0,<3")

    def ready(self):
        super().ready()
        raise self.trouble


def has_exited(act) -> bool:
    try:
        act()
    except (SystemExit, RuntimeError):
        return True
    return False


@pytest.fixture
def on(orchard, academy, now, monkeypatch):
    """The academy, with a plugin whose code exits wherever it is called."""
    people.switch(plugin="orchard", institution=academy, on=True, by=None, now=now)
    orchard.trouble.append(SystemExit("no ladder"))
    monkeypatch.setattr(urls, "trouble", orchard.trouble)
    return academy


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", [SystemExit("no ladder"), RuntimeError("no ladder")])
def test_a_plugin_whose_own_start_exits_does_not_stop_the_process(monkeypatch, trouble):
    monkeypatch.setattr(Unready, "trouble", trouble, raising=False)
    for known in ("_problems", "_details"):
        monkeypatch.setattr(quarantine, known, {})
    monkeypatch.setattr(quarantine, "seal", lambda *_: None)  # it stands in no list of apps

    def start() -> bool:
        return has_exited(lambda: Unready("tests.attacks", sys.modules["tests.attacks"]).ready())

    held_by(instead(Plugin, "_load", lambda plugin: type(plugin).ready(plugin)), attack=start)
    assert f"breaks while it is loaded ({type(trouble).__name__})" in quarantine.problem_of("unready")


@pytest.mark.django_db
def test_a_call_that_exits_is_a_fault():
    held_by(ANY_EXIT, attack=lambda: has_exited(lambda: guard.answer_or(CALL, leave, instead=list)))


def test_a_receiver_that_exits_is_told_again_later(on):
    def sweep() -> bool:
        publish(on)
        return has_exited(lambda: deliveries.sweep(now=NOW)) or not Delivery.objects.get().error

    held_by(ANY_EXIT, attack=sweep)


def test_a_job_that_exits_ends_no_worker(on):
    held_by(ANY_EXIT, attack=lambda: has_exited(lambda: jobs.run("orchard_pruning", now=NOW)))


@pytest.mark.urls("tests.switchboard.urls")
@pytest.mark.parametrize("address", [LADDER, "/wall/block/"])
def test_a_view_and_a_block_that_exit_leave_the_server_alone(on, wanjiru, address):
    held_by(ANY_EXIT, attack=lambda: has_exited(lambda: browser(wanjiru).get(address)))
    assert browser(wanjiru).get(address).status_code == 503


def test_a_process_that_is_told_to_end_does_so():
    """The control lets that pass, also where the code of a plugin runs."""

    def told(number, frame):
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, told)
    try:
        assert has_exited(lambda: guard.answer(CALL, lambda: os.kill(os.getpid(), signal.SIGTERM)))
    finally:
        signal.signal(signal.SIGTERM, before)
    with pytest.raises(KeyboardInterrupt):
        guard.answer(CALL, interrupt)


def interrupt():
    raise KeyboardInterrupt
