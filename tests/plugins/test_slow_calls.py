"""What takes too long while a request waits cannot be stopped: it is given all the same, named and counted."""

import pytest

from lms.foundation.plugins.runtime import faults, guard

from .test_guard import Judge

CALL = guard.Call("orchard", faults.LINK, "cohort orchard.panels")
pytestmark = pytest.mark.once


class Clerk(Judge):
    def __init__(self):
        super().__init__()
        self.overruns = []

    def overran(self, call):
        self.overruns.append(call)


@pytest.fixture
def judge(monkeypatch):
    judge = Clerk()
    monkeypatch.setattr(guard, "_breakers", [judge])
    monkeypatch.setattr(faults, "_listeners", [])
    monkeypatch.setattr(guard, "MOST_SECONDS", 0.0)
    return judge


def test_is_named_in_the_log_and_counted(judge, caplog):
    assert guard.answer(CALL, lambda: 7) == 7
    assert judge.overruns == [CALL] and judge.faults == []
    assert "the plugin “orchard” took too long: slot cohort orchard.panels" in caplog.text


@pytest.mark.parametrize(
    "call", [guard.Call("orchard", faults.REPORT, "trees"), guard.Call("orchard", faults.ACTIVITY, "orchard.compile")]
)
def test_is_left_to_what_nobody_waits_for(judge, call):
    assert guard.answer(call, lambda: 7) == 7
    assert judge.overruns == []


def test_is_not_where_it_ends_in_time(judge, monkeypatch):
    monkeypatch.setattr(guard, "MOST_SECONDS", 10.0)
    guard.answer(CALL, lambda: 7)
    assert judge.overruns == []
