"""The marker's pages without JavaScript: who sees what, what is refused, and what the learner reads afterwards."""

import re

import pytest
from django.urls import reverse

from lms.foundation.plugins.activity import activities
from lms.learning.progress.models import Event
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import event, same_when_rebuilt
from tests.conftest import make_person
from tests.erring import assert_says
from tests.progress.counting import statements

from .test_services import mark

QUEUE = "/x/quiz/marking/"
CONTESTS = "/x/quiz/marking/contests/"
RESULT = "/learn/trafficking/trafficking-quiz/"


def address(attempt, question, query="by=question") -> str:
    return f"{reverse('quiz:mark', args=[attempt.pk, question])}?{query}"


def main(response) -> str:
    return response.content.decode().split("<main")[1].split("</main")[0]


def rubric(means="some", law="both", **data):
    return event(**{"rubric:means": means, "rubric:law": law, "turn": "first", **data})


class TestTheQueue:
    def test_is_by_question_or_by_learner(self, submitted, wanjiru, abdi, as_, omar):
        submitted(wanjiru), submitted(abdi)
        by_question, by_learner = (main(as_(omar).get(f"{QUEUE}?by={by}")) for by in ("question", "learner"))
        assert by_question.count('<li class="card">') == by_learner.count('<li class="card">') == 2
        assert "Which means did they use?" in by_question and "4 answers wait for you" in by_question
        assert "Abdi Hassan" in by_learner and "Abdi Hassan" not in by_question

    def test_has_its_place_in_the_bar_and_shows_a_neighbour_nothing(
        self, attempt, as_, omar, wanjiru, halima, neighbour
    ):
        assert 'href="/x/quiz/marking/"' in as_(omar).get("/teach/").content.decode()
        assert 'href="/x/quiz/marking/"' not in as_(wanjiru).get("/learn/").content.decode()

        assert "No answer waits for you" in main(as_(neighbour).get(QUEUE))

    @pytest.mark.parametrize(("plugin", "status"), [("quiz", 404), ("questions", 422)])
    def test_of_what_is_switched_off_takes_no_mark(self, attempt, asked, as_, omar, academy, now, plugin, status):
        people_services.switch(plugin=plugin, institution=academy, on=False, by=None, now=now)
        assert as_(omar).post(address(attempt, asked["rubric"]), rubric()).status_code == status
        assert not Event.objects.filter(verb="scored").exists()

    def test_says_what_stands_in_the_way_of_a_mark(self, attempt, asked, as_, omar, academy, now, monkeypatch):
        people_services.switch(plugin="questions", institution=academy, on=False, by=None, now=now)
        off = main(as_(omar).post(address(attempt, asked["rubric"]), rubric()))
        people_services.switch(plugin="questions", institution=academy, on=True, by=None, now=now)
        monkeypatch.setattr(type(activities.get("quiz")), "fold", lambda *args, **kwargs: 1 / 0)
        broken = main(as_(omar).post(address(attempt, asked["rubric"]), rubric()))
        assert "is switched off at the learner" in off and "has a fault" not in off
        assert "“Quiz” has a fault. Nothing was saved; try again later." in broken and "switched off" not in broken

    def test_is_filtered_by_course_and_cohort(
        self, submitted, wanjiru, abdi, as_, omar, academy, neighbour_academy, course, now
    ):
        submitted(wanjiru), submitted(abdi)
        cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
        foreign = Cohort.objects.create(institution=neighbour_academy, name="Foreign")
        for one in (cohort, foreign):
            people_services.join(cohort=one, people=[abdi], now=now)
        page = main(as_(omar).get(f"{QUEUE}?by=learner&cohort={cohort.pk}&course={course.pk}"))
        assert "Abdi" in page and "Wanjir" not in page
        assert "No answer waits" in main(as_(omar).get(f"{QUEUE}?cohort={foreign.pk}"))
        assert "No answer waits" in main(as_(omar).get(f"{QUEUE}?course=6b1a7d0a-8a3c-4f43-93a7-2f5a5b0f4a11"))
        assert as_(omar).get(f"{QUEUE}?cohort=%F0%9F&course=x&by=y&page=zz").status_code == 200

    def test_costs_the_same_for_one_attempt_and_for_ten(self, submitted, wanjiru, as_, omar, academy):
        submitted(wanjiru)
        client, costs = as_(omar), []
        client.get(QUEUE)
        for number in range(10):
            if number:
                submitted(make_person(f"KE-9{number}", f"Cadet {number}", academy))
            with statements() as found:
                assert client.get(f"{QUEUE}?by=learner").status_code == 200
            costs.append(len(found))
        assert set(costs) == {costs[0]} and costs[0] <= 11

    def test_leaves_out_ones_own(self, submitted, omar, as_):
        submitted(omar)
        assert "No answer waits for you" in main(as_(omar).get(QUEUE))


