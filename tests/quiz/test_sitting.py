"""Sitting a quiz under its settings, as a browser without JavaScript does: nothing leaves the server before it is due,
nothing is lost.
"""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from assessments.quiz.models import QuizPage
from courses.catalogue import lookup
from lms.learning.progress.journal import deadlines, services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Event
from tests.builders import event, right_options, wrong_options
from tests.releasing import release_waiting

QUIZ = "/learn/trafficking/trafficking-quiz/"


@pytest.fixture
def set_up(course):
    """Publishes the quiz of the course with these settings."""

    def publish(**settings):
        page = QuizPage.objects.get(slug="trafficking-quiz")
        for name, value in settings.items():
            setattr(page, name, value)
        page.save_revision().publish()
        release_waiting()
        course.refresh_from_db()
        return page

    return publish


@pytest.fixture
def sit(set_up, course, wanjiru, as_, now):
    """Wanjirũ's browser in an attempt at the quiz with these settings."""

    def begin(**settings):
        set_up(**settings)
        services.enrol(people=[wanjiru], course=course, now=now)
        client = as_(wanjiru)
        client.post(f"{QUIZ}start/", event())
        return client, Attempt.objects.get(kind="quiz")

    return begin


def secrets_of(attempt):
    """By question, every text that gives it away; and the text that it asks,
    which others must not see before it is their turn.
    """
    entry = attempt.enrolment.release.outline.by_slug("trafficking-quiz")
    questions = lookup.content(entry.content("en", "", "en")).definition["questions"]
    return {
        item["id"]: {
            "reasons": {questions[item["id"]]["feedback"], *questions[item["id"]]["reveal"]["feedback"].values()},
            "stem": re.sub("<.*?>", "", questions[item["id"]]["stem"]),
        }
        for item in attempt.form["items"]
    }


def bytes_of(response):
    return response.content.decode() + str(response.headers)


def test_one_after_the_other_no_byte_of_a_later_question_leaves_the_server(sit):
    client, attempt = sit(navigation="sequential")
    first, second = attempt.form["items"]
    secrets = secrets_of(attempt)

    def everything():
        wrong = event(**{f"q:{second['id']}": second["order"][0]})
        yield from (
            client.get(QUIZ),
            client.get(f"{QUIZ}?review"),
            client.get(f"{QUIZ}?attempt=1"),
            client.get("/learn/trafficking/"),
        )
        yield from (
            client.post(QUIZ, wrong),
            client.post(QUIZ, wrong, headers={"X-Requested-With": "fetch"}),
            client.post(QUIZ, event(go="9")),
        )

    for response in everything():
        assert secrets[second["id"]]["stem"] not in bytes_of(response)
        assert not any(reason in bytes_of(response) for secret in secrets.values() for reason in secret["reasons"])
    client.post(QUIZ, event(**{f"q:{first['id']}": right_options(first), "go": "2"}))
    page = client.get(QUIZ).content.decode()
    assert secrets[second["id"]]["stem"] in page and secrets[first["id"]]["stem"] not in page
    assert "Review and submit" in page
    assert client.post(QUIZ, event(**{f"q:{first['id']}": wrong_options(first)})).status_code == 422
    client.post(QUIZ, event(**{f"q:{second['id']}": right_options(second), "submit": "1"}))
    assert Attempt.objects.get().score == 1.0
    assert list(rebuild(write=False)) == []


def test_a_checked_answer_tells_of_itself_alone(sit):
    client, attempt = sit(behaviour="immediate", tries=2, penalty=50)
    first, _second = attempt.form["items"]
    secrets = secrets_of(attempt)
    assert client.post(QUIZ, event(check=first["id"]))["Location"] == f"{QUIZ}#check-{first['id']}"
    assert "You have not answered this question yet." in client.get(QUIZ).content.decode()
    for _press in range(2):
        answered = client.post(QUIZ, event(**{f"q:{first['id']}": wrong_options(first)[:1], "check": first["id"]}))
    assert answered["Location"] == f"{QUIZ}#check-{first['id']}"
    page = client.get(QUIZ).content.decode()
    assert "Not right." in page and "1 try left." in page
    assert not any(reason in page for reason in secrets[first["id"]]["reasons"])
    client.post(QUIZ, event(**{f"q:{first['id']}": right_options(first), "check": first["id"]}))
    page = client.get(QUIZ).content.decode()
    assert "Right." in page and page.count("Check answer") == 1
    client.post(QUIZ, event(submit="1"))
    assert Attempt.objects.get().score == pytest.approx(0.25)
    assert list(rebuild(write=False)) == []


