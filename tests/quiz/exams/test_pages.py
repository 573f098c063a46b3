"""The pages of exams, as an instructor and a learner come to them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from assessments.quiz.exams import codes, sittings
from assessments.quiz.exams.models import Override, Sitting, Ticket
from assessments.quiz.models import QuizPage
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Event
from lms.people.administration.records import services as people_services
from tests.builders import wrong_answers
from tests.progress.counting import statements
from tests.releasing import release_waiting

from .acting import begin, code_of, enter, save, ticket_of

MINUTE = timedelta(minutes=1)
QUIZ, DOOR = "/learn/trafficking/trafficking-quiz/", "/x/quiz/exam/trafficking/trafficking-quiz/"


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def knock(client, code):
    return client.post(DOOR, {"code": code, "event_id": str(uuid7())}, follow=True)


class TestTheLearner:
    def test_begins_with_the_code_and_goes_on_on_another_device(self, as_, opened, wanjiru, clock, now):
        first, page = as_(wanjiru), as_(wanjiru).get(QUIZ).content.decode()
        assert 'name="code"' in page and "code on your card" in page
        assert "/start/" not in page

        assert "Question" in knock(first, code_of(wanjiru)).content.decode()

        attempt = save(Attempt.objects.get(), now)
        clock.move_to(now + 10 * MINUTE)
        again = as_(wanjiru).get(QUIZ)
        assert again.context["time_left"] == 20 * 60 and again.context["attempt"].pk == attempt.pk
        assert 'name="code"' not in again.content.decode()

    def test_reads_what_is_wrong_beside_the_field_and_once(self, as_, opened, wanjiru):
        client = as_(wanjiru)
        page = " ".join(knock(client, "22222222").content.decode().split())
        assert "not the one on your card" in page and '<p class="error" id="exam-code-error">' in page
        assert 'aria-describedby="exam-code-help exam-code-error" aria-invalid="true"' in page
        assert "exam-code-error" not in client.get(QUIZ).content.decode()
        assert Ticket.objects.get(learner=wanjiru).failures == 1
        assert not Attempt.objects.exists()

    @pytest.mark.parametrize("code", ["", "  "])
    def test_loses_no_try_by_an_empty_field(self, as_, opened, wanjiru, code):
        page = knock(as_(wanjiru), code).content.decode()
        assert re.search(r'<p class="error" id="exam-code-error">Enter the code on your card', page)
        assert 'role="alert" tabindex="-1" autofocus><a href="#exam-code">' in page
        assert Ticket.objects.get(learner=wanjiru).failures == 0

    def test_gets_round_the_code_neither_by_the_start_nor_by_an_event_id_that_is_none(self, as_, opened, wanjiru):
        as_(wanjiru).post(f"{QUIZ}start/", {"event_id": str(uuid7())})
        assert not Attempt.objects.exists()

        page = as_(wanjiru).post(DOOR, {"code": code_of(wanjiru), "event_id": "x"}, follow=True)
        assert "out of date" in page.content.decode() and not Attempt.objects.exists()

    def test_is_led_to_the_exam_that_is_open(self, as_, sitting, wanjiru, stranger, omar, now):
        assert "No exam is open" in as_(wanjiru).get("/x/quiz/exam/").content.decode()
        sittings.open_sitting(sitting=sitting, by=omar, now=now)
        assert as_(wanjiru).get("/x/quiz/exam/", follow=True).redirect_chain[-1][0] == QUIZ
        assert "No exam is open" in as_(stranger).get("/x/quiz/exam/").content.decode()


class TestAQuizThatBecomesAnExam:
    @pytest.fixture
    def settings_of_quiz(self):
        return {"limit_minutes": 30, "attempts": 2}

    def test_asks_whoever_tried_it_before_for_the_code(self, as_, mine, entry, cohort, activity, wanjiru, omar, now):
        answer_wrongly(begin(mine, entry, now), now)
        client = as_(wanjiru)
        assert "Try again" in client.get(QUIZ).content.decode()
        quiz = QuizPage.objects.get(slug="trafficking-quiz")
        quiz.ticket, quiz.attempts = True, 3
        quiz.save_revision().publish()
        release_waiting()
        corrections.move(now=now)
        planned = sittings.plan(
            activity=activity, cohort=cohort, room="Hall 2", planned_at=now, invigilator=omar, now=now
        )
        sittings.open_sitting(sitting=planned, by=omar, now=now)

        page = client.get(QUIZ).content.decode()

        assert "Not passed" in page and 'name="code"' in page and "Try again" not in page
        assert "with the code on your card" in page
        assert "Question" in knock(client, code_of(wanjiru)).content.decode()
        assert Attempt.objects.get(number=2).state["terms"] == {"ticket": Ticket.objects.get(learner=wanjiru).pk}


def answer_wrongly(attempt, now):
    return services.answer(attempt=attempt, data=wrong_answers(attempt), event_id=uuid7(), now=now)


class TestTheInvigilator:
    def test_plans_opens_prints_and_closes(
        self, as_, cohort, activity, omar, wanjiru, django_capture_on_commit_callbacks
    ):
        client = as_(omar)
        assert f"/x/quiz/exams/plan/{cohort.pk}/" in client.get(f"/teach/cohorts/{cohort.pk}/").content.decode()
        data = {"activity": str(activity.pk), "room": "Hall 2", "planned_at": "2026-11-27T09:00"}
        board = client.post(f"/x/quiz/exams/plan/{cohort.pk}/", data)
        sitting = Sitting.objects.get()
        assert board.url == f"/x/quiz/exams/{sitting.pk}/" and sitting.invigilator == omar
        assert sitting.tickets.count() == 2
        assert "Hall 2" in client.get("/x/quiz/exams/").content.decode()

        client.post(f"{board.url}open/")
        sheet = client.get(f"{board.url}sheet/")
        assert codes.spaced(code_of(wanjiru)) in sheet.content.decode()
        assert wanjiru.service_number in sheet.content.decode()
        assert "http://testserver/x/quiz/exam/" in sheet.content.decode().replace("<wbr>", "")
        assert "no-store" in sheet["Cache-Control"]
        old = code_of(wanjiru)
        client.post(f"{board.url}codes/")
        assert codes.spaced(old) not in client.get(f"{board.url}sheet/").content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{board.url}close/")
        assert "Closed" in client.get(board.url).content.decode()
        assert client.get(f"{board.url}sheet/").status_code == 404

    def test_sees_who_is_where(self, as_, opened, mine, entry, wanjiru, abdi, omar, clock, now):
        save(enter(mine, entry, code_of(wanjiru), now), now + MINUTE)
        clock.move_to(now + 2 * MINUTE)

        page = as_(omar).get(f"/x/quiz/exams/{opened.pk}/")

        his, hers = page.context["board"].lines
        assert (hers.state, hers.answered, hers.left) == ("Answering", "1 of 2", "28 minutes")
        assert hers.saved == f"{timezone.localtime(now + MINUTE):%H:%M:%S}"
        assert (his.state, his.answered, his.left, his.saved) == ("Not arrived", "", "", "")
        assert [number for _word, number in page.context["board"].counted] == [1, 1, 0]
        services.terminate(attempt=Attempt.objects.get(), now=now + 2 * MINUTE)
        fragment = as_(omar).get(f"/x/quiz/exams/{opened.pk}/live/").content.decode()
        assert "Submitted at" in fragment and "<html" not in fragment

    def test_an_answer_that_was_taken_back_does_not_count(self, as_, opened, mine, entry, wanjiru, omar, now):
        attempt = enter(mine, entry, code_of(wanjiru), now)
        Attempt.objects.filter(pk=attempt.pk).update(
            state={
                **attempt.state,
                "responses": {"a": [], "b": "", "c": {}, "d": None, "e": ["x"], "f": "x", "g": {"k": "v"}},
            }
        )
        board = as_(omar).get(f"/x/quiz/exams/{opened.pk}/").context["board"]
        assert {line.answered for line in board.lines} == {"", "3 of 2"}

    def test_gives_extra_minutes_with_a_reason(self, as_, opened, mine, entry, wanjiru, omar, now):
        attempt, client, url = (
            enter(mine, entry, code_of(wanjiru), now),
            as_(omar),
            f"/x/quiz/exams/tickets/{ticket_of(wanjiru).pk}/",
        )
        assert client.post(f"{url}extend/", {"minutes": "10"}).status_code == 422
        assert not Override.objects.exists()

        assert client.post(f"{url}extend/", {"minutes": "10", "reason": "Power cut"}).status_code == 302

        attempt.refresh_from_db()
        assert attempt.deadline_at == now + 40 * MINUTE
        assert Override.objects.get().by == omar
        assert "Power cut" in client.get(f"/teach/people/{wanjiru.pk}/").content.decode()

    def test_lets_in_again_and_closes_for_one(self, as_, opened, mine, entry, wanjiru, omar, now):
        enter(mine, entry, code_of(wanjiru), now)
        client, url = as_(omar), f"/x/quiz/exams/tickets/{ticket_of(wanjiru).pk}/"
        page = client.post(f"{url}again/", {"reason": "Wants to"}, follow=True).content.decode()
        assert "under way" in page
        client.post(f"{url}close/", {"reason": "Ill"})
        assert Event.objects.get(verb="terminated").data["reason"] == "Ill"
        again = client.post(f"{url}again/", {"reason": "Better now"}, follow=True)
        assert codes.spaced(code_of(wanjiru)) in again.content.decode()
        assert client.get(url).status_code == 404, "a ticket that was replaced"

    @pytest.mark.parametrize("many", [3, 40])
    def test_the_board_costs_the_same_for_many(self, many, as_, opened, crowd, omar):
        crowd(many)
        client = as_(omar)
        client.get(f"/x/quiz/exams/{opened.pk}/")
        with statements() as found:
            page = client.get(f"/x/quiz/exams/{opened.pk}/live/")
        assert len(page.context["board"].lines) == many + 2
        assert len(found) == 4, "\n".join(found)


class TestExceptions:
    def test_are_made_for_a_person_and_stay_on_record(self, as_, cohort, activity, wanjiru, omar):
        client, url = as_(omar), f"/x/quiz/exams/exceptions/{cohort.pk}/"
        data = {"activity": str(activity.pk), "whom": str(wanjiru.pk), "extra_percent": "25", "reason": "Dyslexia"}
        assert client.post(url, data).status_code == 302
        assert client.post(url, data | {"extra_percent": "50", "reason": "Doctor's note"}).status_code == 302

        page = client.get(url).content.decode()

        assert "Dyslexia" in page and "Doctor&#x27;s note" in page and "replaced" in page
        assert Override.objects.in_force().get().extra_percent == 50

    def test_for_a_whole_cohort_are_shown_with_each_of_its_people(self, as_, cohort, activity, wanjiru, omar):
        as_(omar).post(
            f"/x/quiz/exams/exceptions/{cohort.pk}/",
            {"activity": str(activity.pk), "minutes": "45", "reason": "Read in a third language"},
        )
        page = as_(omar).get(f"/teach/people/{wanjiru.pk}/").content.decode()
        assert "Read in a third language" in page and "Time limit: 45 minutes" in page

    @pytest.mark.parametrize(
        "wrong",
        [
            {"reason": ""},
            {"extra_percent": "5"},
            {"extra_minutes": "-1"},
            {"closes_at": "2026-11-01T09:00"},
            {"whom": "0"},
            {"activity": "x"},
        ],
    )
    def test_that_make_no_sense_are_refused(self, wrong, as_, cohort, activity, wanjiru, omar):
        data = {
            "activity": str(activity.pk),
            "whom": str(wanjiru.pk),
            "extra_minutes": "5",
            "reason": "Ill",
            "opens_at": "2026-11-25T09:00",
        }
        assert as_(omar).post(f"/x/quiz/exams/exceptions/{cohort.pk}/", data | wrong).status_code == 422
        assert not Override.objects.exists()

    def test_are_not_for_people_of_elsewhere(self, as_, cohort, activity, stranger, omar, now):
        people_services.join(cohort=cohort, people=[stranger], now=now)
        data = {"activity": str(activity.pk), "whom": str(stranger.pk), "extra_minutes": "5", "reason": "Ill"}
        assert as_(omar).post(f"/x/quiz/exams/exceptions/{cohort.pk}/", data).status_code == 422


def test_a_coordinator_who_may_not_change_the_cohort_is_offered_nothing(as_, cohort, halima):
    assert "/x/quiz/exams/" not in as_(halima).get(f"/teach/cohorts/{cohort.pk}/").content.decode()
