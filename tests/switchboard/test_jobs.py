"""Jobs run when they are due, for the institutions where their plugin is on."""

import time
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from lms.foundation.plugins.job import jobs
from lms.foundation.plugins.runtime.activation import owner_of
from lms.people.administration.records.services import switch
from lms.switchboard import jobs as plugin_jobs
from lms.switchboard import tasks
from lms.switchboard.models import LEASE, JobRun
from tests.conftest import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def no_jobs():
    """Without the jobs of the plugins that come with Mafunzo, until the test is over."""
    kept = [type(job) for job in jobs]
    for job in kept:
        jobs.withdraw(owner_of(job))
    yield
    for job in kept:
        jobs.register(job)


def run(now) -> None:
    for slug in plugin_jobs.due(now=now):
        plugin_jobs.run(slug, now=now)


class TestAJob:
    def test_is_run_for_the_institutions_where_the_plugin_is_on(
        self, orchard, kenya, academy, neighbour_academy, ugandan_academy, now
    ):
        switch(plugin="orchard", institution=kenya, on=True, by=None, now=now)
        switch(plugin="orchard", institution=neighbour_academy, on=False, by=None, now=now)
        run(NOW)
        assert orchard.worked == [["Kenya", "Mlima Police Academy"]]

    def test_is_not_run_where_it_is_on_nowhere(self, orchard, academy):
        run(NOW)
        assert orchard.worked == []

    def test_is_run_again_when_its_time_has_passed(self, orchard, on):
        for minutes in (0, 59, 60, 61):
            run(NOW + timedelta(minutes=minutes))
        assert len(orchard.worked) == 2

    def test_keeps_what_it_raised_until_it_works_again(self, orchard, on, caplog):
        orchard.trouble.append(RuntimeError("no ladder"))
        run(NOW)
        assert JobRun.objects.get(slug="orchard_pruning").error == "RuntimeError: no ladder"
        assert "job failed: orchard_pruning" in caplog.text
        orchard.trouble.clear()
        run(NOW + HOUR)
        assert JobRun.objects.get(slug="orchard_pruning").error == ""
        assert len(orchard.worked) == 1

    def test_belongs_to_one_worker_at_a_time(self, orchard, on):
        JobRun.objects.create(slug="orchard_pruning", ran_at=NOW - 2 * HOUR, busy_until=NOW + LEASE)
        assert plugin_jobs.run("orchard_pruning", now=NOW) is False
        assert plugin_jobs.run("orchard_pruning", now=NOW + LEASE) is True

    def test_a_job_that_is_gone_is_not_run(self, db):
        assert plugin_jobs.run("orchard_pruning", now=NOW) is False
        assert not JobRun.objects.exists()

    def test_costs_no_statement_where_there_is_none(self, db, no_jobs, django_assert_num_queries):
        with django_assert_num_queries(0):
            tasks.run_jobs()

    def test_is_started_by_the_minute(self, orchard, on, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.run_jobs()
            tasks.sweep()
        assert orchard.worked == [["Mlima Police Academy"]]

    def test_one_that_does_not_end_is_stopped_and_left_alone_for_an_hour(self, orchard, on):
        orchard.trouble.append(SoftTimeLimitExceeded())
        run(NOW)
        assert "did not end within" in JobRun.objects.get(slug="orchard_pruning").error
        orchard.trouble.clear()
        run(NOW + HOUR - timedelta(minutes=1))
        assert orchard.worked == []
        run(NOW + HOUR)
        assert len(orchard.worked) == 1

    def test_one_that_does_not_end_is_stopped_without_celery_too(self, orchard, on, monkeypatch):
        monkeypatch.setattr(plugin_jobs, "LONGEST", 0.1)
        monkeypatch.setattr(orchard.Pruning, "run", lambda *_args, **_kwargs: time.sleep(20))
        run(NOW)
        assert "did not end within" in JobRun.objects.get(slug="orchard_pruning").error

    def test_is_killed_before_somebody_else_takes_it_up(self):
        assert tasks.run_job.soft_time_limit < tasks.run_job.time_limit < LEASE.total_seconds()
