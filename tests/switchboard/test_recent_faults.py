"""Whoever runs the site is told of plugins that give what cannot be used, also where another process left it out."""

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core.cache import cache
from django.template import Context, Template

from lms.foundation.plugins import filters
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.runtime import activation, faults
from lms.switchboard import jobs, recent_faults
from lms.switchboard.plugin_status import problems_finding


def test_the_health_page_names_them_for_an_hour(client, db, now):
    faults.note("quiz", faults.LINK)
    faults.note("quiz", faults.JOB)
    faults.note("", faults.JOB)

    finding = problems_finding(now)

    assert finding.status == "warning"
    assert list(finding.figures) == ["quiz"]
    assert "(job, slot)" in finding.figures["quiz"]
    assert "(job, slot)" in client.get("/health/", headers={"Accept": "application/json"}).content.decode()
    cache.clear()
    assert problems_finding(now).status == "up"


def test_a_panel_that_breaks_is_recorded(orchard, db):
    panel = slots.Panel("Notes", "orchard/nowhere.html", plugin="orchard")
    assert "cannot be shown now" in Template("{% load interface %}{% panel_body panel %}").render(
        Context({"panel": panel})
    )
    assert recent_faults.sockets_by_plugin(["orchard", "quiz"]) == {"orchard": ["slot"]}


def test_a_slot_value_that_cannot_be_shown_is_recorded(orchard, on, enrolment):
    with activation.plugging("orchard"):
        slots.provide(slots.PERSON, lambda rows: {row.pk: None for row in rows})
    assert slots.fill(slots.PERSON, [enrolment])[enrolment.pk] == []
    assert recent_faults.sockets_by_plugin(["orchard"]) == {"orchard": ["slot"]}


def test_a_filter_that_gives_nothing_is_recorded(orchard, enrolment, on):
    with activation.plugging("orchard"):
        filters.begin.register(lambda subjects: None)
    assert filters.begin.refusals([filters.Beginning(enrolment, None)]) == {0: filters.UNANSWERED}
    assert recent_faults.sockets_by_plugin(["orchard"]) == {"orchard": ["filter"]}


@pytest.mark.parametrize("trouble", [RuntimeError("no ladder"), SoftTimeLimitExceeded()])
def test_a_job_that_breaks_or_does_not_end_is_recorded(orchard, on, now, trouble):
    orchard.trouble.append(trouble)
    jobs.run("orchard_pruning", now=now)
    assert recent_faults.sockets_by_plugin(["orchard"]) == {"orchard": ["job"]}


def test_what_works_is_not_named(orchard, on, now):
    jobs.run("orchard_pruning", now=now)
    assert recent_faults.sockets_by_plugin(["orchard"]) == {}
