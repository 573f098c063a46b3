"""What goes into the journal stays for ever: nothing foreign, not too much at once, not too often."""

from datetime import timedelta

import pytest
import time_machine

from assessments.quiz.models import QuizPage
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.answer_parsing import LONGEST, TooLarge
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Event
from lms.learning.progress.player import write_limits
from tests.releasing import release_waiting

from .test_bad_input import FETCH, LESSON, QUIZ

JUNK = {"note": "x" * 1000, "q": "x", "submitted": "1", "Q:1": "x", "flags": "x"}


@pytest.fixture(autouse=True)
def _a_minute_of_its_own(now):
    with time_machine.travel(now, tick=False):
        yield


def last(attempt: Attempt) -> Event:
    return Event.objects.filter(attempt=attempt, verb="answered").latest("position")


class TestForeignFields:
    def test_of_a_lesson_are_not_kept(self, as_, wanjiru, enrolment):
        learner = as_(wanjiru)
        lesson = {**JUNK, "event_id": str(uuid7()), "done": "x" * 50_000, "check": "y"}
        assert learner.post(LESSON, lesson).status_code == 302
        attempt = Attempt.objects.get()
        assert last(attempt).data == {"done": ["1"]}
        (check, frame), *_others = attempt.form["checks"].items()
        chosen = {"check": [check, "x" * 50_000], "choice": frame["order"][:1] * 500}
        assert learner.post(LESSON, {"event_id": str(uuid7()), **JUNK, **chosen}, headers=FETCH).status_code == 204
        assert last(attempt).data == {"check": [check], "choice": frame["order"][:1]}
        assert list(rebuild(write=False)) == []

    def test_of_a_question_are_refused_or_not_kept(self, as_, wanjiru, attempt):
        question = attempt.form["items"][0]["id"]
        for field, status in ((f"q:{question}:junk", 422), ("q:", 422), ("check", 422), (f"c:{question}", 204)):
            sent = as_(wanjiru).post(QUIZ, {"event_id": str(uuid7()), field: "x" * 9000}, headers=FETCH)
            assert sent.status_code == status
        assert last(attempt).data == {}


class TestLength:
    def test_what_is_too_long_is_refused_with_a_sentence_and_nothing_of_it_is_kept(self, as_, wanjiru, attempt):
        item = attempt.form["items"][0]
        sent = {"event_id": str(uuid7()), f"q:{item['id']}": "x" * LONGEST}
        refused = as_(wanjiru).post(QUIZ, sent, headers=FETCH)
        assert refused.status_code == 413
        assert refused.content.decode().startswith("The text is too long to be saved at once")
        page = as_(wanjiru).post(QUIZ, sent)
        assert page.status_code == 413 and "The text is too long to be saved at once" in page.content.decode()
        assert not Event.objects.filter(attempt=attempt, verb="answered").exists()

    def test_counts_bytes_and_not_characters(self, attempt, now):
        field = f"q:{attempt.form['items'][0]['id']}"
        with pytest.raises(TooLarge):
            services.answer(attempt=attempt, data={field: ["ሀ" * (LONGEST // 3)]}, event_id=uuid7(), now=now)


class TestPace:
    @pytest.fixture
    def saved(self, as_, wanjiru, attempt):
        learner, item = as_(wanjiru), attempt.form["items"][0]

        def save(event_id=None, **more):
            data = {"event_id": str(event_id or uuid7()), f"q:{item['id']}": item["order"][0], **more}
            return learner.post(QUIZ, data, headers=FETCH)

        return save

    def test_what_comes_too_fast_is_put_off_and_taken_a_minute_later(self, saved, attempt, now, settings):
        settings.ANSWERS_PER_MINUTE = 3
        assert [saved().status_code for _time in range(3)] == [204] * 3
        event_id = uuid7()
        refused = saved(event_id)
        assert (refused.status_code, refused["Retry-After"]) == (429, "60")
        assert "Wait 60 seconds" in refused.content.decode()
        assert Event.objects.filter(attempt=attempt).count() == 4
        with time_machine.travel(now + timedelta(seconds=60), tick=False):
            assert saved(event_id).status_code == 204
        assert Event.objects.filter(pk=event_id).exists()

    def test_a_long_one_counts_as_many(self, saved, settings):
        settings.ANSWERS_PER_MINUTE = 20
        assert saved(junk="x" * 18 * 1024).status_code == 204
        assert saved(junk="x" * 2 * 1024).status_code == 429

    def test_is_everybodys_own(self, saved, as_, abdi, course, now, settings):
        settings.ANSWERS_PER_MINUTE = 1
        services.enrol(people=[abdi], course=course, now=now)
        assert [saved().status_code, saved().status_code] == [204, 429]
        assert as_(abdi).post(LESSON, {"event_id": str(uuid7()), "done": "1"}).status_code == 302

    def test_holds_for_beginning_too_and_says_so_on_the_page(self, as_, wanjiru, enrolment, settings):
        settings.ANSWERS_PER_MINUTE = 0
        said = as_(wanjiru).post(f"{QUIZ}start/", {"event_id": str(uuid7())}, follow=True)
        assert "sending faster than can be saved" in said.content.decode()
        assert not Attempt.objects.exists()
        page = as_(wanjiru).post(LESSON, {"event_id": str(uuid7()), "done": "1"})
        assert page.status_code == 429 and "sending faster than can be saved" in page.content.decode()
        assert not Event.objects.exists()

    def test_attempts_one_after_the_other_are_begun_ten_times_a_minute(self, as_, wanjiru, course, now):
        quiz = QuizPage.objects.get(slug="trafficking-quiz")
        quiz.attempts = 0
        quiz.save_revision().publish()
        release_waiting()
        course.refresh_from_db()
        services.enrol(people=[wanjiru], course=course, now=now)
        learner = as_(wanjiru)
        for _time in range(12):
            begun = learner.post(f"{QUIZ}start/", {"event_id": str(uuid7())})
            learner.post(begun["Location"], {"event_id": str(uuid7()), "submit": "1"}, headers=FETCH)
        assert Attempt.objects.count() == 9

    def test_lets_an_honest_queue_pass_at_once(self, saved):
        assert {saved().status_code for _time in range(100)} == {204}

    def test_a_cache_that_forgets_forgives(self, monkeypatch):
        assert write_limits._counted("progress.pace:nobody", 7) == 7
        assert write_limits._counted("progress.pace:nobody", 7) == 14
