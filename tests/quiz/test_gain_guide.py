"""The page of the gain leads to two tests, says what is missing, draws the gain and compares it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.quiz.models import QuizPage
from courses.models import Activity, CoursePage
from lms.people.directory.choices import Role
from tests.conftest import make_person

from .papers import REPORT, TEN, lines


def page_of(client, **query):
    response = client.get(REPORT, query)
    assert response.status_code == 200, response.content
    return response


class TestGuide:
    """A coordinator is led to two tests, and told what is missing."""

    def test_without_a_pair_it_says_what_is_needed_and_offers_the_ends_of_each_course(self, tests_course, as_, halima):
        QuizPage.objects.update(like=None)
        response = page_of(as_(halima))
        html = response.content.decode()
        assert "Choose the test before and the test after" in html and "a test at its beginning" in html
        assert [words for words, _query in response.context["choices"]] == ["Before, then After"]
        followed = as_(halima).get(f"{REPORT}?{response.context['choices'][0][1]}")
        assert "Nobody has taken these two tests yet" in followed.content.decode()

    def test_of_one_quiz_alone_there_is_no_gain(self, course, as_, halima):
        html = page_of(as_(halima)).content.decode()
        assert "A gain needs two tests" in html and "?before=" not in html

    @pytest.mark.parametrize(
        ("given", "heading"), [("before", "Now choose the test after"), ("after", "Now choose the test before")]
    )
    def test_one_test_alone_leads_to_the_other_and_keeps_the_filters(self, sat, as_, halima, given, heading):
        sat(TEN)
        slugs = {activity.title_in("en"): activity.slug for activity in Activity.objects.filter(kind="quiz")}
        client = as_(halima)
        response = page_of(client, sex="F", **{given: slugs[given.title()]})
        assert heading in response.content.decode()
        [(words, query)] = response.context["choices"]
        assert words == "Before, then After" and "sex=F" in query
        assert len(client.get(f"{REPORT}?{query}").context["table"].rows) == 1
        assert lines(client, **{given: slugs[given.title()]}) == []

    def test_of_too_few_it_says_how_many_there_are_and_who_is_missing(self, sat, as_, halima):
        sat([*TEN[:9], (1, None), (1, None)])
        html = page_of(as_(halima)).content.decode()
        assert "9 learners have results in both tests." in html and "2 learners have taken one of the two only" in html
        assert '<svg class="chart"' not in html

    def test_where_there_is_a_gain_nothing_more_is_said(self, sat, as_, halima):
        sat(TEN)
        assert page_of(as_(halima)).context["guide"] is None

    def test_offers_no_test_of_a_draft(self, tests_course, programme_page, as_, halima):
        """A quiz that was never released has no results, and its title is nobody's to read."""
        page = CoursePage(title="Secret course", slug="secret", summary="Secret.", minutes=20, live=False)
        programme_page.add_child(instance=page)
        for slug in ("secret-before", "secret-after"):
            page.add_child(instance=QuizPage(title=slug, slug=slug, pass_mark=50, live=False))
        response = page_of(as_(halima))
        assert "ecret" not in response.content.decode()


class TestChart:
    def test_draws_each_row_from_before_to_after_with_its_interval(self, sat, as_, halima, neighbour_academy):
        sat(TEN)
        sat(TEN[:9], at=neighbour_academy)
        response = page_of(as_(halima), by="institution")
        changes = response.context["changes"]
        assert [line.label for line in changes.lines] == [
            "Before, then After · Mlima Police Academy",
            "All of these",
        ], "too few are not drawn"
        assert changes.lines[0].words == "35\u00a0% before, 80\u00a0% after: 45.0 points of per cent (18.6 to 71.4)"
        html = response.content.decode()
        assert changes.lines[0].words in html.split("<figure", 1)[1].split("<table")[0]
        assert "style=" not in html.split("<svg", 1)[1].split("</svg>")[0]


class TestTotals:
    def test_all_groups_stand_together_below_and_in_no_file(self, sat, as_, halima, neighbour_academy):
        sat(TEN)
        sat(TEN, at=neighbour_academy)
        client = as_(halima)
        [total] = page_of(client, by="institution").context["table"].totals
        assert [cell.text for cell in total[:3]] == ["All of these", "–", "20"]
        assert len(lines(client, by="institution")) == 2

    def test_one_institution_is_compared_with_all_that_the_viewer_may_see(
        self, sat, as_, halima, academy, neighbour_academy, ugandan_academy
    ):
        sat(TEN)
        sat([(2, 2)] * 10, at=neighbour_academy)
        sat([(0, 2)] * 10, at=ugandan_academy)
        [total] = page_of(as_(halima), institution=str(academy.pk)).context["table"].totals
        assert [cell.text for cell in total[:2]] == ["All whom you may see", "20"]
        coordinator = make_person("KE-9", "Njoki Kamau", academy, Role.COORDINATOR)
        [total] = page_of(as_(coordinator), sex="F").context["table"].totals
        assert [cell.text for cell in total[:2]] == ["All whom you may see", "10"]

    def test_costs_the_same_statements_for_many_learners(self, sat, as_, halima, academy):
        client = as_(halima)

        def statements() -> int:
            with CaptureQueriesContext(connection) as found:
                page_of(client, institution=str(academy.pk), by="sex")
            return len(found)

        sat(TEN[:2])
        statements()
        few = statements()
        sat([*TEN, *TEN])
        assert statements() == few == 13
