"""What learners gained between two tests: whose, over whom, and the page that leads to two tests and draws it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.quiz.models import QuizPage
from courses.models import Activity, CoursePage
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people
from lms.people.directory.choices import Role
from tests.conftest import make_person

from .papers import REPORT, TEN, lines, sit


class TestFigures:
    def test_two_forms_of_one_blueprint_are_paired_by_themselves(self, sat, as_, halima):
        sat([*TEN, (1, None), (None, 2), (None, None)])
        (row,) = lines(as_(halima))
        assert row["Tests"] == "Before, then After"
        assert (row["Learners with both"], row["With one of them only"]) == ("10", "2")
        assert (float(row["Mean before"]), float(row["Mean after"])) == (0.35, 0.8)
        assert float(row["Mean gain, in points of per cent"]) == 45
        # Gains in shares: mean 0.45, deviation √(1.225 / 9)
        assert float(row["Effect size"]) == pytest.approx(0.45 / (1.225 / 9) ** 0.5, abs=0.005)
        low, high = (float(row[f"Effect size: {which} limit (95 %)"]) for which in ("lower", "upper"))
        assert 0 < low < float(row["Effect size"]) < high
        low, high = (float(row[f"Gain: {which} limit (95 %)"]) for which in ("lower", "upper"))
        # 45 ± t(0.975; 9) · √(12250 / 9) / √10, with t = 2.262157
        assert (low, high) == (pytest.approx(45 - 26.3918, abs=0.051), pytest.approx(45 + 26.3918, abs=0.051))
        assert [float(row[f"Reached 70 % {when}"]) for when in ("before", "after")] == [0.1, 0.6]

    def test_of_fewer_than_ten_pairs_there_are_counts_only(self, sat, as_, halima):
        sat([*TEN[:9], (1, None)])
        (row,) = lines(as_(halima))
        assert (row["Learners with both"], row["With one of them only"]) == ("9", "1")
        assert not any(
            value for name, value in row.items() if name not in ("Tests", "Learners with both", "With one of them only")
        )

    def test_the_first_attempt_counts_at_both(self, sat, as_, halima):
        for enrolment in sat(TEN):
            sit(enrolment, "before", 2)
            sit(enrolment, "after", 0)
        (row,) = lines(as_(halima))
        assert float(row["Mean gain, in points of per cent"]) == 45

    def test_any_two_can_be_chosen_and_the_threshold_too(self, sat, as_, halima):
        sat(TEN)
        slugs = {activity.title_in("en"): activity.slug for activity in Activity.objects.filter(kind="quiz")}
        (row,) = lines(as_(halima), before=slugs["After"], after=slugs["Before"], threshold="50")
        assert row["Tests"] == "After, then Before" and float(row["Mean gain, in points of per cent"]) == -45
        assert float(row["Reached 50 % after"]) == 0.6

    def test_a_test_and_itself_is_a_question_that_makes_no_sense(self, sat, as_, halima):
        slug = Activity.objects.get(titles__en="Before").slug
        for address in (REPORT, f"{REPORT}csv/"):
            response = as_(halima).get(address, {"before": slug, "after": slug})
            assert response.status_code == 400 and "Choose two tests" in response.content.decode()

    def test_by_sex_and_by_institution(self, sat, as_, halima, neighbour_academy):
        sat(TEN)
        sat(TEN[:9], at=neighbour_academy, sex="M")
        client = as_(halima)
        found = {row["Institution"]: row["Learners with both"] for row in lines(client, by="institution")}
        assert found == {"Mlima Police Academy": "10", "Pwani Training Campus": "9"}
        assert {row["Sex"]: bool(row["Mean before"]) for row in lines(client, by="sex")} == {
            "Woman": True,
            "Man": False,
        }
        assert [row["Learners with both"] for row in lines(client)] == ["19"]
        assert [row["Learners with both"] for row in lines(client, sex="M")] == ["9"]
        assert [row["Learners with both"] for row in lines(client, institution=str(neighbour_academy.pk))] == ["9"]

    def test_of_one_cohort(self, sat, as_, halima, academy, tests_course):
        now = timezone.now()
        cohort = academy.cohorts.create(name="Intake 12")
        assignment = Assignment.objects.create(
            cohort=cohort, course=tests_course, assigned_at=now, touched_at=now, status="done"
        )
        sat(TEN, assignment=assignment)
        sat(TEN)
        assert [row["Learners with both"] for row in lines(as_(halima), cohort=str(cohort.pk))] == ["10"]


class TestWho:
    def test_a_neighbour_cannot_ask_about_another_s_institution_or_cohort(self, sat, as_, academy, neighbour_academy):
        sat(TEN)
        cohort = academy.cohorts.create(name="Intake 12")
        coordinator = make_person("KE-9", "Njoki Kamau", neighbour_academy, Role.COORDINATOR)
        for query in ({"institution": str(academy.pk)}, {"cohort": str(cohort.pk)}):
            assert as_(coordinator).get(REPORT, query).status_code == 400

    def test_the_coordinator_of_one_academy_sees_its_learners_alone(self, sat, as_, academy, neighbour_academy):
        sat(TEN)
        sat(TEN, at=neighbour_academy)
        coordinator = make_person("KE-9", "Njoki Kamau", academy, Role.COORDINATOR)
        assert [row["Learners with both"] for row in lines(as_(coordinator))] == ["10"]

    def test_where_the_plugin_is_off_nobody_is_counted(self, sat, as_, halima, superuser, neighbour_academy):
        sat(TEN)
        sat(TEN, at=neighbour_academy)
        people.switch(institution=neighbour_academy, plugin="quiz", on=False, by=superuser, now=timezone.now())
        assert [row["Learners with both"] for row in lines(as_(halima))] == ["10"]


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
        assert [cell.text for cell in total[:2]] == ["Everybody you may see", "20"]
        coordinator = make_person("KE-9", "Njoki Kamau", academy, Role.COORDINATOR)
        [total] = page_of(as_(coordinator), sex="F").context["table"].totals
        assert [cell.text for cell in total[:2]] == ["Everybody you may see", "10"]

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