def test_pages_are_turned_and_the_place_is_kept_on_another_device(sit, as_, wanjiru):
    client, attempt = sit(per_page=1)
    first, second = attempt.form["items"]
    assert client.post(QUIZ, event(**{f"q:{first['id']}": right_options(first), "go": "2"}))["Location"] == QUIZ
    page = as_(wanjiru).get(QUIZ).content.decode()
    assert f'id="question-{second["id"]}"' in page and f'id="question-{first["id"]}"' not in page
    assert "Page 2 of 2" in page
    client.post(QUIZ, event(go="1"))
    assert f'value="{right_options(first)[0]}" checked' in client.get(QUIZ).content.decode()


def test_two_tabs_with_one_answer_each_keep_both(sit):
    client, attempt = sit()
    first, second = attempt.form["items"]
    tabs = [
        re.search(r'name="event_id" value="([^"]+)"', client.get(QUIZ).content.decode()).group(1) for _tab in range(2)
    ]
    one = {"event_id": tabs[0], f"q:{first['id']}": right_options(first)}
    for data in (one, {"event_id": tabs[1], f"q:{second['id']}": right_options(second)}, one):
        client.post(QUIZ, data)
    assert set(Attempt.objects.get().state["responses"]) == {first["id"], second["id"]}
    assert Event.objects.filter(verb="answered").count() == 2


class TestTime:
    def test_the_page_says_until_when_and_the_server_decides(self, sit):
        with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
            client, attempt = sit(limit_minutes=30, grace_seconds=60)
            first, second = attempt.form["items"]
            assert 'data-time-left="1800"' in client.get(QUIZ).content.decode()
            clock.shift(timedelta(minutes=26))
            page = client.get(QUIZ).content.decode()
            assert 'data-time-left="240"' in page and "time-warning" in page
            clock.shift(timedelta(minutes=4, seconds=59))
            assert client.post(QUIZ, event(**{f"q:{first['id']}": right_options(first)})).status_code == 302
            assert "The time is up" in client.get(QUIZ).content.decode()
            clock.shift(timedelta(seconds=2))
            late = client.post(QUIZ, event(**{f"q:{second['id']}": right_options(second)}))
            assert late.status_code == 409 and "came after the end" in late.content.decode()
            assert "Not passed" in late.content.decode()
            assert (Attempt.objects.get().score, deadlines.sweep(now=timezone.now())) == (0.5, 0)
            assert client.post(QUIZ, event(submit="1")).status_code == 302, "nothing new"
            assert (Attempt.objects.get().undecided, Attempt.objects.get().score) == (1, 0.5)
        assert list(rebuild(write=False)) == []

    def test_nothing_is_written_by_looking(self, sit):
        with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
            client, _attempt = sit(limit_minutes=1)
            clock.shift(timedelta(hours=1))
            client.get(QUIZ)
            client.get(f"{QUIZ}?review")
            assert Attempt.objects.get().closed_at is None
            assert deadlines.sweep(now=timezone.now()) == 1

    def test_opens_and_closes(self, set_up, course, wanjiru, as_, now):
        opens = now + timedelta(days=1)
        set_up(opens_at=opens, closes_at=opens + timedelta(hours=2))
        services.enrol(people=[wanjiru], course=course, now=now)
        with time_machine.travel(now, tick=False) as clock:
            client = as_(wanjiru)
            page = client.get(QUIZ).content.decode()
            assert "Opens on Wednesday 25 November" in page and "/start/" not in page
            client.post(f"{QUIZ}start/", event())
            assert not Attempt.objects.exists()
            clock.shift(timedelta(days=1))
            client = as_(wanjiru)
            client.post(f"{QUIZ}start/", event())
            assert Attempt.objects.get().deadline_at == opens + timedelta(hours=2)
            clock.shift(timedelta(hours=3))
            deadlines.sweep(now=timezone.now())
            client = as_(wanjiru)
            assert "Closed since" in client.get(QUIZ).content.decode()

    def test_one_waits_between_two_attempts(self, sit, as_, wanjiru):
        with time_machine.travel("2026-11-24T09:00:00Z", tick=False) as clock:
            client, _attempt = sit(delay_minutes=60)
            client.post(QUIZ, event(submit="1"))
            assert "You can try again from" in client.get(QUIZ).content.decode()
            client.post(f"{QUIZ}start/", event())
            assert Attempt.objects.count() == 1
            clock.shift(timedelta(minutes=60))
            as_(wanjiru).post(f"{QUIZ}start/", event())
            assert Attempt.objects.count() == 2