class TestMarking:
    def test_shows_question_answer_words_and_rubric(self, attempt, asked, as_, omar):
        page = main(as_(omar).get(address(attempt, asked["rubric"])))
        assert "Which means did they use?" in page and "Debt and threats against her family" in page
        assert "6 words" in page
        assert page.count('type="radio"') == 5 and "Points: 2.5" in page and "Debt bondage, and threats." in page
        assert 'name="percent"' in main(as_(omar).get(address(attempt, asked["plain"])))

    def test_says_in_which_language_question_and_rubric_are(self, attempt, asked, as_, omar):
        omar.language = "ar"
        omar.save()
        client = as_(omar)
        client.cookies["django_language"] = "ar"
        client.post(address(attempt, asked["rubric"]), rubric(stay="1"))
        page = main(client.get(address(attempt, asked["rubric"])))
        assert '<bdi lang="en" dir="ltr">The means are named</bdi>' in page
        assert page.count('<bdi lang="en" dir="ltr">') == 9
        assert '<div class="prose" lang="en" dir="ltr">' in page and "<details><summary>" in page
        assert '<div lang="en" dir="ltr">Debt bondage, and threats.' in page

    def test_saves_and_goes_to_the_next(self, submitted, wanjiru, abdi, asked, as_, omar):
        first, other = submitted(wanjiru), submitted(abdi)
        client = as_(omar)
        response = client.post(address(first, asked["rubric"]), rubric(comment="Cite it."))
        assert response.url == address(other, asked["rubric"])
        first.refresh_from_db()
        entry = first.state["people"][asked["rubric"]][0]
        assert (entry["fraction"], entry["rubric"], entry["by"]) == (0.8, {"means": "some", "law": "both"}, omar.pk)
        response = client.post(address(other, asked["rubric"], "by=learner"), rubric())
        assert response.url == address(other, asked["plain"], "by=learner")
        assert client.post(address(other, asked["rubric"]), rubric(turn="1.1", stay="1")).url == address(
            other, asked["rubric"]
        )

    def test_of_all_of_it_completes_the_course(self, attempt, asked, as_, omar, wanjiru):
        client = as_(omar)
        client.post(address(attempt, asked["rubric"]), rubric("both"))
        response = client.post(address(attempt, asked["plain"]), event(percent="62,5", turn="first"), follow=True)
        assert response.redirect_chain[-1][0].startswith(QUEUE) and "No answer waits" in main(response)
        attempt.refresh_from_db()
        assert attempt.state["marks"][asked["plain"]] == 0.625 and attempt.passed and not attempt.waiting
        assert same_when_rebuilt()

    @pytest.mark.parametrize(
        "sent", [{}, {"percent": ""}, {"percent": "101"}, {"percent": "-1"}, {"percent": "nan"}, {"percent": "a\x00"}]
    )
    def test_without_a_mark_is_refused(self, attempt, asked, as_, omar, sent):
        response = as_(omar).post(address(attempt, asked["plain"]), event(turn="first", comment="Stays", **sent))
        assert response.status_code == 422 and "Give a number from 0 to 100." in main(response)
        assert "Stays" in main(response)
        assert not Event.objects.filter(verb="scored").exists()

    def test_without_a_level_is_refused(self, attempt, asked, as_, omar):
        response = as_(omar).post(address(attempt, asked["rubric"]), rubric(law="nowhere"))
        assert_says(response, "criterion-2", "Choose a level for “The law is cited”.")
        assert main(response).count(" checked") == 1

    def test_of_a_form_that_is_out_of_date_says_what_changed(self, attempt, asked, as_, omar, second):
        as_(second).post(address(attempt, asked["rubric"]), rubric("none", "none", comment="Nothing in it."))
        response = as_(omar).post(address(attempt, asked["rubric"]), rubric(comment="Mine"))
        page = main(response)
        assert response.status_code == 409 and "Nothing in it." in page and "Achieng Atieno" in page and "Mine" in page
        assert "marked this answer in the meantime" in response.content.decode()
        assert Event.objects.filter(verb="scored").count() == 1
        again = rubric(turn=re.search(r'name="turn" value="([^"]+)"', page)[1])
        assert as_(omar).post(address(attempt, asked["rubric"]), again).status_code == 302

    def test_of_what_is_not_there_is_not_found(self, attempt, as_, omar):
        assert as_(omar).get(address(attempt, "nothing")).status_code == 404

    def test_shows_who_gave_what(self, attempt, asked, as_, omar, second):
        mark(attempt, asked["rubric"], omar, 0.2, comment="Too short.", rubric={"means": "none", "law": "none"})
        mark(attempt, asked["rubric"], second, 1.0, "1.1")
        page = main(as_(omar).get(address(attempt, asked["rubric"])))
        history = page.split("data-history")[1]
        assert history.index("Achieng Atieno") < history.index("Omar Otieno") and "Names no means" in history
        assert "Too short." in history

    def test_stands_on_the_page_about_the_person(self, attempt, asked, as_, omar, halima, wanjiru):
        mark(attempt, asked["rubric"], omar, 0.2)
        page = as_(omar).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()
        assert "Marked by people or contested" in page
        assert reverse("quiz:mark", args=[attempt.pk, asked["rubric"]]) in page and "waits to be marked" in page
        assert (
            reverse("quiz:mark", args=[attempt.pk, asked["rubric"]])
            not in as_(halima).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()
        )


