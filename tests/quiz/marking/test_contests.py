"""What learners contest: the mark stays unless somebody says so, both sides read who answered, and links lead there."""

from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from assessments.questions.bank.third_person import in_third_person
from assessments.quiz.desk import panel
from assessments.quiz.models import Contest
from lms.learning.progress.models import Attempt, Event
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort
from tests.builders import event, same_when_rebuilt
from tests.erring import assert_says
from tests.progress.counting import statements

from .test_pages import CONTESTS, QUEUE, RESULT, main, rubric  # noqa: F401
from .test_services import contest, mark


@pytest.fixture
def contested(attempt, asked, wanjiru):
    """The address at which what Wanjirũ contested is answered."""
    contest(attempt, asked["single"])
    return reverse("quiz:respond", args=[attempt.pk, asked["single"]])


@pytest.fixture
def cohort(academy, wanjiru, now):
    found = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=found, people=[wanjiru], now=now)
    return found


class TestTheMark:
    def test_is_not_asked_for_and_stays_whatever_its_field_says(self, contested, attempt, asked, as_, omar):
        page = main(as_(omar).get(contested))
        assert "<details><summary>Change the mark as well" in page and page.count(" required") == 0
        before = attempt.state["marks"][asked["single"]]
        sent = event(turn="1.0", text="Read article 3.", percent="0")
        assert as_(omar).post(contested, sent).url == CONTESTS
        attempt.refresh_from_db()
        assert attempt.state["marks"][asked["single"]] == before
        assert [one.verb for one in Event.objects.filter(attempt=attempt).order_by("position")][-1] == "responded"

    def test_that_is_to_change_has_to_be_there(self, contested, as_, omar):
        response = as_(omar).post(contested, event(turn="1.0", text="You are right.", changes="1"))
        assert response.status_code == 422
        assert "<details open>" in main(response)
        assert_says(response, "percent", "Give a number from 0 to 100.")
        assert "You are right." in main(response)
        assert not Event.objects.filter(verb__in=["responded", "scored"]).exists()

    def test_by_levels_stays_too_though_a_level_cannot_be_taken_back(self, attempt, asked, as_, omar):
        mark(attempt, asked["rubric"], omar, 0.8, rubric={"means": "some", "law": "both"})
        contest(attempt, asked["rubric"])
        address = reverse("quiz:respond", args=[attempt.pk, asked["rubric"]])
        sent = event(**{"turn": "1.1", "text": "It stays.", "rubric:means": "none"})
        assert as_(omar).post(address, sent).status_code == 302
        assert Event.objects.filter(verb="scored").count() == 1


class TestWhoAnswered:
    @pytest.fixture
    def answered(self, contested, attempt, asked, as_, omar):
        mark(attempt, asked["rubric"], omar, 0.8)
        mark(attempt, asked["plain"], omar, 0.8)
        assert as_(omar).post(contested, event(turn="1.0", text="Read article 3.")).status_code == 302
        return contested

    def test_is_read_by_the_learner_and_by_staff_with_the_day(self, answered, as_, second, wanjiru):
        moment = Event.objects.get(verb="responded").received_at
        day = timezone.localtime(moment, ZoneInfo("Africa/Nairobi")).strftime("%-d %B")
        for page in (as_(wanjiru).get(RESULT), as_(second).get(answered), as_(second).get(f"{CONTESTS}?answered=1")):
            assert "Omar Otieno" in main(page) and day in main(page)

    def test_whose_account_is_gone_leaves_the_answer(self, answered, as_, omar, wanjiru):
        client = as_(wanjiru)
        omar.memberships.all().delete()
        type(omar).objects.filter(pk=omar.pk).delete()
        page = main(client.get(RESULT))
        assert "Read article 3." in page and "Omar Otieno" not in page

    def test_costs_one_statement_whatever_their_number(self, contested, attempt, asked, as_, omar, wanjiru):
        client, costs = as_(wanjiru), []
        for question in ("rubric", "plain"):
            mark(attempt, asked[question], omar, 0.8)
            contest(attempt, asked[question])
        client.get(RESULT)
        for question, turn in ((None, ""), ("single", "1.0"), ("rubric", "1.1"), ("plain", "1.1")):
            if question:
                as_(omar).post(
                    reverse("quiz:respond", args=[attempt.pk, asked[question]]), event(turn=turn, text="Read it.")
                )
            with statements() as found:
                client.get(RESULT)
            costs.append(len(found))
        assert costs[1:] == [costs[0] + 1] * 3


