"""Attempts that begin with a form that was drawn for a phone: as it was drawn, once, and never in another's place."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.questions.models import Question
from assessments.quiz.models import QuizPage
from courses.models import LessonPage
from lms.desks.offline.models import Draw, Held
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import late_answers, services
from lms.learning.progress.journal.attempt_start import Start
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.builders import right_options, same_when_rebuilt, start_attempt
from tests.progress.test_corrections import do
from tests.releasing import release_waiting

DAY = timedelta(days=1)
QUIZ = "trafficking-quiz"


@pytest.fixture
def drawn(phone, enrolment, now):
    """Draw a form for a phone, and return the events of an attempt with it: right answers, and the end."""
    for slug in ("trafficking-lesson-1", "trafficking-lesson-2"):
        do(enrolment, slug, now)

    def draw(device="phone-1", *, seed=1, of=enrolment, **more) -> list[dict]:
        entry = of.release.outline.by_slug(QUIZ)
        row = Draw.objects.create(
            id=uuid7(),
            enrolment=of,
            device=device,
            activity_id=entry.id,
            release_id=of.release_id,
            content=entry.content("en", "KE", "en"),
            seed=seed,
            issued_at=now - DAY,
            expires_at=now + DAY,
            **more,
        )
        answers = [{f"q:{item['id']}": right_options(item)} for item in form_of(row)["items"]]
        data = [*answers, {"submit": ["1"]}]
        return [phone.event(of, QUIZ, one, draw=str(row.pk), seq=number) for number, one in enumerate(data)]

    return draw


def form_of(row):
    from assessments.quiz.activity import Quiz

    return Start(row.seed, row.content, row.terms).draw(Quiz())[0]


def attempts(enrolment):
    found = Attempt.objects.filter(enrolment=enrolment, kind="quiz").order_by("number")
    return [(one.number, one.score, one.closed_at is not None) for one in found]


class TestOne:
    def test_begins_with_its_own_id_seed_and_content(self, phone, enrolment, drawn, now):
        events = drawn(seed=5)
        assert phone.send(*events) == ["stored"] * 3
        row = Draw.objects.get()
        begun = Event.objects.get(pk=row.pk)
        assert (begun.verb, begun.data) == ("initialized", {"seed": 5, "content": row.content})
        assert (begun.origin, begun.device, begun.attempt.begun_at) == ("offline", "phone-1", now)
        assert begun.attempt.form == form_of(row)
        assert attempts(enrolment) == [(1, 1.0, True)]
        enrolment.refresh_from_db()
        assert (enrolment.status, enrolment.score) == ("completed", 1.0)
        assert same_when_rebuilt()

    def test_is_the_same_when_it_is_sent_again_in_parts_and_out_of_order(self, phone, enrolment, drawn):
        events = drawn()
        assert phone.send(events[1], events[0]) == ["stored", "stored"]
        assert phone.send(*events) == ["known", "known", "stored"]
        assert phone.send(*events) == ["known"] * 3
        assert attempts(enrolment) == [(1, 1.0, True)]
        assert same_when_rebuilt()

    def test_keeps_its_questions_after_a_correction(self, phone, enrolment, drawn, now):
        events = drawn()
        row = Draw.objects.get()
        for question in Question.objects.all():
            question.stem = "<p>Corrected?</p>"
            question.save_revision().publish()
        release_waiting()
        corrections.move(now=now)
        enrolment.refresh_from_db()
        today = enrolment.release.outline.by_slug(QUIZ).content("en", "KE", "en")
        assert today != row.content
        assert phone.send(*events) == ["stored"] * 3
        attempt = Attempt.objects.get(kind="quiz")
        assert (attempt.form, attempt.release_id, attempt.score) == (form_of(row), row.release_id, 1.0)
        page = phone.client.get(f"/learn/trafficking/{QUIZ}/?attempt=1").content.decode()
        assert "Corrected?" not in page and "Question " in page
        assert same_when_rebuilt()

    def test_of_an_activity_that_was_taken_out_is_taken(self, phone, enrolment, drawn, now):
        events = drawn()
        QuizPage.objects.get(slug=QUIZ).unpublish()
        LessonPage.objects.get(slug="trafficking-lesson-1").save_revision().publish()
        release_waiting()
        corrections.move(now=now)
        enrolment.refresh_from_db()
        assert enrolment.release.outline.by_slug(QUIZ) is None
        assert phone.send(*events) == ["stored"] * 3
        assert same_when_rebuilt()

    def test_what_comes_after_its_end_is_late_and_seen_by_both(self, phone, enrolment, drawn, omar):
        events = drawn()
        first = {**events[0], "data": {name: [] for name in events[0]["data"]}}
        assert phone.send(first, events[2]) == ["stored", "stored"]
        again = {**events[0], "id": str(uuid7())}
        assert phone.send(again) == ["late"]
        attempt = Attempt.objects.get(kind="quiz")
        assert list(late_answers.waiting_for(omar)) == [attempt]
        assert "after the end" in phone.client.get(f"/learn/trafficking/{QUIZ}/?attempt=1").content.decode()
        assert same_when_rebuilt()

    def test_of_a_course_that_closed_is_held_until_there_is_more_time(self, phone, enrolment, drawn, now):
        events = drawn()
        Enrolment.objects.update(closes_at=now - DAY)
        assert phone.send(*events) == ["held:closed"] * 3
        assert attempts(enrolment) == []
        Enrolment.objects.update(closes_at=now + DAY)
        assert phone.client.post("/offline/held/").status_code == 302
        assert attempts(enrolment) == [(1, 1.0, True)] and not Held.objects.exists()
        assert same_when_rebuilt()

    def test_needs_no_condition_that_came_later(self, phone, enrolment, drawn, monkeypatch):
        from lms.learning.progress.access.lock_rules import Locked

        def locked(*args, **more):
            raise Locked("Do the first one.")

        events = drawn()
        monkeypatch.setattr("lms.learning.progress.journal.attempt_start.refuse_locked", locked)
        assert phone.send(*events) == ["stored"] * 3

    def test_of_a_plugin_that_breaks_stays_on_the_phone(self, phone, enrolment, drawn, monkeypatch):
        def broken(*args, **more):
            raise RuntimeError

        events = drawn()
        with monkeypatch.context() as patch:
            patch.setattr("assessments.quiz.activity.Quiz.begin", broken)
            assert phone.send(*events) == ["later"] * 3
        assert phone.send(*events) == ["stored"] * 3

    def test_sixty_events_cost_less_than_a_hundred_statements(self, phone, enrolment, drawn):
        events = drawn()
        sent = [{**events[0], "id": str(uuid7()), "seq": number} for number in range(59)]
        with CaptureQueriesContext(connection) as statements:
            assert phone.send(*sent, {**events[2], "seq": 99}) == ["stored"] * 60
        assert len(statements) <= 45, [one["sql"][:90] for one in statements]


class TestTwo:
    def test_phones_are_two_attempts(self, phone, enrolment, drawn):
        one, two = drawn("phone-1", seed=1), drawn("phone-2", seed=2)
        assert phone.send(*one) == ["stored"] * 3
        assert phone.send(*two, device="phone-2") == ["stored"] * 3
        assert attempts(enrolment) == [(1, 1.0, True), (2, 1.0, True)]
        assert [form_of(row) for row in Draw.objects.order_by("seed")] == [
            one.form for one in Attempt.objects.filter(kind="quiz").order_by("number")
        ]
        assert same_when_rebuilt()

    def test_beyond_the_allowed_number_it_is_held_until_another_is_allowed(self, phone, enrolment, drawn, monkeypatch):
        draws = [drawn(f"phone-{number}", seed=number) for number in range(3)]
        assert phone.send(*draws[0], *draws[1]) == ["stored"] * 6
        assert phone.send(*draws[2]) == ["held:too_many"] * 3
        assert phone.send(*draws[2]) == ["held:too_many"] * 3
        assert len(attempts(enrolment)) == 2 and Held.objects.count() == 3
        monkeypatch.setattr("assessments.quiz.activity.Quiz.terms", lambda *args, **more: {"attempts": 3})
        phone.client.post("/offline/held/")
        assert len(attempts(enrolment)) == 3 and not Held.objects.exists()
        assert same_when_rebuilt()

    def test_while_another_attempt_is_open_it_is_held_and_never_part_of_that(self, phone, enrolment, drawn, now):
        events = drawn()
        desktop = start_attempt(enrolment, QUIZ, now, seed=9)
        assert phone.send(*events) == ["held:open"] * 3
        desktop.refresh_from_db()
        assert desktop.events == 1
        services.terminate(attempt=desktop, now=now)
        phone.client.post("/offline/held/")
        assert attempts(enrolment) == [(1, 0.0, True), (2, 1.0, True)]
        assert same_when_rebuilt()

    def test_in_one_batch_the_second_waits_for_the_end_of_the_first(self, phone, enrolment, drawn):
        one, two = drawn("phone-1", seed=1), drawn("phone-2", seed=2)
        for number, event in enumerate([*one, *two]):
            event["seq"] = number
        assert phone.send(*one, *two) == ["stored"] * 6
        assert attempts(enrolment) == [(1, 1.0, True), (2, 1.0, True)]


class TestForged:
    def test_a_neighbours_draw_writes_nothing(self, phone, enrolment, drawn, abdi, course, now):
        services.enrol(people=[abdi], course=course, now=now)
        theirs = Enrolment.objects.get(learner=abdi)
        events = [{**one, "enrolment": enrolment.pk} for one in drawn(of=theirs)]
        assert phone.send(*events) == ["foreign"] * 3
        assert attempts(enrolment) == attempts(theirs) == [] and not Held.objects.exists()

    def test_a_draw_that_is_none_is_held(self, phone, enrolment, drawn):
        [event, *_rest] = drawn()
        assert phone.send({**event, "draw": str(uuid7())}, {**event, "draw": 7}) == ["held:gone", "held:unreadable"]

    def test_a_draw_counts_where_it_was_issued_whatever_the_event_says(
        self, phone, enrolment, drawn, abdi, course, now
    ):
        services.enrol(people=[abdi], course=course, now=now)
        theirs = Enrolment.objects.get(learner=abdi)
        lesson = enrolment.release.outline.by_slug("trafficking-lesson-1").id
        events = [{**one, "enrolment": theirs.pk, "activity": lesson} for one in drawn()]
        Enrolment.objects.filter(pk=enrolment.pk).update(closes_at=now - DAY)
        assert phone.send(*events) == ["held:closed"] * 3
        assert {row.enrolment_id for row in Held.objects.all()} == {enrolment.pk}

    def test_an_event_that_took_its_id_is_a_conflict(self, phone, enrolment, drawn, now):
        events = drawn()
        taken = {**phone.event(enrolment, "trafficking-lesson-1", {"done": ["1"]}), "id": events[0]["draw"]}
        assert phone.send(taken) == ["stored"]
        assert phone.send(*events) == ["held:conflict"] * 3
        assert attempts(enrolment) == []