@pytest.mark.parametrize("settings_of_quiz", [{"blind": True}])
class TestBlind:
    def test_hides_the_name_until_it_is_marked(self, attempt, asked, as_, omar, wanjiru):
        client = as_(omar)
        pages = [client.get(QUEUE), client.get(f"{QUEUE}?by=learner"), client.get(address(attempt, asked["rubric"]))]
        pages.append(client.get(reverse("teach:person", args=[wanjiru.pk])))
        assert [page for page in pages[:3] if "Wanjir" in page.content.decode()] == []
        assert "question 1" not in pages[3].content.decode()
        client.post(address(attempt, asked["rubric"]), rubric())
        assert "Wanjirũ wa Kamau" in main(client.get(address(attempt, asked["rubric"])))
        assert "Wanjir" not in main(client.get(address(attempt, asked["plain"])))


@pytest.mark.parametrize("settings_of_quiz", [{"markers": 2}])
class TestTwoMarkers:
    def test_do_not_see_each_other_and_do_not_wait_twice(self, attempt, asked, as_, omar, second):
        as_(omar).post(address(attempt, asked["rubric"]), rubric("none", "none", comment="Secret of Omar"))
        page = main(as_(second).get(address(attempt, asked["rubric"])))
        assert "Secret of Omar" not in page and "each alone" in page
        queue = main(as_(omar).get(QUEUE))
        assert "1 answer waits for you" in queue and "1 waits for another marker" in queue
        assert as_(second).post(address(attempt, asked["rubric"]), rubric("both")).status_code == 302
        assert "Secret of Omar" in main(as_(second).get(address(attempt, asked["rubric"])))


class TestTheLearner:
    def test_reads_mark_levels_and_comment_once_it_is_due(self, attempt, asked, as_, omar, wanjiru):
        assert "Being marked" in main(as_(wanjiru).get(RESULT))
        mark(
            attempt, asked["rubric"], omar, 0.8, rubric={"means": "some", "law": "both"}, comment="Cite the <article>."
        )
        mark(attempt, asked["plain"], omar, 0.6)
        page = main(as_(wanjiru).get(RESULT))
        assert "Marked by your instructor: 80\xa0%" in page and "Cite the &lt;article&gt;." in page
        assert "Omar" not in page
        assert page.count("Names debt or threats") == 2 and "Marked by your instructor: 60\xa0%" in page

    @pytest.mark.parametrize("settings_of_quiz", [{"review": {"just_after": ["answers"], "later": ["answers"]}}])
    def test_reads_nothing_of_it_before(self, attempt, asked, as_, omar, wanjiru):
        for question in ("rubric", "plain"):
            mark(attempt, asked[question], omar, 0.8, comment="Not yet")
        page = main(as_(wanjiru).get(RESULT))
        assert "Not yet" not in page and "80\xa0%" not in page and "Marked by" not in page
