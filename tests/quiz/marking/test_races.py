"""Two markers at once lose nothing, and two workers on one corrected key change each result once."""

import pytest

from assessments.quiz.desk.services import OutOfDate
from assessments.quiz.regrading import services as regrading
from lms.learning.progress.models import Attempt, Event
from tests.builders import same_when_rebuilt
from tests.progress.test_races import at_once

from .test_regrading import activity, ask, correct, marked  # noqa: F401  fixtures
from .test_services import contest, mark, respond

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_marks_for_the_same_answer_one_is_told(attempt, asked, omar, second):
    results = at_once(
        lambda: mark(attempt, asked["rubric"], omar, 0.2),
        lambda: mark(attempt, asked["rubric"], second, 0.9),
    )
    assert sorted(type(result).__name__ for result in results) == ["Attempt", "OutOfDate"]
    assert Event.objects.filter(verb="scored").count() == 1


def test_two_questions_marked_at_once_both_count(attempt, asked, omar, second):
    results = at_once(
        lambda: mark(attempt, asked["rubric"], omar, 0.6), lambda: mark(attempt, asked["plain"], second, 0.9)
    )
    assert [type(result).__name__ for result in results] == ["Attempt", "Attempt"]
    attempt.refresh_from_db()
    assert not attempt.waiting and round(attempt.score, 6) == 0.833333
    attempt.enrolment.refresh_from_db()
    assert attempt.enrolment.status == "completed" and same_when_rebuilt()


@pytest.mark.parametrize("settings_of_quiz", [{"markers": 2}])
def test_of_two_markers_at_once_each_has_a_round(attempt, asked, omar, second):
    at_once(lambda: mark(attempt, asked["rubric"], omar, 0.6), lambda: mark(attempt, asked["rubric"], second, 0.8))
    attempt.refresh_from_db()
    entries = attempt.state["people"][asked["rubric"]]
    assert sorted(entry["round"] for entry in entries) == [1, 2]
    assert round(attempt.state["marks"][asked["rubric"]], 6) == 0.7
    assert same_when_rebuilt()


def test_a_contest_is_answered_once(attempt, asked, omar, second):
    contest(attempt, asked["single"])
    results = at_once(*(lambda by=by: respond(attempt, asked["single"], by, "1.0") for by in (omar, second)))
    assert sum(isinstance(result, OutOfDate) for result in results) == 1
    assert Event.objects.filter(verb="responded").count() == 1


def test_two_workers_change_each_result_once(marked, wanjiru, abdi, course, activity, asked, superuser):
    marked(wanjiru, right=False), marked(abdi, right=False)
    correct(asked["single"])
    regrade = ask(course, activity, asked["single"], superuser)

    results = at_once(*(lambda: regrading.run(regrade.pk) for _worker in range(2)))

    assert not [result for result in results if isinstance(result, Exception)]
    regrade.refresh_from_db()
    assert (regrade.status, regrade.handled, regrade.changed) == ("done", 2, 2)
    assert Event.objects.filter(verb="rescored").count() == Attempt.objects.count() == 2
    assert same_when_rebuilt()
