"""An answer that is sent as JSON comes back with the activity drawn anew, for every kind of activity."""

import json

import pytest
from django.test import Client

from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Event
from tests.builders import event, right_answers
from tests.trial.fixtures import with_diary

from .counting import statements
from .test_missing_activities import taken_out  # noqa: F401  a fixture

LESSON, QUIZ = "/learn/trafficking/trafficking-lesson-1/", "/learn/trafficking/trafficking-quiz/"
DIARY = "/learn/trafficking/my-week/"
JSON = {"Accept": "application/json"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


def break_down(*args, **kwargs):
    raise ZeroDivisionError("secret detail")


def told(response, status: int) -> dict:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    assert "no-store" in response["Cache-Control"]
    assert "Accept" in response["Vary"]
    found = json.loads(response.content)
    assert response.get("Mafunzo-Answer", "") == found.get("word", "")
    return found


@pytest.fixture
def begun(learner):
    return told(learner.post(f"{QUIZ}start/", event(), headers=JSON), 200)


class TestALesson:
    def test_a_posted_lesson_is_begun_and_completed(self, learner):
        found = told(learner.post(LESSON, event(done="1", next="1"), headers=JSON), 200)
        assert (found["word"], found["message"], found["completed"]) == ("stored", "", True)
        assert found["address"] == "/learn/trafficking/trafficking-lesson-2/"
        assert found["activity"] == {}

    def test_that_was_taken_out_meanwhile_says_so(self, as_, wanjiru, taken_out):
        found = told(as_(wanjiru).post("/learn/trafficking/trafficking-lesson-2/", event(done="1"), headers=JSON), 200)
        assert (found["word"], "taken out of the course" in found["message"]) == ("stored", True)
        found = told(as_(wanjiru).post(QUIZ, event(submit="1"), headers=JSON), 409)
        assert (found["word"], found["address"]) == ("refused", "/learn/trafficking/")


class TestAQuiz:
    def test_begins_with_the_form_drawn(self, begun, enrolment):
        assert (begun["word"], begun["attempt"], begun["closed"], begun["time_left"]) == ("stored", 1, False, None)
        assert begun["address"] == f"{QUIZ}?attempt=1"
        assert "data-quiz" in begun["html"]
        assert begun["event_id"] in begun["html"]
        assert "<html" not in begun["html"]

    def test_comes_back_with_what_was_answered_and_a_fresh_id(self, learner, begun):
        name, value = next(iter(right_answers(Attempt.objects.get()).items()))
        found = told(learner.post(QUIZ, {"event_id": begun["event_id"], name: value}, headers=JSON), 200)
        assert found["event_id"] != begun["event_id"]
        assert "checked" in found["html"]
        assert "checked" not in begun["html"]
        assert not found["closed"]

    def test_can_be_sent_on_with_the_form_that_came(self, begun, wanjiru):
        """The token in the fragment is the browser's: no page is loaded again."""
        client = Client(enforce_csrf_checks=True)
        client.force_login(wanjiru, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
        client.get(QUIZ)
        form = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
        answers = right_answers(Attempt.objects.get())
        found = told(client.post(QUIZ, event(**form, **answers), headers=JSON), 200)
        token = found["html"].split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        found = told(client.post(QUIZ, event(csrfmiddlewaretoken=token, submit="1"), headers=JSON), 200)
        assert (found["word"], found["closed"], found["completed"]) == ("stored", True, True)

    def test_after_the_end_is_late(self, learner, begun, now):
        answers = right_answers(Attempt.objects.get())
        learner.post(QUIZ, event(submit="1"))
        found = told(learner.post(QUIZ, event(**answers), headers=JSON), 409)
        assert (found["word"], found["closed"]) == ("late", True)
        assert "It is kept" in found["message"]
        assert found["html"]

    def test_before_the_end_holds_no_key(self, learner, begun):
        found = told(learner.post(QUIZ, event(flag="1"), headers=JSON), 422)
        plain = learner.get(QUIZ).content.decode()
        for text in (json.dumps(begun), json.dumps(found)):
            assert '"key"' not in text
        fragment = begun["html"].split("<form", 1)[1].split("<fieldset", 1)[1]
        assert fragment.count("<fieldset") == plain.split("<form", 1)[1].count("<fieldset") - 1


class TestRefusals:
    def test_say_why_and_where_and_take_no_id_that_is_none(self, learner, begun):
        found = told(learner.post(QUIZ, event(**{"q:nothing": "1"}), headers=JSON), 422)
        assert found["word"] == "refused"
        assert found["message"]
        assert "html" not in found

        assert told(learner.post(f"{QUIZ}start/", {"event_id": "1"}, headers=JSON), 422)["word"] == "refused"

    def test_of_more_attempts_than_there_are(self, as_, trial, switch, academy, course, wanjiru, now):
        switch("trial", academy, True)
        services.enrol(people=[wanjiru], course=with_diary(course, attempts=1), now=now)
        wanjiru.refresh_from_db()
        client = as_(wanjiru)
        for address, data in ((f"{DIARY}start/", {}), (DIARY, {"write": "Monday"})):
            told(client.post(address, event(**data), headers=JSON), 200)
        found = told(client.post(f"{DIARY}start/", event(), headers=JSON), 409)
        assert (found["word"], bool(found["message"])) == ("refused", True)

    def test_have_no_final_word_where_it_came_too_fast(self, learner, begun, settings):
        settings.ANSWERS_PER_MINUTE = 0
        for address in (QUIZ, f"{QUIZ}start/"):
            response = learner.post(address, event(submit="1"), headers=JSON)
            assert told(response, 429)["word"] == ""
            assert int(response["Retry-After"]) > 0


class TestWhoMayNot:
    @pytest.mark.parametrize("address", [LESSON, QUIZ, f"{QUIZ}start/"])
    def test_who_is_signed_out_is_told_and_sent_to_no_page(self, client, enrolment, address):
        response = client.post(address, event(done="1"), headers=JSON)
        found = told(response, 401)
        assert (found["address"], "WWW-Authenticate" in response) == ("/sign-in/", True)
        assert "Sign in again" in found["message"]
        assert not Event.objects.exists()
        assert client.post(address, event(done="1"), headers={"Accept": BROWSER})["Location"].startswith("/sign-in/")
        assert client.post(address, event(done="1"))["Location"].startswith("/sign-in/")

    def test_who_has_a_password_of_somebody_else_is_told(self, as_, wanjiru, enrolment):
        wanjiru.password_given = True
        wanjiru.save()
        found = json_of(as_(wanjiru).post(LESSON, event(done="1"), headers=JSON), 403)
        assert found == {"message": "Choose a password of your own first.", "address": "/password/"}

    def test_who_sends_no_token_is_told(self, wanjiru, enrolment):
        client = Client(enforce_csrf_checks=True)
        client.force_login(wanjiru, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
        assert "out of date" in json_of(client.post(LESSON, event(done="1"), headers=JSON), 403)["message"]
        page = client.post(LESSON, event(done="1"), headers={"Accept": BROWSER})
        assert (page.status_code, page["Content-Type"]) == (403, "text/html; charset=utf-8")


def json_of(response, status: int) -> dict:
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    return json.loads(response.content)


class TestAPluginsActivity:
    @pytest.fixture
    def diary(self, keeping_a_diary, as_, wanjiru):
        return as_(wanjiru)

    def test_tells_what_it_says_for_scripts(self, diary, trial, monkeypatch):
        monkeypatch.setattr(trial.Diary, "context", lambda *args, **more: {"left": 2, "key": "a"})
        monkeypatch.setattr(trial.Diary, "for_script", lambda self, context: {"left": context["left"]})
        assert told(diary.post(f"{DIARY}start/", event(), headers=JSON), 200)["activity"] == {"left": 2}

    @pytest.mark.parametrize("value", [None, "text", [1], {"a": object()}, {1: float("nan")}])
    def test_without_sound_values_tells_nothing(self, diary, trial, monkeypatch, value):
        monkeypatch.setattr(trial.Diary, "for_script", lambda self, context: value)
        found = told(diary.post(f"{DIARY}start/", event(), headers=JSON), 200)
        assert (found["word"], found["activity"]) == ("stored", {})

    @pytest.mark.parametrize("name", ["context", "attempts_allowed"])
    def test_that_breaks_afterwards_has_still_stored_it(self, diary, trial, monkeypatch, name):
        diary.post(f"{DIARY}start/", event())
        monkeypatch.setattr(trial.Diary, name, break_down)
        found = told(diary.post(DIARY, event(write="Monday"), headers=JSON), 200)
        assert (found["word"], found["address"]) == ("stored", DIARY)
        assert "html" not in found
        assert Event.objects.filter(verb="answered").count() == 1

    def test_that_breaks_is_told_without_a_final_word(self, diary, trial, monkeypatch):
        diary.post(f"{DIARY}start/", event())
        monkeypatch.setattr(trial.Diary, "answer", break_down)
        found = told(diary.post(DIARY, event(write="Monday"), headers=JSON), 503)
        assert (found["word"], "cannot be used now" in found["message"]) == ("", True)
        assert "secret detail" not in str(found)

    def test_that_is_switched_off_is_told(self, diary, switch, academy):
        switch("trial", academy, False)
        assert told(diary.post(f"{DIARY}start/", event(), headers=JSON), 503)["word"] == ""


def test_costs_no_more_than_the_answer_and_the_page(learner, begun):
    answers = right_answers(Attempt.objects.get())
    learner.post(QUIZ, event(**answers), headers=JSON)

    def cost(method, data=None, **headers) -> int:
        with statements() as asked:
            getattr(learner, method)(QUIZ, data, headers=headers)
        return len(asked)

    both = cost("post", event(**answers), **{"X-Requested-With": "fetch"}) + cost("get")
    assert cost("post", event(**answers), **JSON) < both


def test_a_page_is_what_a_browser_gets(learner, begun):
    for accept in (BROWSER, "*/*", "", "text/*, application/json;q=0.9"):
        answer = learner.post(QUIZ, event(flag=""), headers={"Accept": accept})
        assert answer.get("Content-Type", "").startswith("text/html"), accept


@pytest.mark.parametrize("address", ["/no/such/page/", "/learn/no-such-course/"])
def test_an_address_that_is_not_there_is_told_to_a_script_in_json(as_, wanjiru, address):
    client = as_(wanjiru)
    page, answer = client.get(address), client.get(address, headers=JSON)
    assert page.status_code == answer.status_code == 404
    assert "<h1>" in page.text and answer["Content-Type"] == "application/json"
    assert set(answer.json()) == {"message"} and "mistyped" in answer.json()["message"]
