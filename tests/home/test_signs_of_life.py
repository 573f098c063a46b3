"""`manage.py serve` starts a worker again that hangs, whatever the clock of the machine says."""

import os
import time

import pytest

from home.operation import heartbeat, supervision
from home.operation.supervision import supervise

from .test_deployment import python

pytestmark = pytest.mark.once


def test_a_worker_that_gives_no_sign_of_life_is_started_again_whatever_the_hour_of_the_sign(monkeypatch, tmp_path):
    monkeypatch.setattr(supervision, "LONGEST_SILENCE", 2.0)
    signs = {name: tmp_path / name for name in ("stuck", "living")}
    signs["stuck"].touch()
    os.utime(signs["stuck"], (time.time() + 86_400,) * 2)  # the clock was put back since
    said: list[str] = []

    def say(sentence: str) -> None:
        said.append(sentence)
        if len(said) == 2:
            raise KeyboardInterrupt

    sleeper = python("-c", "import time; time.sleep(60)")
    living = f"import os, time\nfor n in range(99): os.utime({str(signs['living'])!r}, (n, n)); time.sleep(0.2)"
    signs["living"].touch()
    assert supervise({"stuck": sleeper, "living": python("-c", living)}, say=say, signs=signs) == 0
    assert said == [
        "The stuck gave no sign of life for 2 s and is ended.",
        "The stuck ended (status -9) and is started again.",
        "Stopping.",
    ]


def test_a_worker_shows_life_as_each_task_begins(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    (tmp_path / "queue").mkdir()
    heartbeat.show("celery@here")
    heartbeat.show("here")
    assert [one.name for one in (tmp_path / "queue").iterdir()] == [heartbeat.sign_of("celery").name]
