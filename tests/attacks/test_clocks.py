"""V16: the clock of the server is put back, and what was told stays what can be told again."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from celery import Celery
from celery.beat import PersistentScheduler
from django.conf import settings
from django.db.models import Q
from kombu.utils.imports import symbol_by_name

from assessments.quiz.exams import admission
from assessments.quiz.exams.models import Ticket
from certificates.models import Certificate
from certificates.paper.services import render
from courses.publishing import scheduling
from courses.publishing.scheduled_releases import ScheduledRelease
from home.operation import heartbeat
from home.operation.health import probes
from lms.desks.notices.channels.sms import claims
from lms.desks.notices.models import Delivery as Notified
from lms.desks.notices.models import Scan
from lms.desks.privacy import services as privacy
from lms.desks.privacy.models import Remainder
from lms.foundation.plugins.channel import LATER
from lms.foundation.plugins.health import DOWN
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.job import jobs
from lms.foundation.plugins.runtime.guard import Call
from lms.foundation.work.models import Work
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Enrolment, Event
from lms.learning.progress.models.assignments import Assignment
from lms.people.identity.mail import outbox, password_reset
from lms.people.identity.mail.mails import Kind, Mail
from lms.people.identity.mail.sms_outbox import Text
from lms.switchboard import circuit_breaker
from lms.switchboard import jobs as plugin_jobs
from lms.switchboard.models import JobRun
from tests.builders import complete, right_answers
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
    assert probes.worker(now).status == DOWN


def test_work_that_was_touched_before_the_clock_was_put_back_is_taken_up(enrolment, omar, abdi, now):
    given = {"course": enrolment.course, "assigned_by": omar, "assigned_at": now}
    row = Assignment.objects.create(**given, person=abdi, touched_at=now + timedelta(days=1), status="running")

    def left() -> bool:
        return row not in Assignment.objects.lost(now)

    earlier = classmethod(lambda cls, now: Q(touched_at__lt=now - cls.STALE))
    held_by(instead(Work, "is_stale", earlier), attack=left)


DAY = timedelta(days=1)


def test_what_is_tried_again_waits_no_longer_than_its_longest_pause_where_the_clock_was_put_back(wanjiru, now):
    write = partial(outbox.write, kind=Kind.LINK, recipient="w@example.org", person=wanjiru, now=now)
    late, waiting = write(), write()
    Mail.objects.filter(pk=late.pk).update(next_at=now + DAY + Mail.LEASE, tries=1)
    Mail.objects.filter(pk=waiting.pk).update(next_at=now + Mail.PAUSES[-1], tries=6)

    def left() -> bool:
        return late not in Mail.objects.due(now)

    assert waiting not in Mail.objects.due(now)
    held_by(instead(Mail, "longest_wait", lambda: 2 * DAY), attack=left)


@pytest.mark.parametrize("wait", [None, 3600, 30 * 86_400, 10**15, -(10**15)])
@pytest.mark.parametrize("kind", [Text, Notified])
def test_a_carrier_puts_nothing_off_for_longer_than_that(kind, wait, now):
    row = kind(tries=1)
    assert now + kind.PAUSES[0] <= row.next_try(now, wait=wait) <= now + kind.longest_wait()


def test_a_job_runs_though_the_clock_was_put_back_since_it_ran(db, now):
    slug = next(iter(jobs)).slug
    JobRun.objects.create(slug=slug, ran_at=now + DAY, busy_until=now + DAY)
    assert slug in plugin_jobs.due(now=now)
    assert JobRun.objects.claim(slug, every=DAY, now=now)
    assert not JobRun.objects.claim(slug, every=DAY, now=now - timedelta(minutes=5))
    assert slug not in plugin_jobs.due(now=now - timedelta(minutes=5))


def test_occasions_of_notices_are_asked_for_though_the_clock_was_put_back(db, now):
    Scan.objects.create(kind="due", asked_at=now + DAY)
    assert Scan.objects.claim("due", every=timedelta(hours=1), now=now)
    assert not Scan.objects.claim("due", every=timedelta(hours=1), now=now)


def test_what_a_plugin_could_not_erase_is_tried_though_the_clock_was_put_back(wanjiru, now):
    Remainder.objects.create(person=wanjiru, plugin="orchard", next_at=now + DAY)
    assert privacy.erase_remainders(now=now) + Remainder.objects.filter(next_at__lt=now + DAY).count() == 1


def test_a_pdf_is_made_though_the_clock_was_put_back_since_somebody_was_at_it(enrolment, now):
    certificate = Certificate.objects.get(enrolment=complete(enrolment, now=now))
    Certificate.objects.update(tries=1, queued_at=now + DAY)
    assert certificate in Certificate.objects.late(now)
    assert render(certificate=certificate, now=now).status == Certificate.Status.RENDERED


def test_a_text_message_is_sent_though_the_clock_was_put_back_while_it_was(academy, now):
    claim = partial(claims.claim, "1", institution=academy, parts=1, knows_keys=True)
    assert claim(now=now + DAY) is None
    assert claim(now=now) is None
    assert claim(now=now).state == LATER


def test_a_release_is_made_though_the_clock_was_put_back_since_somebody_was_at_it(omar, now):
    about = {"course_key": uuid7(), "by": omar, "at": now, "made_at": now, "why": "It is right.", "tried_at": now + DAY}
    planned = ScheduledRelease.objects.create(**about)
    assert scheduling._begin(planned.pk, now=now)
    assert not scheduling._begin(planned.pk, now=now)


def test_wrong_codes_of_an_exam_close_nobody_out_for_longer_where_the_clock_was_put_back(now):
    assert not admission._lately(Ticket(failed_at=now + DAY), now=now)
    assert admission._lately(Ticket(failed_at=now), now=now)


def test_links_are_sent_though_the_clock_was_put_back_since_some_were(wanjiru, now, mailoutbox):
    wanjiru.email = "w@example.org"
    wanjiru.save()
    for _time in range(password_reset.MOST_LINKS):
        outbox.write(kind=Kind.LINK, recipient=wanjiru.email, person=wanjiru, now=now + DAY)
    asked = outbox.write(kind=Kind.FORGOTTEN, recipient=wanjiru.email, person=None, now=now)
    password_reset.look_up(asked, now=now)
    assert Mail.objects.filter(kind=Kind.LINK, made_at=now).exists()


@pytest.mark.parametrize("kept", [{"aside": 86_400.0}, {"rests": 86_460.0}])
def test_a_call_of_a_plugin_is_left_out_for_no_longer_where_the_clock_was_put_back(kept):
    assert circuit_breaker.Record(Call("orchard", "report", "trees"), "1", 0.0, **kept).is_old(1.0)
