"""An activity whose plugin is off at the learner's academy: explained, not asked, and nothing lost."""

import pytest

from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.runtime.registry import NotInstalled, SwitchedOff, require
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.builders import event, right_answers, start_attempt
from tests.trial.fixtures import asked_of, unplug, with_diary

from .counting import statements

QUIZ, DIARY = "/learn/trafficking/trafficking-quiz/", "/learn/trafficking/my-week/"


class TestTheQuizSwitchedOff:
    @pytest.fixture(autouse=True)
    def begun(self, enrolment, switch, academy, now):
        attempt = start_attempt(enrolment, "trafficking-quiz", now, seed=1)
        switch("quiz", academy, False)
        return attempt

    def test_says_so_and_leaves_the_rest_of_the_course_alone(self, as_, wanjiru):
        response = as_(wanjiru).get(QUIZ)
        page = response.content.decode()
        assert response.status_code == 503
        assert "“Quiz” is not switched on at your academy" in page
        assert "your results stay" in page

        for slug in ("", "trafficking/", "trafficking/trafficking-lesson-1/"):
            assert as_(wanjiru).get(f"/learn/{slug}").status_code == 200

    @pytest.mark.parametrize("address", [QUIZ, f"{QUIZ}start/"])
    def test_takes_neither_an_answer_nor_a_start(self, as_, wanjiru, begun, address):
        before = Event.objects.count()
        assert as_(wanjiru).post(address, event(**right_answers(begun))).status_code == 503
        begun.refresh_from_db()
        assert begun.closed_at is None
        assert Event.objects.count() == before

    def test_goes_on_where_it_was_when_it_is_switched_on_again(self, as_, wanjiru, begun, switch, academy):
        switch("quiz", academy, None)
        assert as_(wanjiru).post(QUIZ, event(**right_answers(begun))).status_code == 302
        begun.refresh_from_db()
        assert begun.passed

    def test_is_marked_in_the_course_and_passed_over_by_what_comes_next(self, as_, wanjiru, enrolment, now):
        Enrolment.objects.update(
            done=[entry.id for entry in enrolment.release.outline.activities if entry.kind == "lesson"][:1]
        )
        page = as_(wanjiru).get("/learn/trafficking/").content.decode()
        assert page.count("Not available now") == 1
        assert "Next: <b>Lesson 2</b>" in page

    def test_is_still_there_at_the_neighbour_academy(self, as_, course, neighbour, stranger, now):
        services.enrol(people=[neighbour, stranger], course=course, now=now)
        for person in (neighbour, stranger):
            assert as_(person).get(QUIZ).status_code == 200

    def test_follows_the_academy_of_the_enrolment_for_who_has_moved_away(self, as_, wanjiru, neighbour_academy):
        wanjiru.institution = neighbour_academy
        wanjiru.save()
        assert as_(wanjiru).get(QUIZ).status_code == 503

    def test_is_folded_anew_all_the_same(self, begun, switch, academy, now):
        switch("quiz", academy, None)
        services.answer(attempt=begun, data=right_answers(begun), event_id=uuid7(), now=now)
        switch("quiz", academy, False)
        assert list(rebuild(write=False)) == []


class TestAnOutsideActivity:
    def test_is_met_where_it_is_on(self, as_, trial, keeping_a_diary, wanjiru):
        client = as_(wanjiru)
        assert client.get(DIARY).status_code == 200
        client.post(f"{DIARY}start/", event())
        client.post(DIARY, event(write="Interviewed two people."))
        assert Attempt.objects.get(kind="trial_diary").passed
        assert asked_of(trial, "answer") == [{"write": ["Interviewed two people."]}]

    def test_is_asked_nothing_where_it_is_off(self, as_, trial, keeping_a_diary, stranger):
        client = as_(stranger)
        assert client.get("/learn/").status_code == 200
        assert client.get("/learn/trafficking/").status_code == 200
        assert "“Practice diary” is not switched on at your academy" in client.get(DIARY).content.decode()
        assert client.post(f"{DIARY}start/", event()).status_code == 503
        assert client.post(DIARY, event(write="…")).status_code == 503
        assert trial.asked == []

    def test_taken_out_explains_itself_and_comes_back(self, as_, trial, keeping_a_diary, wanjiru):
        unplug()
        response = as_(wanjiru).get(DIARY)
        assert response.status_code == 503
        assert "switched off on this installation" in response.content.decode()
        assert as_(wanjiru).get("/learn/trafficking/").status_code == 200
        activities.register(trial.Diary)
        assert as_(wanjiru).get(DIARY).status_code == 200

    def test_costs_no_statement_more_than_before(self, as_, keeping_a_diary, wanjiru):
        client = as_(wanjiru)
        for address, most in (("/learn/", 5), ("/learn/trafficking/", 5), (DIARY, 4)):
            client.get(address)
            with statements() as found:
                client.get(address)
            assert len(found) <= most, found


class TestWhatAContentNeeds:
    @pytest.fixture
    def sketching(self, trial, switch, academy, course, wanjiru, now):
        """Wanjirũ in a course whose diary needs a block of another plugin."""
        switch("trial", academy, True)
        services.enrol(
            people=[wanjiru], course=with_diary(course, needs=[["lesson block", "trialparts_sketch"]]), now=now
        )
        return Enrolment.objects.select_related("institution", "learner").get(learner=wanjiru)

    def test_is_named_where_it_is_off(self, as_, sketching, wanjiru, trial):
        for response in (as_(wanjiru).get(DIARY), as_(wanjiru).post(f"{DIARY}start/", event())):
            assert response.status_code == 503
            assert "“Sketch map” is not switched on at your academy" in response.content.decode()
        assert asked_of(trial, "context") == asked_of(trial, "begin") == []

    def test_is_named_where_it_is_gone(self, as_, sketching, wanjiru, switch, academy, trial):
        switch("trialparts", academy, True)
        assert as_(wanjiru).get(DIARY).status_code == 200
        unplug()
        activities.register(trial.Diary)
        response = as_(wanjiru).get(DIARY)
        assert response.status_code == 503
        assert "This part needs “trialparts_sketch”" in response.content.decode()

    def test_closes_the_door_for_answers_too(self, as_, sketching, wanjiru, switch, academy, trial):
        switch("trialparts", academy, True)
        as_(wanjiru).post(f"{DIARY}start/", event())
        switch("trialparts", academy, False)
        assert as_(wanjiru).post(DIARY, event(write="…")).status_code == 503
        assert asked_of(trial, "answer") == []

    def test_is_looked_up_by_socket(self, trial, academy, switch):
        with pytest.raises(SwitchedOff):
            require([("lesson block", "trialparts_sketch")], at=academy)
        require([("lesson block", "trialparts_sketch")], at=None)
        with pytest.raises(NotInstalled):
            require([("teapot", "brown")], at=academy)
        switch("trialparts", academy, True)
        require({("lesson block", "trialparts_sketch"), ("activity type", "quiz")}, at=academy)
