"""Choosing, seeing the effect, confirming, watching."""

import re
from datetime import UTC, datetime
from html import unescape
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from courses.models import Programme
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import CohortMember, User
from tests.builders import complete
from tests.conftest import make_person

pytestmark = pytest.mark.usefixtures("clock")

ASSIGN = "/teach/assign/"


@pytest.fixture
def chosen(joined, course):
    return {"course": [str(course.pk)], "cohort": joined.pk, "due": "2026-12-24"}


def confirm(client, chosen, capture):
    with capture(execute=True):
        return client.post(ASSIGN, chosen)


class TestChoosing:
    def test_offers_open_courses_and_the_cohorts_one_teaches(self, as_, omar, joined, course, neighbour_academy):
        people_services.open_cohort(institution=neighbour_academy, name="Somebody else's")
        page = as_(omar).get(ASSIGN).content.decode()
        assert "What trafficking is" in page
        assert "Intake 2026 B" in page
        assert "Somebody else" not in page

    def test_an_address_may_choose_beforehand(self, as_, omar, joined, course):
        page = as_(omar).get(f"{ASSIGN}?cohort={joined.pk}&course={course.pk}").content.decode()
        assert f'value="{joined.pk}" selected' in page
        assert "checked" in page

    def test_a_closed_course_is_not_offered(self, as_, omar, joined, course):
        type(course).objects.update(open=False)
        assert "There is no course to assign yet" in as_(omar).get(ASSIGN).content.decode()

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"course": []}, "Choose at least one course"),
            ({"cohort": ""}, "Choose the cohort that is to learn this"),
            ({"due": "2026-11-23"}, "This day is past"),
            ({"due": "soon"}, "Write the day as year, month and day"),
            ({"course": [str(uuid4())]}, "is not one of the available choices"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_written(self, as_, omar, chosen, change, sentence):
        for send in (
            lambda client: client.get(ASSIGN, {**chosen, **change, "check": "1"}),
            lambda client: client.post(ASSIGN, {**chosen, **change}),
        ):
            response = send(as_(omar))
            assert response.status_code == 422
            assert sentence in response.content.decode()
        assert not Assignment.objects.exists()

    def test_today_is_judged_where_the_institution_is(self, as_, omar, chosen):
        with time_machine.travel(datetime(2026, 11, 24, 22, 0, tzinfo=UTC), tick=False):
            assert as_(omar).get(ASSIGN, {**chosen, "due": "2026-11-24", "check": "1"}).status_code == 422
            assert as_(omar).get(ASSIGN, {**chosen, "due": "2026-11-25", "check": "1"}).status_code == 200


class TestEffect:
    def test_says_whom_it_concerns_and_writes_nothing(self, as_, omar, chosen, course, joined, wanjiru, now):
        services.enrol(people=[wanjiru], course=course, now=now)
        complete(Enrolment.objects.get(), now=now)
        nowhere = User.objects.create_user("KE-0", name="Nowhere Mann")
        CohortMember.objects.create(cohort=joined, user=nowhere, joined_at=now)
        page = as_(omar).get(ASSIGN, {**chosen, "check": "1"}).content.decode()
        assert "There will be 1 new enrolment" in page
        assert 'data-label="Newly enrolled">1<' in page
        assert 'data-label="Completed: nothing changes">1<' in page
        assert "1 person cannot be enrolled" in page
        assert "Nowhere Mann" in page
        assert not Assignment.objects.exists()

    def test_costs_the_same_for_two_people_and_for_fifty(
        self, as_, omar, chosen, joined, academy, now, django_assert_num_queries
    ):
        client = as_(omar)
        client.get(ASSIGN, {**chosen, "check": "1"})  # reads what each process reads once
        with django_assert_num_queries(7):
            client.get(ASSIGN, {**chosen, "check": "1"})
        people = User.objects.bulk_create(
            User(service_number=f"KE-5{index:03}", name="N", institution=academy) for index in range(50)
        )
        CohortMember.objects.bulk_create(CohortMember(cohort=joined, user=person, joined_at=now) for person in people)
        with django_assert_num_queries(7):
            client.get(ASSIGN, {**chosen, "check": "1"})


class TestConfirming:
    def test_enrols_everybody_until_the_end_of_the_day_at_the_institution(
        self, as_, omar, chosen, django_capture_on_commit_callbacks
    ):
        response = confirm(as_(omar), chosen, django_capture_on_commit_callbacks)
        assert response.url == f"/teach/assignments/?cohort={chosen['cohort']}"
        assert Enrolment.objects.count() == 2
        assert {row.due_at for row in Enrolment.objects.all()} == {datetime(2026, 12, 24, 20, 59, 59, tzinfo=UTC)}
        assert Assignment.objects.get().assigned_by == omar

    def test_again_changes_nothing_twice(self, as_, omar, chosen, django_capture_on_commit_callbacks):
        for due in ("2026-12-24", "2026-12-31"):
            confirm(as_(omar), {**chosen, "due": due}, django_capture_on_commit_callbacks)
        assert Enrolment.objects.count() == 2
        assert Assignment.objects.count() == 1
        assert {row.due_at.day for row in Enrolment.objects.all()} == {31}

    def test_a_programme_is_all_its_courses(self, as_, omar, chosen, course, django_capture_on_commit_callbacks):
        programme = Programme.objects.first() or Programme.objects.create(id=uuid4(), slug="p", titles={"en": "Core"})
        programme.courses = [str(course.pk)]
        programme.save()
        response = confirm(
            as_(omar), {**chosen, "course": [], "programme": [str(programme.pk)]}, django_capture_on_commit_callbacks
        )
        assert response.status_code == 302
        assert Assignment.objects.get().course == course

    def test_who_joins_later_is_enrolled_too(self, as_, omar, assigned, academy, course):
        User.objects.create_user("KE-7", name="Late Comer", institution=academy)
        as_(omar).post(reverse("teach:people", args=[assigned.pk]), {"numbers": "ke-7"})
        assert Enrolment.objects.filter(learner__service_number="KE-7", course=course).exists()

    def test_the_neighbour_cannot_choose_this_cohort(self, as_, neighbour, neighbour_academy, chosen):
        people_services.open_cohort(institution=neighbour_academy, name="Own")
        response = as_(neighbour).post(ASSIGN, chosen)
        assert response.status_code == 422
        assert "not one of yours" in response.content.decode()
        assert not Assignment.objects.exists()

    def test_a_teacher_without_a_cohort_is_told(self, as_, neighbour):
        assert "no cohort yet" in as_(neighbour).get(ASSIGN).content.decode()


class TestWatching:
    def test_brings_itself_up_to_date_only_while_work_is_going_on(self, as_, omar, assigned):
        address = f"/teach/assignments/?cohort={assigned.pk}"
        still = as_(omar).get(address).content.decode()
        assert "http-equiv" not in still
        assert "progress.js" not in still
        Assignment.objects.update(status="running", handled=1, total=2)
        page = as_(omar).get(address).content.decode()
        assert '<noscript><meta http-equiv="refresh"' in page
        assert "work/progress.js" in page
        assert 'data-work="working"' in page
        assert '<span class="pill">Enrolling</span>' in page
        assert "See the progress" in as_(omar).get(reverse("teach:cohort", args=[assigned.pk])).content.decode()

    def test_a_coordinator_sees_it_and_others_do_not(self, as_, halima, neighbour, stranger, assigned):
        address = f"/teach/assignments/?cohort={assigned.pk}"
        assert as_(halima).get(address).status_code == 200
        assert as_(neighbour).get(address).status_code == 404
        assert as_(stranger).get(address).status_code == 404
        assert "What trafficking is" not in as_(neighbour).get("/teach/assignments/").content.decode()

    def test_nonsense_for_a_cohort_is_not_found(self, as_, omar, db):
        for asked in ("x", "²", "9" * 30):
            assert as_(omar).get("/teach/assignments/", {"cohort": asked}).status_code == 404


__all__ = ["chosen"]
FORM = re.compile(r'<form method="(\w+)" action="/teach/assign/"')


@pytest.fixture
def sent(chosen, joined, academy, now):
    people = [make_person(f"KE-7{number:04}", f"Cadet {number}", academy) for number in range(3)]
    people_services.join(cohort=joined, people=people, now=now)
    numbers = "\n".join(person.service_number for person in people * 10)
    return {**chosen, "cohort": "", "numbers": numbers, "late_days": "9"}


def test_the_forms_send_numbers_in_no_address(as_, omar, sent):
    client = as_(omar)
    assert FORM.findall(client.get(ASSIGN).content.decode()) == ["post"]
    response = client.post(ASSIGN, {**sent, "check": "1"})
    page = response.content.decode()
    assert response.status_code == 200 and "There will be 3 new enrolments" in page
    assert FORM.findall(page) == ["post", "post"] and not re.search(r'href="[^"]*numbers', page)
    assert not Assignment.objects.exists()
    assert client.post(ASSIGN, sent).status_code == 302 and Enrolment.objects.count() == 3


def test_the_choice_comes_back_to_be_changed(as_, omar, sent, course):
    response = as_(omar).post(ASSIGN, {**sent, "change": "1"})
    page = unescape(response.content.decode())
    assert response.status_code == 200 and page.count("KE-70001") == 10
    assert re.search(rf'value="{course.pk}"[^>]* checked', page) and 'value="2026-12-24"' in page
    assert 'value="9"' in page and "error-summary" not in page and not Assignment.objects.exists()


def test_too_many_numbers_for_an_address_are_refused_with_advice(as_, omar, sent):
    response = as_(omar).post(ASSIGN, {**sent, "numbers": sent["numbers"] * 30, "check": "1"})
    assert response.status_code == 422 and "or make a cohort of them." in response.content.decode()
