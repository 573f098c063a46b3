"""Jobs run when they are due, for the institutions where their plugin is on."""

from datetime import timedelta

from lms.people.services import switch
from lms.plugins.job import jobs
from lms.switchboard import tasks, working
from lms.switchboard.models import LEASE, JobRun
from tests.conftest import NOW

HOUR = timedelta(hours=1)


def run(now) -> None:
    for slug in working.due(now=now):
        working.run(slug, now=now)


class TestAJob:
    def test_is_run_for_the_institutions_where_the_plugin_is_on(self, orchard, kenya, academy, neighbour_academy, ugandan_academy, now):
        switch(plugin="orchard", institution=kenya, on=True, by=None, now=now)
        switch(plugin="orchard", institution=neighbour_academy, on=False, by=None, now=now)
        run(NOW)
        assert orchard.worked == [["Kenya", "Mlima Police Academy"]]

    def test_is_not_run_where_it_is_on_nowhere(self, orchard, academy):
        run(NOW)
        assert orchard.worked == []

    def test_is_run_again_when_its_time_has_passed(self, orchard, academy, now):
        switch(plugin="orchard", institution=academy, on=True, by=None, now=now)
        for minutes in (0, 59, 60, 61):
            run(NOW + timedelta(minutes=minutes))
        assert len(orchard.worked) == 2

    def test_keeps_what_it_raised_until_it_works_again(self, orchard, academy, now, caplog):
        switch(plugin="orchard", institution=academy, on=True, by=None, now=now)
        orchard.trouble.append(RuntimeError("no ladder"))
        run(NOW)
        assert JobRun.objects.get(slug="orchard_pruning").error == "RuntimeError: no ladder"
        assert "job failed: orchard_pruning" in caplog.text
        orchard.trouble.clear()
        run(NOW + HOUR)
        assert JobRun.objects.get(slug="orchard_pruning").error == ""
        assert len(orchard.worked) == 1

    def test_belongs_to_one_worker_at_a_time(self, orchard, academy, now):
        switch(plugin="orchard", institution=academy, on=True, by=None, now=now)
        JobRun.objects.create(slug="orchard_pruning", ran_at=NOW - 2 * HOUR, busy_until=NOW + LEASE)
        assert working.run("orchard_pruning", now=NOW) is False
        assert working.run("orchard_pruning", now=NOW + LEASE) is True

    def test_that_is_gone_is_left_alone(self, db):
        assert working.run("orchard_pruning", now=NOW) is False
        assert not JobRun.objects.exists()

    def test_costs_no_statement_where_there_is_none(self, db, django_assert_num_queries, monkeypatch):
        monkeypatch.setattr(jobs, "_entries", {})
        with django_assert_num_queries(0):
            tasks.run_jobs()

    def test_is_started_by_the_minute(self, orchard, academy, now, django_capture_on_commit_callbacks):
        switch(plugin="orchard", institution=academy, on=True, by=None, now=now)
        with django_capture_on_commit_callbacks(execute=True):
            tasks.run_jobs()
            tasks.sweep()
        assert orchard.worked == [["Mlima Police Academy"]]
