"""Contests on the pages of staff."""

import pytest
from django.urls import reverse

from assessments.quiz.models import Contest
from lms.learning.progress.models import Attempt, Event
from tests.progress.counting import statements

from .conftest import event, same_when_rebuilt
from .test_pages import CONTESTS, QUEUE, RESULT, main, rubric  # noqa: F401
from .test_services import contest


class TestContests:
    @pytest.fixture
    def contested(self, attempt, asked, as_, wanjiru):
        sent = event(question=asked["single"], text="The act <was> harbouring.")
        assert as_(wanjiru).post(reverse("quiz:contest", args=[attempt.pk]), sent).status_code == 302
        return reverse("quiz:respond", args=[attempt.pk, asked["single"]])

    def test_are_listed_for_those_who_teach_the_person(self, contested, as_, omar, neighbour):
        page = main(as_(omar).get(CONTESTS))
        assert contested in page and "Which act is it?" in page and "Wanjirũ wa Kamau" in page
        assert contested not in main(as_(neighbour).get(CONTESTS))
        assert "Contested answers: 1" in main(as_(omar).get(QUEUE))

    def test_are_answered_and_both_stay(self, contested, as_, omar, wanjiru, attempt, asked):
        client = as_(omar)
        assert "The act &lt;was&gt; harbouring." in main(client.get(contested))
        response = client.post(contested, event(turn="1.0", text="Look at article 3.", percent=""))
        assert response.url == CONTESTS and contested in main(client.get(f"{CONTESTS}?answered=1"))
        assert contested not in main(client.get(CONTESTS)) and not Contest.objects.open().exists()
        page = main(as_(wanjiru).get(RESULT))
        assert "The act &lt;was&gt; harbouring." in page and "Look at article 3." in page
        assert not Event.objects.filter(verb="scored").exists()

    def test_can_change_the_mark(self, contested, as_, omar, attempt, asked):
        as_(omar).post(contested, event(turn="1.0", text="You are right.", percent="50", changes="1"))
        attempt.refresh_from_db()
        assert attempt.state["marks"][asked["single"]] == 0.5 and same_when_rebuilt()

    @pytest.mark.parametrize(
        ("sent", "status"), [({"text": ""}, 422), ({"text": "a", "percent": "x"}, 422), ({"turn": "0.0"}, 409)]
    )
    def test_refuse_what_is_no_answer(self, contested, as_, omar, sent, status):
        response = as_(omar).post(
            contested, event(**{"turn": "1.0", "text": "Yes", "percent": "50", "changes": "1", **sent})
        )
        assert response.status_code == status and not Event.objects.filter(verb__in=["responded", "scored"]).exists()

    @pytest.mark.parametrize("who", ["wanjiru", "abdi", "stranger", "neighbour", "halima"])
    def test_are_not_there_for_others(self, contested, as_, who, request):
        client = as_(request.getfixturevalue(who))
        assert [
            client.get(contested).status_code,
            client.post(contested, event(turn="1.0", text="Yes")).status_code,
        ] == [404, 404]

    def test_of_somebody_else_cannot_be_made(self, attempt, asked, as_, abdi):
        sent = event(question=asked["single"], text="Me too")
        assert as_(abdi).post(reverse("quiz:contest", args=[attempt.pk]), sent).status_code == 404
        assert not Contest.objects.exists()

    def test_cost_the_same_whatever_their_number(self, attempt, asked, as_, omar, now):
        client = as_(omar)
        contest(attempt, asked["single"])
        client.get(CONTESTS)
        costs = []
        for question in (None, "rubric", "plain"):
            if question:
                contest(attempt, asked[question])
            with statements() as found:
                client.get(CONTESTS)
            costs.append(len(found))
        assert len(set(costs)) == 1 and Attempt.objects.count() == 1
