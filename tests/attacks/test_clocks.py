"""V16: the clock of the server is put back, and what was told stays what can be told again."""

from datetime import timedelta

import pytest
import time_machine
from celery import Celery
from celery.beat import PersistentScheduler
from django.conf import settings
from django.db.models import Q
from kombu.utils.imports import symbol_by_name

from home.operation import health, heartbeat
from lms.plugins.health import DOWN
from lms.plugins.identifiers import uuid7
from lms.progress import corrections, services
from lms.progress.models import Assignment, Enrolment, Event
from lms.progress.rebuilding import rebuild
from lms.work.models import Work
from tests.builders import right_answers
from tests.progress.test_corrections import correct, do

from .mutation import held_by, instead

LESSONS = ("trafficking-lesson-1", "trafficking-lesson-2")


@pytest.fixture
def put_back(enrolment, now):
    """A course that is completed while the clock goes back by an hour between each two activities."""
    for step, slug in enumerate(LESSONS):
        do(enrolment, slug, now - step * timedelta(hours=1))
    later = now - timedelta(hours=2)
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=later, language="en")
    services.answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=later)
    return Enrolment.objects.get(pk=enrolment.pk)


def test_figures_can_be_made_anew_after_the_clock_was_put_back_between_two_activities(put_back, now):
    assert put_back.completed_at == now - timedelta(hours=2)
    assert list(rebuild(write=False)) == []


def test_figures_can_be_made_anew_where_a_correction_came_before_the_clock_was_put_back(enrolment, now):
    do(enrolment, LESSONS[0], now)
    correct(LESSONS[1], required=False)
    corrections.move(now=now + timedelta(hours=2))
    entry = Enrolment.objects.get(pk=enrolment.pk).release.outline.by_slug("trafficking-quiz")
    moved = Enrolment.objects.get(pk=enrolment.pk)
    attempt = services.begin(enrolment=moved, entry=entry, event_id=uuid7(), now=now, language="en")
    services.answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=now + timedelta(hours=1))

    assert Enrolment.objects.get(pk=enrolment.pk).completed_at == now + timedelta(hours=1)
    assert list(rebuild(write=False)) == []


def test_the_facts_of_an_enrolment_are_numbered_in_the_order_in_which_they_entered(put_back):
    facts = Event.objects.filter(enrolment=put_back).order_by("number")
    assert [fact.number for fact in facts] == list(range(1, 1 + len(facts)))
    assert [fact.received_at for fact in facts] == sorted((fact.received_at for fact in facts), reverse=True)


def test_the_scheduler_goes_on_where_the_clock_is_put_back_a_day(db, tmp_path, now):
    kind = symbol_by_name(settings.CELERY_BEAT_SCHEDULER)
    file = tmp_path / "beat"

    def stops() -> bool:
        file.unlink(missing_ok=True)
        app = Celery("clocks", broker="memory://", set_as_current=False)
        app.conf.beat_schedule = {"sweep": {"task": "sweep", "schedule": 30.0}}
        with time_machine.travel(now, tick=False) as clock:
            scheduler = kind(app, schedule_filename=str(file))
            for moment in (now + timedelta(seconds=31), now - timedelta(days=1), now - timedelta(days=1, seconds=-31)):
                clock.move_to(moment)
                scheduler.tick()
            sent = scheduler.schedule["sweep"].total_run_count
            scheduler.close()
        return sent < 2

    held_by(instead(kind, "tick", PersistentScheduler.tick), attack=stops)


def test_a_worker_is_not_called_alive_for_a_day_since_the_clock_was_put_back(db, now):
    heartbeat.beat("celery", now + timedelta(days=1))
    assert health.worker(now).status == DOWN


def test_work_that_was_touched_before_the_clock_was_put_back_is_taken_up(enrolment, omar, abdi, now):
    given = {"course": enrolment.course, "assigned_by": omar, "assigned_at": now}
    row = Assignment.objects.create(**given, person=abdi, touched_at=now + timedelta(days=1), status="running")

    def left() -> bool:
        return row not in Assignment.objects.lost(now)

    earlier = classmethod(lambda cls, now: Q(touched_at__lt=now - cls.STALE))
    held_by(instead(Work, "is_stale", earlier), attack=left)
