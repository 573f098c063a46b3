"""The report on what learners gained between two tests: whose, over whom, and nothing of fewer than ten."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Activity
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

    def test_the_page_shows_the_same(self, sat, as_, halima):
        sat(TEN)
        response = as_(halima).get(REPORT)
        assert response.status_code == 200
        html = response.content.decode()
        assert "Before, then After" in html and "45" in html and "Effect size" in html

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

    def test_a_threshold_that_nobody_chose_is_said(self, sat, as_, halima):
        page = as_(halima).get(REPORT).content.decode()
        assert 'Threshold: <select name="threshold"><option value="" selected>70 %, as usual</option>' in page
        assert 'Group by: <select name="by"><option value="" selected>nothing</option>' in page

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

    def test_costs_the_same_statements_for_many_learners(self, sat, as_, halima):
        client = as_(halima)

        def statements() -> int:
            with CaptureQueriesContext(connection) as found:
                lines(client)
            return len(found)

        sat(TEN[:2])
        statements()
        few = statements()
        sat(TEN)
        assert statements() == few


class TestWho:
    def test_a_neighbour_and_a_stranger_find_nothing_of_it(
        self, sat, as_, academy, neighbour_academy, ugandan_coordinator, omar, stranger
    ):
        sat(TEN)
        coordinator = make_person("KE-9", "Njoki Kamau", neighbour_academy, Role.COORDINATOR)
        for person in (coordinator, ugandan_coordinator):
            assert lines(as_(person)) == []
        for person in (omar, stranger):
            assert as_(person).get(REPORT).status_code == 404

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
