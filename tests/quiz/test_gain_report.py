"""The report on what learners gained between two tests: whose, over whom, and nothing of fewer than ten."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.questions.models import Category
from assessments.quiz.models import Draw, QuizPage
from courses.models import Activity, Course, CoursePage
from lms.people import services as people
from lms.people.choices import Role
from lms.plugins.identifiers import uuid7
from lms.progress import services
from lms.progress.models import Assignment, Attempt, Enrolment
from tests.builders import make_question, right_options, unsearched, wrong_options
from tests.conftest import make_person
from tests.kept import kept
from tests.releasing import release_waiting

REPORT = "/reports/more/quiz_gain/"


@pytest.fixture
def tests_course(programme_page):
    return make_tests(programme_page)


@kept
@unsearched()
def make_tests(programme_page) -> Course:
    """A course with a test before and one after, forms A and B of one blueprint of two questions."""
    page = CoursePage(title="Papers", slug="papers", summary="Papers.", minutes=20)
    programme_page.add_child(instance=page)
    category = Category.objects.create(name="Papers")
    for number in range(8):
        make_question(category, f"Question {number}?")
    before = QuizPage(title="Before", slug="before", pass_mark=50, attempts=3, half="a")
    before.draws = [Draw(category=category, number=2)]
    page.add_child(instance=before)
    after = QuizPage(title="After", slug="after", pass_mark=50, attempts=3, half="b", like=before)
    page.add_child(instance=after)
    for node in (page, before, after):
        node.save_revision().publish()
    assert release_waiting() == []
    return Course.objects.get(pk=page.translation_key)


@pytest.fixture
def sat(tests_course, academy):
    """`sat([(0, 2), (1, None)])`: so many right answers before and after, a person each; None for a test not taken."""
    count = iter(range(100, 1000))

    def sat(rights, *, at=academy, sex="F", assignment=None):
        now, made = timezone.now(), []
        for pair in rights:
            number = next(count)
            person = make_person(f"KE-7{number}", f"Cadet {number}", at, sex=sex)
            services.enrol(people=[person], course=tests_course, now=now, assignment=assignment)
            enrolment = Enrolment.objects.get(learner=person)
            made.append(enrolment)
            for slug, right in zip(("before", "after"), pair, strict=True):
                if right is not None:
                    sit(enrolment, slug, right)
        return made

    return sat


def sit(enrolment, slug: str, right: int) -> Attempt:
    activity = Activity.objects.get(titles__en=slug.title())
    entry = enrolment.release.outline.by_id(str(activity.pk))
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=timezone.now(), language="en", seed=enrolment.pk)
    data = {
        f"q:{item['id']}": right_options(item)[:1] if number < right else wrong_options(item)[:1]
        for number, item in enumerate(attempt.form["items"])
    }
    return services.answer(attempt=attempt, data={**data, "submit": ["1"]}, event_id=uuid7(), now=timezone.now())


TEN = [(0, 1), (0, 2), (1, 1), (1, 2), (0, 1), (1, 2), (1, 1), (0, 2), (2, 2), (1, 2)]
"""Gains of 1, 2, 0, 1, 1, 1, 0, 2, 0, 1 of two: 0.45 on average of shares; before 7 of 20, after 16 of 20."""


def lines(client, **query) -> list[dict[str, str]]:
    """The rows of the file, whose numbers are not rounded for the eye."""
    response = client.get(f"{REPORT}csv/", query)
    assert response.status_code == 200, response.content
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


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
        assert not any(value for name, value in row.items() if name not in ("Tests", "Learners with both", "With one of them only"))

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

    def test_one_test_alone_is_a_question_that_makes_no_sense(self, sat, as_, halima):
        slug = Activity.objects.get(titles__en="Before").slug
        for query in ({"before": slug}, {"after": slug}, {"before": slug, "after": slug}):
            response = as_(halima).get(REPORT, query)
            assert response.status_code == 400 and "Choose two tests" in response.content.decode()

    def test_by_sex_and_by_institution(self, sat, as_, halima, neighbour_academy):
        sat(TEN)
        sat(TEN[:9], at=neighbour_academy, sex="M")
        client = as_(halima)
        found = {row["Institution"]: row["Learners with both"] for row in lines(client, by="institution")}
        assert found == {"Mlima Police Academy": "10", "Pwani Training Campus": "9"}
        assert {row["Sex"]: bool(row["Mean before"]) for row in lines(client, by="sex")} == {"Woman": True, "Man": False}
        assert [row["Learners with both"] for row in lines(client)] == ["19"]
        assert [row["Learners with both"] for row in lines(client, sex="M")] == ["9"]
        assert [row["Learners with both"] for row in lines(client, institution=str(neighbour_academy.pk))] == ["9"]

    def test_of_one_cohort(self, sat, as_, halima, academy, tests_course):
        now = timezone.now()
        cohort = academy.cohorts.create(name="Intake 12")
        assignment = Assignment.objects.create(cohort=cohort, course=tests_course, assigned_at=now, touched_at=now, status="done")
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
    def test_a_neighbour_and_a_stranger_find_nothing_of_it(self, sat, as_, academy, neighbour_academy, ugandan_coordinator, omar, stranger):
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
