"""Events that a phone sends when it is online again: each is taken once, in order, whatever happens on the way."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.desks.offline.models import Held
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import late_answers, services
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.builders import same_when_rebuilt
from tests.conftest import make_person

DAY = timedelta(days=1)
ONE, TWO, QUIZ = "trafficking-lesson-1", "trafficking-lesson-2", "trafficking-quiz"
DONE = {"done": ["1"]}


@pytest.fixture
def work(phone, enrolment, check):
    """Two answers to a check and the end of both lessons."""
    whole = [(ONE, check[0]), (ONE, check[1]), (ONE, DONE), (TWO, DONE)]
    return [phone.event(enrolment, slug, data, seq=number) for number, (slug, data) in enumerate(whole)]


def verbs(slug, enrolment):
    activity = enrolment.release.outline.by_slug(slug).id
    rows = Event.objects.filter(enrolment=enrolment, attempt__activity=activity).order_by("position")
    return [(event.verb, event.data.get("choice")) for event in rows]


class TestLessons:
    def test_begin_with_their_first_event_and_are_counted(self, phone, enrolment, work, now):
        assert phone.send(*work) == ["stored"] * 4
        enrolment.refresh_from_db()
        assert (enrolment.status, len(enrolment.done), enrolment.started_at) == ("started", 2, now)
        event = Event.objects.get(pk=work[0]["id"])
        assert (event.origin, event.device, event.sequence) == ("offline", "phone-1", 0)
        assert same_when_rebuilt()

    def test_the_same_batch_is_known_and_writes_nothing(self, phone, work):
        phone.send(*work)
        before = Event.objects.count()
        assert phone.send(*work) == ["known"] * 4
        assert Event.objects.count() == before

    def test_out_of_order_is_put_in_the_order_of_the_phone(self, phone, enrolment, work, check):
        assert phone.send(*work[::-1]) == ["stored"] * 4
        assert verbs(ONE, enrolment)[1:] == [
            ("answered", check[0]["choice"]),
            ("answered", check[1]["choice"]),
            ("answered", None),
        ]
        assert same_when_rebuilt()

    def test_half_of_the_replies_thrown_away(self, phone, enrolment, check):
        """It sends again until it has a verdict on each: every event is there once, in its order."""
        sent = [phone.event(enrolment, ONE, check[number % 2], seq=number) for number in range(40)]
        left, times = list(sent), 0
        while left:
            words = phone.send(*left[:7])
            times += 1
            if times % 2 == 0:
                assert set(words) <= {"stored", "known"}
                left = left[7:]
        stored = Event.objects.filter(enrolment=enrolment, verb="answered").order_by("position")
        assert [str(event.pk) for event in stored] == [one["id"] for one in sent]
        assert same_when_rebuilt()

    def test_sixty_events_cost_less_than_a_hundred_statements(self, phone, enrolment, check):
        sent = [phone.event(enrolment, ONE, check[number % 2], seq=number) for number in range(58)]
        sent += [phone.event(enrolment, slug, DONE, seq=90) for slug in (ONE, TWO)]
        with CaptureQueriesContext(connection) as statements:
            assert phone.send(*sent) == ["stored"] * 60
        assert len(statements) <= 40, [one["sql"][:90] for one in statements]

    def test_statements_do_not_grow_with_the_events(self, phone, enrolment, check):
        phone.send(phone.event(enrolment, ONE, check[0]))
        counted = []
        for number in (2, 60):
            with CaptureQueriesContext(connection) as statements:
                phone.send(*[phone.event(enrolment, ONE, check[0]) for _event in range(number)])
            counted.append(len(statements))
        assert counted[0] == counted[1]


class TestClocks:
    @pytest.mark.parametrize("error", [-400 * DAY, 90 * DAY, timedelta(minutes=7)])
    def test_a_phone_whose_clock_is_wrong_is_put_right(self, phone, enrolment, now, error):
        Enrolment.objects.update(enrolled_at=now - 30 * DAY)
        event = phone.event(enrolment, ONE, DONE, at=(now - 2 * DAY + error).isoformat())
        assert phone.send(event, now=(now + error).isoformat()) == ["stored"]
        assert Event.objects.get(pk=event["id"]).occurred_at == now - 2 * DAY

    @pytest.mark.parametrize("at", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "yesterday", 7, None])
    def test_a_time_that_cannot_be_is_that_of_arrival(self, phone, enrolment, now, at):
        event = phone.event(enrolment, ONE, DONE, at=at)
        assert phone.send(event, now=at) == ["stored"]
        assert Event.objects.get(pk=event["id"]).occurred_at == now

    def test_no_event_is_older_than_the_enrolment_or_newer_than_now(self, phone, enrolment, now):
        old = phone.event(enrolment, ONE, DONE, at=(now - 90 * DAY).isoformat())
        new = phone.event(enrolment, ONE, DONE, at=(now + DAY).isoformat())
        assert phone.send(old, new) == ["stored", "stored"]
        assert {event.occurred_at for event in Event.objects.filter(verb="answered")} == {now}


class TestTheEnd:
    def test_what_came_late_is_kept_admitted_and_rebuilt(self, phone, enrolment, quiz, answers, omar, now):
        sent = [phone.event(enrolment, QUIZ, data, attempt=1, seq=number) for number, data in enumerate(answers)]
        services.terminate(attempt=quiz, now=now)
        assert phone.send(*sent[:-1]) == ["late"] * (len(sent) - 1)
        assert phone.send(*sent[:-1]) == ["late"] * (len(sent) - 1), "sent again, it is late again"
        quiz.refresh_from_db()
        assert (quiz.late, quiz.score) == (len(sent) - 1, 0.0)
        assert list(late_answers.waiting_for(omar)) == [quiz]
        late_answers.decide(
            attempt=quiz, admitted=True, seen=quiz.late, reason="No network", by=omar, event_id=uuid7(), now=now
        )
        quiz.refresh_from_db()
        assert quiz.score == 1.0
        assert same_when_rebuilt()

    def test_an_open_quiz_is_answered_and_finished(self, phone, enrolment, quiz, answers):
        sent = [phone.event(enrolment, QUIZ, data, seq=number) for number, data in enumerate(answers)]
        assert phone.send(*sent) == ["stored"] * len(sent)
        enrolment.refresh_from_db()
        assert (enrolment.status, enrolment.score) == ("completed", 1.0)
        assert same_when_rebuilt()

    def test_a_course_that_closed_meanwhile_holds_it_until_there_is_more_time(self, phone, enrolment, work, now):
        Enrolment.objects.update(closes_at=now - DAY)
        assert phone.send(*work) == ["held:closed"] * 4
        assert phone.send(*work) == ["held:closed"] * 4
        assert (Held.objects.count(), Event.objects.count()) == (4, 0)
        Enrolment.objects.update(closes_at=now + DAY)
        assert phone.client.post("/offline/held/").status_code == 302
        assert (Held.objects.count(), Event.objects.filter(verb="answered").count()) == (0, 4)
        assert same_when_rebuilt()

    def test_a_course_that_opens_later_leaves_it_on_the_phone(self, phone, enrolment, work, now):
        Enrolment.objects.update(opens_at=now + DAY)
        assert phone.send(*work) == ["later"] * 4
        assert (Held.objects.count(), Event.objects.count()) == (0, 0)

    def test_a_course_that_was_withdrawn_holds_it(self, phone, enrolment, work):
        Enrolment.objects.all().delete()
        assert phone.send(*work) == ["held:gone"] * 4
        assert [json.loads(row.raw)["id"] for row in Held.objects.order_by("pk")] == [one["id"] for one in work]


class TestOthers:
    def test_nothing_is_written_of_what_belongs_to_another_person(self, phone, abdi, course, enrolment, now, check):
        services.enrol(people=[abdi], course=course, now=now)
        theirs = Enrolment.objects.get(learner=abdi)
        own = phone.event(enrolment, ONE, DONE)
        assert phone.send(phone.event(theirs, ONE, check[0]), own) == ["foreign", "stored"]
        assert not Event.objects.filter(enrolment=theirs).exists() and not Held.objects.exists()

    def test_the_id_of_an_event_of_another_is_a_conflict_that_is_held(self, phone, abdi, course, enrolment, as_, now):
        services.enrol(people=[abdi], course=course, now=now)
        theirs = Enrolment.objects.get(learner=abdi)
        taken = type(phone)(as_(abdi))
        event = phone.event(theirs, ONE, DONE)
        assert taken.send(event) == ["stored"]
        assert phone.send({**phone.event(enrolment, ONE, DONE), "id": event["id"]}) == ["held:conflict"]
        assert Event.objects.get(pk=event["id"]).enrolment == theirs

    def test_signed_out_it_is_told_so_as_json(self, client, phone, work):
        phone.client.logout()
        response = phone.post(*work)
        assert (response.status_code, response["Content-Type"]) == (401, "application/json")
        assert not Event.objects.exists()

    def test_another_site_cannot_send(self, wanjiru, work, as_):
        client = as_(wanjiru)
        client.handler.enforce_csrf_checks = True
        said = client.get("/offline/sync/", headers={"Accept": "application/json"}).json()
        body = json.dumps({"events": [{"raw": json.dumps(one)} for one in work]})
        about = {"content_type": "application/json", "headers": {"Accept": "application/json"}}
        assert client.post("/offline/sync/", body, **about).status_code == 403
        about["headers"]["X-CSRFToken"] = said["token"]
        assert client.post("/offline/sync/", body, **about).status_code == 200
        assert len(said["person"]) == 16 and wanjiru.service_number not in json.dumps(said)


def test_held_events_are_seen_by_their_learner_alone(phone, as_, abdi, stranger):
    phone.send("mine")
    for other in (abdi, stranger):
        assert b'<li class="activity">' not in as_(other).get("/offline/held/").content


def test_what_a_lesson_opens_is_taken_in_the_same_batch(phone, enrolment, monkeypatch):
    """The second lesson is locked until the first is done, and both arrive together."""
    from lms.learning.progress.access.lock_rules import Locked

    one = enrolment.release.outline.by_slug(ONE).id

    def locked(row, activity, *, now):
        if activity != one and one not in Enrolment.objects.get(pk=row.pk).done:
            raise Locked("Do the first one.")

    monkeypatch.setattr("lms.learning.progress.journal.attempt_start.refuse_locked", locked)
    second, first = phone.event(enrolment, TWO, DONE, seq=2), phone.event(enrolment, ONE, DONE, seq=1)
    assert phone.send(second) == ["held:locked"]
    assert phone.send(second, first) == ["stored", "stored"]
    assert same_when_rebuilt()


def test_a_plugin_that_breaks_leaves_it_on_the_phone(phone, enrolment, monkeypatch):
    def broken(*args, **more):
        raise RuntimeError

    monkeypatch.setattr("courses.lessons.activity.Lesson.begin", broken)
    assert phone.send(phone.event(enrolment, ONE, DONE)) == ["later"]
    monkeypatch.undo()
    assert Attempt.objects.count() == 0


def test_erased_with_the_person(phone, enrolment):
    from lms.desks.offline.personal_data import PERSONAL_DATA

    phone.send("mine")
    declared = PERSONAL_DATA[0]
    assert declared.erased == "deleted" and Held.objects.get().learner_id == enrolment.learner_id
    other = make_person("KE-999", "Somebody Else", enrolment.institution)
    assert not Held.objects.of(other).exists()


def test_staff_see_that_something_of_a_learner_is_held(phone, enrolment, work, omar, stranger, as_, now):
    Enrolment.objects.update(closes_at=now - DAY)
    phone.send(*work)
    tab = f"/teach/people/{enrolment.learner_id}/more/offline_held/"
    assert "This course closed on" not in as_(omar).get(tab).content.decode()
    assert "The course was closed before this arrived." in as_(omar).get(tab).content.decode()
    assert as_(stranger).get(tab).status_code == 404
