"""The schedule: what rooms declare beside their tasks is what the scheduler sends."""

import sys
from datetime import timedelta

import pytest
from django.conf import settings

from lms.celery import app
from lms.foundation.work import schedule, scheduler
from lms.foundation.work.schedule import Entry
from lms.foundation.work.task import SHORT, task

pytestmark = pytest.mark.once


@pytest.fixture
def declared():
    """The entries of all rooms; what a test declares is forgotten."""
    app.loader.import_default_modules()
    before = dict(schedule._entries)
    yield before
    schedule._entries.clear()
    schedule._entries.update(before)


def queue_of(task: str) -> str:
    """Where Celery sends a task of this name."""
    return app.amqp.router.route({}, task)["queue"].name


def test_names_only_tasks_that_there_are(declared):
    assert len(declared) > 10
    assert {entry.task for entry in declared.values()} - set(app.tasks) == set()


def test_the_scheduler_sends_what_the_rooms_declare(declared):
    sent = scheduler.app.conf.beat_schedule

    assert {name: entry["task"] for name, entry in sent.items()} == {
        name: entry.task for name, entry in declared.items()
    }
    assert all(entry["options"]["expires"] == 600 for entry in sent.values())
    assert sent["certificates.issue_missing"]["schedule"].hour == {0}
    assert sent["certificates.issue_missing"]["schedule"].minute == {15}


def test_each_entry_goes_to_the_queue_of_its_task(declared):
    queues = {entry.task: entry.queue or "celery" for entry in declared.values() if not entry.args}

    assert {name: queue_of(name) for name in queues} == queues
    assert set(queues.values()) == {"celery", settings.SWEEPS}


def test_what_is_done_soon_has_a_queue_and_a_short_time_limit():
    app.loader.import_default_modules()
    soon = {name: found for name, found in app.tasks.items() if queue_of(name) == settings.SWEEPS}

    assert soon.keys() >= {
        "progress.sweep_deadlines",
        "progress.sweep",
        "courses.keep_hours",
        "switchboard.run_jobs",
        "certificates.sweep",
        "quiz.submit_sitting",
    }
    assert {found.time_limit for found in soon.values()} == {SHORT}


def test_a_task_outside_the_module_tasks_is_refused():
    with pytest.raises(ValueError, match="stands in the module `tasks` of its app"):
        task()(queue_of)


def test_each_worker_shows_that_it_lives():
    app.loader.import_default_modules()
    beats = {entry.queue: entry.args for entry in schedule.entries() if entry.task == "home.beat"}

    assert beats == {"celery": ("celery",), settings.SWEEPS: (settings.SWEEPS,)}


def test_a_scheduler_that_cannot_learn_the_schedule_does_not_seem_to_run(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    monkeypatch.delitem(sys.modules, "certificates.tasks", raising=False)  # a process that has not loaded all tasks

    with pytest.raises(SystemExit):
        scheduler.declared()


def test_survives_its_way_to_the_scheduler(declared):
    assert schedule.from_json(schedule.to_json(declared.values())) == list(declared.values())


def test_a_task_is_declared_once_however_often_its_module_is_loaded(declared, monkeypatch):
    monkeypatch.setattr(_nothing, "__module__", "courses.tasks")
    for _load in range(2):
        task(every=timedelta(minutes=5))(_nothing)

    (entry,) = [entry for entry in schedule.entries() if entry.task.endswith("._nothing")]
    assert (entry.seconds, entry.queue) == (300, "")


def test_what_a_plugin_does_every_so_often_is_a_job(declared, monkeypatch):
    monkeypatch.setattr(_nothing, "__module__", "assessments.quiz.tasks")

    with pytest.raises(ValueError, match="is a Job"):
        task(every=timedelta(minutes=5))(_nothing)
    assert schedule._entries == declared


@pytest.mark.parametrize("when", [{}, {"seconds": 60, "daily_at": "00:15"}])
def test_an_entry_says_one_time(when):
    with pytest.raises(ValueError, match="say one of them"):
        Entry("some.task", **when)


def _nothing() -> None:
    pass
