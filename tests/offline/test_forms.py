"""Forms of quizzes that a phone keeps: one draw a phone until it is used, and nothing in it that is secret."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.quiz.activity import Quiz
from assessments.quiz.models import QuizPage
from lms.desks.offline import draws
from lms.desks.offline.drawn_events import start_of
from lms.desks.offline.models import Draw
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from tests.builders import right_options, same_when_rebuilt, start_attempt
from tests.progress.test_corrections import correct, do
from tests.releasing import release_waiting

QUIZ = "trafficking-quiz"
PACK = "/offline/pack/trafficking/"


def draw(phone, device="phone-1"):
    return phone.client.post(f"/offline/draws/trafficking/?device={device}").status_code


def pack(phone, device="phone-1"):
    return phone.client.get(f"{PACK}?device={device}").json()


def quiz_in(phone, device="phone-1"):
    return pack(phone, device)["activities"][2]


def answers(phone, enrolment, one):
    """The events of a whole attempt at the quiz of a pack, all of it right."""
    row = Draw.objects.get(pk=one["draw"])
    form = start_of(row).start.draw(Quiz())[0]
    data = [*({f"q:{item['id']}": right_options(item)} for item in form["items"]), {"submit": ["1"]}]
    return [phone.event(enrolment, QUIZ, answer, draw=one["draw"], seq=seq) for seq, answer in enumerate(data)]


@pytest.fixture
def ready(phone, enrolment, now):
    for slug in ("trafficking-lesson-1", "trafficking-lesson-2"):
        do(enrolment, slug, now)
    assert draw(phone) == 200
    return quiz_in(phone)


def change(now, **fields):
    page = QuizPage.objects.get(slug=QUIZ)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    assert release_waiting() == []
    corrections.move(now=now)


class TestForms:
    def test_say_nothing_of_anybody_and_no_key(self, phone, enrolment, ready):
        body = phone.client.get(ready["form"])
        text, row = body.content.decode(), Draw.objects.get()
        assert "Question " in text and 'name=\\"q:' in text and '\\"submit\\"' in text
        for secret in ("csrfmiddlewaretoken", "Wanj", "Because.", "About First", str(row.seed), "<script", "data-key"):
            assert secret not in text
        assert set(re.findall(r'name=\\"event_id\\" value=\\"([^"]*)\\"', text)) == {""}
        assert "immutable" in body["Cache-Control"] and "private" in body["Cache-Control"]

    def test_have_the_same_bytes_when_they_are_drawn_twice_at_other_times(self, phone, ready, now, monkeypatch):
        first = phone.client.get(ready["form"])
        cache.clear()
        monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=7))
        again = phone.client.get(ready["form"])
        assert (again.status_code, again.content) == (200, first.content)
        assert phone.client.get(ready["form"][:-5] + "aaaa/").status_code == 404

    def test_are_for_their_learner_alone(self, phone, ready, as_, abdi, course, stranger, client, now):
        services.enrol(people=[abdi], course=course, now=now)
        for other in (abdi, stranger):
            assert as_(other).get(ready["form"]).status_code == 404
        assert client.get(ready["form"]).status_code == 401
        assert "draw" not in as_(abdi).get(f"{PACK}?device=phone-1").json()["activities"][2]

    def test_what_is_answered_on_one_counts_as_online(self, phone, enrolment, ready):
        assert phone.send(*answers(phone, enrolment, ready)) == ["stored"] * 3
        enrolment.refresh_from_db()
        assert (enrolment.status, enrolment.score) == ("completed", 1.0)
        page = phone.client.get(f"/learn/trafficking/{QUIZ}/").content.decode()
        assert "100" in page and "data-quiz-closed" in page
        assert same_when_rebuilt()


class TestDraws:
    def test_are_one_a_phone_until_they_are_used(self, phone, enrolment, ready):
        draw(phone)
        assert quiz_in(phone) == ready and Draw.objects.count() == 1
        events = answers(phone, enrolment, ready)
        phone.send(events[0])
        draw(phone)
        assert quiz_in(phone) == ready, "it goes on with what was begun"
        phone.send(*events)
        assert "draw" not in quiz_in(phone)
        draw(phone)
        assert quiz_in(phone)["draw"] != ready["draw"] and Draw.objects.count() == 2

    def test_are_another_for_another_phone(self, phone, ready):
        assert "draw" not in quiz_in(phone, "phone-2")
        draw(phone, "phone-2")
        assert quiz_in(phone, "phone-2")["draw"] != ready["draw"] == quiz_in(phone)["draw"]

    def test_are_none_while_another_attempt_is_open_or_none_is_left(self, phone, enrolment, ready, now):
        for _number in range(2):
            attempt = start_attempt(enrolment, QUIZ, now)
            draw(phone, "phone-2")
            assert "draw" not in quiz_in(phone) and "draw" not in quiz_in(phone, "phone-2")
            services.terminate(attempt=attempt, now=now)
        draw(phone)
        assert "draw" not in quiz_in(phone) and Draw.objects.count() == 1

    def test_do_not_go_on_with_what_was_answered_on_a_page_too(self, phone, enrolment, ready, now):
        event = answers(phone, enrolment, ready)[0]
        phone.send(event)
        attempt = Attempt.objects.get(kind="quiz")
        services.answer(attempt=attempt, data=event["data"], event_id=draws.uuid7(), now=now)
        assert "draw" not in quiz_in(phone)

    def test_of_an_older_content_or_time_give_way_to_new_ones(self, phone, ready, now):
        change(now, pass_mark=90)
        assert "draw" not in quiz_in(phone)
        draw(phone)
        new = quiz_in(phone)["draw"]
        assert new != ready["draw"]
        Draw.objects.filter(pk=new).update(expires_at=now)
        assert "draw" not in quiz_in(phone)

    def test_are_not_issued_without_end(self, phone, ready, now, monkeypatch):
        change(now, attempts=0)
        monkeypatch.setattr(draws, "MOST", 4)
        for number in range(6):
            draw(phone, f"other-{number}")
        assert Draw.objects.exclude(pk=ready["draw"]).count() == 4

    def test_are_one_more_than_the_attempts_that_are_left(self, phone, enrolment, ready):
        names = ["phone-1", *(f"other-{number}" for number in range(6))]
        for device in names:
            draw(phone, device)
        assert Draw.objects.count() == 3, "two attempts are left"
        phone.send(*answers(phone, enrolment, ready))
        for device in names:
            draw(phone, device)
        assert Draw.objects.count() == 3, "one is left, and two draws are unused"

    @pytest.mark.parametrize(
        "fields",
        [
            {"behaviour": "immediate"},
            {"navigation": "sequential"},
            {"limit_minutes": 20},
            {"per_page": 1},
            {"closes_at": "2027-01-01T00:00:00+00:00"},
        ],
    )
    def test_are_none_of_a_quiz_that_a_phone_may_not_keep(self, phone, enrolment, now, fields):
        from datetime import datetime

        fields = {
            name: datetime.fromisoformat(value) if name == "closes_at" else value for name, value in fields.items()
        }
        change(now, **fields)
        assert draw(phone) == 200
        assert "draw" not in quiz_in(phone) and not Draw.objects.exists()

    def test_are_one_of_a_quiz_with_certainty(self, phone, enrolment, now):
        change(now, behaviour="certainty")
        draw(phone)
        assert "very sure" in phone.client.get(quiz_in(phone)["form"]).json()["parts"][0]

    def test_are_none_of_a_locked_quiz(self, phone, enrolment, monkeypatch):
        from lms.learning.progress.player.learner_course import LearnerCourse

        monkeypatch.setattr(LearnerCourse, "missing", lambda way, entry: ("one",) if entry.slug == QUIZ else ())
        draw(phone)
        assert not Draw.objects.exists()

    def test_need_a_name_and_no_shared_device(self, phone, enrolment):
        from lms.people.identity.shared_devices import session_lock

        assert draw(phone, "") == draw(phone, "a" * 65) == draw(phone, "%00") == 409
        session = phone.client.session
        session[session_lock.DEVICE] = 1
        session.save()
        assert draw(phone) == 409 and not Draw.objects.exists()

    def test_cost_few_statements(self, phone, enrolment, ready):
        pack(phone)
        with CaptureQueriesContext(connection) as statements:
            pack(phone)
        assert len(statements) <= 8, [one["sql"][:90] for one in statements]


def test_a_correction_of_a_lesson_keeps_the_draw(phone, enrolment, ready, now):
    correct("trafficking-lesson-2", body=[{"type": "text", "value": "<p>Corrected.</p>"}])
    corrections.move(now=now)
    assert Enrolment.objects.get().release_id != Draw.objects.get().release_id
    assert quiz_in(phone)["draw"] == ready["draw"]