class TestTheWay:
    def test_leads_from_the_page_of_the_person(self, contested, as_, omar, halima, wanjiru):
        page = as_(omar).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()
        assert f'href="{contested}"' in page and "contested, waits for an answer" in page
        assert contested not in as_(halima).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()
        as_(omar).post(contested, event(turn="1.0", text="Read article 3."))
        assert "contested, answered" in as_(omar).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()

    def test_comes_first_on_that_page_however_much_else_was_written(
        self, contested, attempt, asked, as_, omar, wanjiru, monkeypatch
    ):
        for question in ("rubric", "plain"):
            mark(attempt, asked[question], omar, 0.8)
        monkeypatch.setattr(panel, "SHOWN", 1)
        page = as_(omar).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()
        assert f'href="{contested}"' in page and reverse("quiz:mark", args=[attempt.pk, asked["rubric"]]) not in page

    def test_to_ones_own_is_not_offered(self, contested, as_, academy, wanjiru):
        people_services.appoint(user=wanjiru, institution=academy, role=Role.INSTRUCTOR)
        page = as_(wanjiru).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()
        assert "contested, waits for an answer" in page and contested not in page

    def test_leads_from_the_page_of_the_cohort_to_its_own_alone(
        self, contested, cohort, as_, omar, abdi, submitted, asked
    ):
        other = submitted(abdi)
        contest(other, asked["single"])
        way = f"{CONTESTS}?cohort={cohort.pk}"
        assert f'href="{way}"' in as_(omar).get(reverse("teach:cohort", args=[cohort.pk])).content.decode()
        page = main(as_(omar).get(way))
        assert contested in page and "Abdi Hassan" not in page
        assert f'href="?answered=1&cohort={cohort.pk}&' in page.replace("&amp;", "&")
        assert main(as_(omar).get(CONTESTS)).count('<li class="card">') == 2

    @pytest.mark.parametrize("asked_for", ["{}", "x", "9" * 12, "-1"])
    def test_of_a_cohort_that_is_not_theirs_is_not_found(self, contested, cohort, as_, neighbour, asked_for):
        assert as_(neighbour).get(f"{CONTESTS}?cohort={asked_for.format(cohort.pk)}").status_code == 404


class TestWhoseAnswer:
    def test_is_theirs_for_staff_and_ones_own_for_the_learner(self, submitted, wanjiru, asked, as_, omar):
        attempt = submitted(wanjiru, right=False)
        for question in ("rubric", "plain"):
            mark(attempt, asked[question], omar, 0.8)
        page = main(as_(omar).get(reverse("quiz:mark", args=[attempt.pk, asked["single"]])))
        assert "Their answer" in page and "Your answer" not in page
        assert "Your answer" in main(as_(wanjiru).get(RESULT))

    @pytest.mark.parametrize(
        ("template", "shown"),
        [
            ("written", {"text": "harbouring"}),
            ("written", {"text": "harbouring", "look": "correct yours", "said": "Your answer, and it is right"}),
            ("assigned", {"rows": [{"text": "Act", "given": "harbouring", "look": "incorrect yours", "right": "Yes"}]}),
            ("ordering", {"rows": [{"text": "First", "place": 2, "right": 1, "look": "incorrect"}]}),
            ("rating", {"statements": [{"text": "I was heard", "given": 2}], "points": 5}),
            (
                "filled",
                {
                    "due": True,
                    "gaps": [{"label": "Gap 1", "look": "yours", "said": "Your answer, and it is partly right"}],
                },
            ),
            ("chosen", {"options": [{"text": "One", "look": "incorrect yours", "said": "Your answer"}]}),
        ],
    )
    def test_is_said_by_every_kind_of_question(self, template, shown):
        for item, whose in ((shown, "you"), (in_third_person(shown), "the")):
            words = render_to_string(f"questions/types/{template}.html", {"item": {**item, "closed": True}}).lower()
            assert whose in words and ("you" in words.replace("yours", "")) is (whose == "you")


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
