"""Assigning a programme with a group of courses: each person gets the course for their country."""

import pytest

from courses.models import Course, Programme
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Kind
from lms.people.directory.models import Institution, User
from tests.builders import make_course, release

pytestmark = pytest.mark.usefixtures("clock")

ASSIGN = "/teach/assign/"


@pytest.fixture
def national(programme_page, course, django_capture_on_commit_callbacks):
    """Two courses of a group beside `course`, by country."""
    pages = {}
    for country in ("UG", "KE"):
        page = pages[country] = make_course(programme_page, f"law-{country.lower()}")
        page.title, page.one_of, page.country = f"Law {country}", "national law", country
        page.save_revision().publish()
        release(page)
    with django_capture_on_commit_callbacks(execute=True):
        programme_page.save_revision().publish()
    return {country: Course.objects.get(pk=page.translation_key) for country, page in pages.items()}


@pytest.fixture
def sent(joined, national):
    return {"programme": [str(Programme.objects.get().pk)], "cohort": joined.pk, "due": "2026-12-24"}


@pytest.fixture
def confirmed(as_, omar, django_capture_on_commit_callbacks):
    def confirm(sent):
        with django_capture_on_commit_callbacks(execute=True):
            assert as_(omar).post(ASSIGN, sent).status_code == 302
        return {str(row.course) for row in Enrolment.objects.select_related("course")}

    return confirm


def test_the_cohort_gets_that_of_its_country(as_, omar, sent, confirmed, course):
    page = as_(omar).get(ASSIGN, {**sent, "check": "1"}).content.decode()
    assert "Law KE" in page and "Law UG" not in page

    assert confirmed(sent) == confirmed(sent) == {str(course), "Law KE"}


class TestOfNoCountry:
    @pytest.fixture(autouse=True)
    def _nowhere(self, academy):
        Institution.objects.filter(pk=academy.pk).update(country="")

    def test_the_page_asks_and_begins_with_the_first(self, as_, omar, sent, confirmed, course):
        page = as_(omar).get(ASSIGN, {**sent, "check": "1"}).content.decode()
        assert "Which one is given?" in page and page.count("Law KE") == 1  # as an option alone
        assert confirmed(sent) == {str(course), "Law UG"}

    def test_what_is_chosen_is_shown_and_given(self, as_, omar, sent, confirmed, course, national):
        sent["choice"] = [str(national["KE"].pk)]
        page = as_(omar).get(ASSIGN, {**sent, "check": "1"}).content.decode()
        assert f'name="choice" value="{national["KE"].pk}"' in page and "selected>Law KE" in page
        assert confirmed(sent) == {str(course), "Law KE"}

    def test_a_choice_that_is_no_course_is_refused(self, as_, omar, sent):
        assert as_(omar).post(ASSIGN, {**sent, "choice": ["x"]}).status_code == 422


class TestPeopleOfTwoCountries:
    @pytest.fixture
    def numbers(self, academy, omar):
        post = people_services.create_institution(name="Busia post", kind=Kind.UNIT, parent=academy, country="UG")
        for number, there in (("KE-71", academy), ("UG-72", post), ("UG-73", post)):
            User.objects.create_user(number, name=number, institution=there)
        return "KE-71\nUG-72\nUG-73"

    @pytest.fixture
    def to_people(self, sent, numbers):
        return {**sent, "cohort": "", "numbers": numbers}

    def test_each_gets_that_of_their_own(self, to_people, confirmed, course):
        confirmed(to_people)
        rows = Enrolment.objects.select_related("learner", "course").order_by("learner__name")
        own = {(row.learner.name, str(row.course)) for row in rows if row.course != course}
        assert own == {("KE-71", "Law KE"), ("UG-72", "Law UG"), ("UG-73", "Law UG")}
        assert Enrolment.objects.filter(course=course).count() == 3

    def test_the_preview_counts_each_course_for_its_people(self, as_, omar, to_people):
        page = as_(omar).post(ASSIGN, {**to_people, "check": "1"}).content.decode()
        assert "There will be 6 new enrolments" in page

    def test_the_preview_costs_the_same_for_more_people(self, as_, omar, to_people, django_assert_num_queries):
        client = as_(omar)
        client.post(ASSIGN, {**to_people, "check": "1"})
        for numbers in (to_people["numbers"], "UG-72"):
            with django_assert_num_queries(6):
                client.post(ASSIGN, {**to_people, "numbers": numbers, "check": "1"})

    def test_a_course_that_is_ticked_is_given_besides(self, to_people, confirmed, course, national):
        assert confirmed({**to_people, "course": [str(national["KE"].pk)]}) == {str(course), "Law KE", "Law UG"}
        assert Enrolment.objects.filter(course=national["KE"]).count() == 3
