"""Events of a phone that are no answer: held, shown to its learner, and never a fault."""

import pytest
from django.test import override_settings

from lms.desks.offline.models import Held
from lms.foundation.plugins.identifiers import uuid7
from tests.builders import same_when_rebuilt

ONE, QUIZ = "trafficking-lesson-1", "trafficking-quiz"
DONE = {"done": ["1"]}


class TestBadEvents:
    BAD = (
        7,
        None,
        [],
        "text",
        {},
        {"id": "1"},
        {"id": "\ud800", "data": {"a": "\x00"}},
        {"enrolment": True, "activity": 3, "data": []},
        {"enrolment": 10**30, "id": "x" * 3000},
    )

    def test_each_is_held_and_stops_no_other(self, phone, enrolment):
        good = phone.event(enrolment, ONE, DONE)
        assert phone.send(*self.BAD, good) == ["held:unreadable"] * len(self.BAD) + ["stored"]
        assert Held.objects.count() == len(self.BAD)
        assert phone.send(*self.BAD, good)[-1] == "known"
        assert Held.objects.count() == len(self.BAD)
        page = phone.client.get("/offline/held/")
        assert page.status_code == 200 and page.content.count(b'<li class="activity">') == len(self.BAD)
        phone.client.post("/offline/held/")
        assert Held.objects.count() == len(self.BAD)

    @pytest.mark.parametrize(
        "data",
        [
            {"check": ["nothing"], "choice": ["x"]},
            {"check": 7},
            {"\ud800": ["\x00"]},
            {"check": {"deep": [[[[{}]]]]}},
            {"text": "x" * 70_000},
        ],
    )
    def test_what_is_no_answer_is_held(self, phone, enrolment, data):
        assert phone.send(phone.event(enrolment, ONE, data)) == ["held:refused"]
        assert Held.objects.get().enrolment_id == enrolment.pk
        assert same_when_rebuilt()

    def test_forged_ids_enter_under_no_name(self, phone, enrolment):
        version_four = {**phone.event(enrolment, ONE, DONE), "id": "9f0c1d9e-3b1c-4d55-8a52-0c7d9a2b1f00"}
        assert phone.send(version_four) == ["held:conflict"]
        assert phone.send({**phone.event(enrolment, ONE, DONE), "activity": str(uuid7())}) == ["held:not_begun"]
        assert phone.send(phone.event(enrolment, QUIZ, {"q:1": ["a"]})) == ["held:not_begun"]
        assert phone.send(phone.event(enrolment, ONE, DONE, attempt=9)) == ["held:not_begun"]

    @pytest.mark.parametrize(
        "body", [b"", b"{", b"[]", b'{"events": 7}', b"\xff\xfe", b'{"events": ' + b"[" * 100_000, b"1" * 9000]
    )
    def test_a_body_that_is_no_batch_is_refused_with_a_sentence(self, phone, body):
        response = phone.raw(body)
        assert response.status_code == 422 and response.json()["message"]

    def test_too_many_events_and_too_large_a_body_are_refused(self, phone, enrolment):
        event = phone.event(enrolment, ONE, DONE)
        assert phone.post(*[event] * 201).status_code == 422
        assert phone.post({**event, "data": {"text": "x" * 1024 * 1024}}).status_code == 413
        assert not Held.objects.exists()

    def test_faster_than_is_taken_it_is_asked_to_wait(self, phone):
        with override_settings(ANSWERS_PER_MINUTE=1):
            response = phone.post(*range(20))
        assert response.status_code == 429 and 0 < int(response["Retry-After"]) <= 60

    def test_no_more_is_held_than_the_most(self, phone, monkeypatch):
        monkeypatch.setattr("lms.desks.offline.held_events.MOST", 2)
        assert phone.send(1, 2) == ["held:unreadable"] * 2
        assert phone.send(3) == ["later"]
        assert Held.objects.count() == 2
