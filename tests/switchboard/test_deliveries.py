"""Events wait as rows for the receivers of plugins; what a receiver raises reaches nobody and is tried again."""

import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from lms.foundation.plugins import events, health
from lms.foundation.plugins.events import EVENTS, AttemptClosed, CertificateIssued, CourseCompleted, Enrolled
from lms.people.administration.records.services import switch
from lms.switchboard import deliveries
from lms.switchboard.models import Delivery
from tests.conftest import NOW


def enrolled(institution) -> Enrolled:
    return Enrolled(institution=institution.pk, at=NOW, course=uuid4(), enrolments=(1, 2))


def publish(institution) -> Enrolled:
    event = enrolled(institution)
    events.publish(event, at=institution)
    return event


class TestPublishing:
    def test_keeps_a_row_for_each_receiver_where_the_plugin_is_on(self, orchard, on, neighbour_academy):
        publish(on)
        publish(neighbour_academy)
        [delivery] = Delivery.objects.all()
        assert (delivery.plugin, delivery.institution, delivery.event) == ("orchard", on, "enrolled.1")

    def test_costs_nothing_where_nobody_listens(self, orchard, on, neighbour_academy, django_assert_num_queries):
        with django_assert_num_queries(0):
            publish(neighbour_academy)
        with django_assert_num_queries(1):
            publish(on)

    def test_is_undone_with_what_did_not_happen(self, orchard, on):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            publish(on)
            1 / 0  # noqa: B018
        assert not Delivery.objects.exists()

    def test_delivers_when_the_transaction_has_committed(self, orchard, on, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            event = publish(on)
            assert orchard.heard == []
        assert orchard.heard == [event]
        assert not Delivery.objects.exists()

    def test_never_breaks_the_request(self, orchard, on, django_capture_on_commit_callbacks):
        orchard.trouble.append(RuntimeError("no wood left"))
        with django_capture_on_commit_callbacks(execute=True):
            publish(on)
        assert Delivery.objects.get().error == "RuntimeError: no wood left"


class TestARowThatWaits:
    def test_is_delivered_by_the_sweep_when_its_message_was_lost(self, orchard, on):
        event = publish(on)
        assert deliveries.sweep(now=NOW) == 1
        assert orchard.heard == [event]
        assert deliveries.sweep(now=NOW) == 0

    def test_is_tried_again_after_growing_pauses_and_then_given_up(self, orchard, on):
        publish(on)
        orchard.trouble.append(RuntimeError("no wood left"))
        moment, pauses = NOW, []
        while (row := Delivery.objects.get()).next_at is not None:
            pauses.append(row.next_at - moment)
            moment = row.next_at
            assert deliveries.sweep(now=moment - timedelta(seconds=1)) == 0
            assert deliveries.sweep(now=moment) == 1
        assert pauses == [timedelta(0), *deliveries.PAUSES]
        assert deliveries.backlog(moment) == health.Finding(
            health.WARNING, {"given_up_deliveries": 1, "late_deliveries": 0}
        )

    def test_whose_receiver_does_not_end_is_stopped_and_its_others_wait(self, orchard, on, monkeypatch, caplog):
        monkeypatch.setattr(deliveries, "LONGEST", 0.1)
        orchard.waits.append(20)
        publish(on), publish(on)
        deliveries.sweep(now=NOW)
        first, second = Delivery.objects.order_by("pk")
        assert (first.tries, first.error) == (1, "It did not end within 0.1 seconds.")
        assert (second.tries, second.next_at) == (0, NOW + deliveries.PAUSES[1]) and orchard.heard == []
        assert "the plugin “orchard” took too long" in caplog.text
        orchard.waits.clear()
        deliveries.sweep(now=NOW + deliveries.PAUSES[1])
        assert len(orchard.heard) == 2 and not Delivery.objects.exists()

    def test_does_not_keep_a_sweep_until_it_is_killed(self, orchard, on, monkeypatch):
        monkeypatch.setattr(deliveries, "LONGEST_SWEEP", timedelta(0))
        publish(on)
        assert deliveries.sweep(now=NOW) == 0 and Delivery.objects.get().tries == 0

    def test_whose_receiver_kills_each_of_its_workers_is_given_up(self, orchard, on):
        publish(on)
        moment = NOW
        for _try in range(len(deliveries.PAUSES) + 1):
            assert Delivery.objects.claim(Delivery.objects.get().pk, now=moment)
            moment += Delivery.LEASE
        assert deliveries.sweep(now=moment) == 1
        assert (Delivery.objects.get().next_at, Delivery.objects.get().error, orchard.heard) == (None, "killed", [])

    def test_that_was_given_up_has_another_chance_when_somebody_mended_it(self, orchard, on):
        event = publish(on)
        Delivery.objects.update(next_at=None, tries=6)
        assert deliveries.try_again(plugin="orchard", now=NOW) == 1
        deliveries.sweep(now=NOW)
        assert orchard.heard == [event]
        assert deliveries.backlog(NOW).status == health.UP

    def test_too_long_is_a_warning(self, orchard, on):
        publish(on)
        assert deliveries.backlog(NOW + timedelta(minutes=5)).status == health.UP
        assert deliveries.backlog(NOW + timedelta(minutes=11)) == health.Finding(
            health.WARNING, {"given_up_deliveries": 0, "late_deliveries": 1, "oldest_minutes": 11}
        )

    def test_is_dropped_when_the_plugin_is_switched_off_meanwhile(self, orchard, on, caplog):
        publish(on)
        switch(plugin="orchard", institution=on, on=False, by=None, now=NOW)
        deliveries.sweep(now=NOW)
        assert orchard.heard == []
        assert not Delivery.objects.exists()
        assert "delivery dropped" in caplog.text

    def test_is_dropped_when_the_receiver_is_gone(self, orchard, on, caplog):
        publish(on)
        events.withdraw("orchard")
        deliveries.sweep(now=NOW)
        assert not Delivery.objects.exists()
        assert "delivery dropped" in caplog.text

    def test_waits_for_a_plugin_in_quarantine(self, orchard, on, monkeypatch):
        from lms.foundation.plugins.runtime import quarantine

        publish(on)
        with monkeypatch.context() as patch:
            patch.setitem(quarantine._problems, "orchard", "The plugin “orchard” breaks.")
            deliveries.sweep(now=NOW)
        row = Delivery.objects.get()
        assert (row.tries, row.next_at) == (0, NOW + deliveries.PAUSES[1])
        deliveries.sweep(now=row.next_at)
        assert len(orchard.heard) == 1

    def test_one_that_fails_holds_up_no_other(self, orchard, on):
        publish(on)
        Delivery.objects.update(data={"institution": on.pk})
        event = publish(on)
        assert deliveries.sweep(now=NOW) == 2
        assert orchard.heard == [event]
        assert Delivery.objects.get().error.startswith("TypeError")

    @pytest.mark.django_db(transaction=True)
    def test_is_delivered_once_by_two_workers(self, orchard, on):
        calls = []

        def slow(event: Enrolled) -> None:
            calls.append(event)
            time.sleep(0.3)

        slow.__module__ = orchard.__name__
        slow.__qualname__ = "listen"
        events.subscribe(Enrolled, slow)
        where, data = events.address(slow), deliveries.event_to_json(enrolled(on))
        pk = Delivery.objects.create(
            event="enrolled.1", data=data, plugin="orchard", receiver=where, institution=on, created_at=NOW, next_at=NOW
        ).pk

        def work() -> None:
            deliveries.deliver_event(pk, now=NOW)
            connection.close()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert len(calls) == 1
        assert not Delivery.objects.exists()


class TestLetters:
    @pytest.mark.parametrize(
        "event",
        [
            Enrolled(institution=1, at=NOW, course=uuid4(), enrolments=(3, 4)),
            AttemptClosed(
                institution=1, at=NOW, enrolment=2, attempt=3, activity=uuid4(), kind="quiz", passed=None, score=0.5
            ),
            CourseCompleted(institution=1, at=NOW, enrolment=2, course=uuid4(), score=None),
            CertificateIssued(institution=1, at=NOW, enrolment=2, serial="MAF-1"),
        ],
    )
    def test_come_back_as_they_were_written(self, event):
        import json

        assert deliveries.event_from_json(event.name, json.loads(json.dumps(deliveries.event_to_json(event)))) == event

    def test_from_a_newer_version_lose_what_is_not_known(self):
        event = CertificateIssued(institution=1, at=NOW, enrolment=2, serial="MAF-1")
        assert deliveries.event_from_json(event.name, {**deliveries.event_to_json(event), "colour": "teal"}) == event

    def test_every_event_has_a_name_with_its_version(self):
        assert all(name.rpartition(".")[2].isdigit() for name in EVENTS)
