"""The page of what is assigned counts learners of the cohort, and names those who are not enrolled with the reason."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import CohortMember, User
from tests.builders import complete
from tests.conftest import make_person
from tests.progress.counting import statements

from .conftest import figures, fill


@pytest.fixture
def look(as_, omar, assigned):
    def look_(person=omar, query=f"?cohort={assigned.pk}") -> str:
        return as_(person).get(f"/teach/assignments/{query}").content.decode()

    return look_


def begin(person, now):
    enrolment = Enrolment.objects.get(learner=person)
    entry = enrolment.release.outline.activities[0]
    services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")


def test_learners_are_counted_once_as_enrolled_started_and_completed(
    look, assigned, course, wanjiru, abdi, academy, now
):
    latecomer = make_person("KE-7", "Chebet Kosgei", academy)
    people_services.join(cohort=assigned, people=[latecomer], now=now)
    complete(Enrolment.objects.get(learner=wanjiru), now=now)
    begin(abdi, now)
    Enrolment.objects.create(
        learner=wanjiru,
        course=course,
        release=course.release,
        institution=academy,
        remaining=1,
        enrolled_at=now,
        country="KE",
    )  # once more, after the first was completed
    assert figures(look()) == {
        "Learners": "3",
        "Enrolled": "3",
        "Have started": "2",
        "Have completed": "1",
        "Not enrolled": "0",
    }


def test_progress_in_another_course_counts_there_alone(look, assigned, course, wanjiru, now):
    complete(Enrolment.objects.get(learner=wanjiru), now=now)
    other = type(course).objects.create(
        pk=uuid4(), slug="other", titles={"en": "Another course"}, open=True, release=course.release
    )
    Assignment.objects.create(
        cohort=assigned,
        course=other,
        assigned_at=now + timedelta(days=1),
        touched_at=now,
        status=Assignment.Status.DONE,
    )
    page = look()
    assert figures(page)["Enrolled"] == "0" and "2 learners are not enrolled yet." in page
    together = page.split("<tfoot>")[1].split("</tfoot>")[0]
    assert re.findall(r'data-label="([^"]+)">(\d+)<', together) == [
        ("Enrolled", "2"),
        ("Have started", "1"),
        ("Have completed", "1"),
        ("Not enrolled", "0"),
    ]


class TestWhoIsNotEnrolled:
    def test_is_named_with_the_reason(self, look, assigned, neighbour_academy, now):
        away, nowhere = (
            make_person("KE-8", "Baraka Omondi", neighbour_academy),
            User.objects.create_user("KE-9", name="Zawadi Achieng"),
        )
        CohortMember.objects.bulk_create(
            CohortMember(cohort=assigned, user=one, joined_at=now) for one in (away, nowhere)
        )
        page = look()
        assert figures(page) == {
            "Learners": "4",
            "Enrolled": "2",
            "Have started": "0",
            "Have completed": "0",
            "Not enrolled": "2",
        }
        said = dict(re.findall(r'<li><bdi>([^<]+)</bdi> ·\s+<bdi class="nowrap">[^<]+</bdi>: ([^<]+)</li>', page))
        assert said["Baraka Omondi"] == "serves at another institution now"
        assert said["Zawadi Achieng"] == "belongs to no institution"
        link = re.search(r'href="#(why-\d+)">2<', page)[1]
        assert f'id="{link}"' in page

    def test_does_not_hold_for_whoever_completed_it_before_they_left(
        self, look, assigned, wanjiru, neighbour_academy, now
    ):
        complete(Enrolment.objects.get(learner=wanjiru), now=now)
        User.objects.filter(pk=wanjiru.pk).update(institution=neighbour_academy)
        page = look()
        assert figures(page)["Have completed"] == "1" and figures(page)["Not enrolled"] == "0"

    def test_may_be_somebody_whose_turn_comes(self, look, assigned, academy, now):
        CohortMember.objects.create(cohort=assigned, user=make_person("KE-7", "Chebet Kosgei", academy), joined_at=now)
        Assignment.objects.update(status=Assignment.Status.RUNNING)
        page = look()
        assert "1 learner is not enrolled yet." in page and figures(page)["Enrolled"] == "2"


class TestTheState:
    def test_is_that_of_the_learners_not_of_the_work(self, look, assigned, wanjiru, abdi, now):
        assert "pill-done" not in look() and "Not started" in look()
        begin(abdi, now)
        assert "Under way" in look()
        Assignment.objects.update(due_at=now - timedelta(days=400))
        assert '<span class="pill pill-overdue">Overdue</span>' in look()
        for person in (wanjiru, abdi):
            complete(Enrolment.objects.get(learner=person), now=now)
        assert '<span class="pill pill-done">Completed by all</span>' in look()

    def test_of_nothing_assigned_leads_on_for_those_who_may(self, look, cohort, omar, halima):
        Enrolment.objects.all().delete()
        Assignment.objects.all().delete()
        way = f'href="{reverse("teach:assign")}"'
        assert way in look(omar) and way not in look(halima) and "how many learners are enrolled" in look(halima)


def test_costs_the_same_for_two_people_and_for_fifty_and_for_one_course_and_for_five(
    look, assigned, course, omar, as_, now
):
    client, costs = as_(omar), []
    client.get("/teach/assignments/")
    for number in range(3):
        if number:
            cohort = people_services.open_cohort(institution=assigned.institution, name=f"Intake {number}")
            assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)
            fill(cohort, course, 24, now=now)
        with statements() as found:
            client.get("/teach/assignments/")
        costs.append(len(found))
    assert len(set(costs)) == 1 and costs[0] <= 9, costs


def test_the_cohort_page_says_below_each_course_how_many_of_the_chosen_have_completed_it(
    assigned, course, wanjiru, as_, omar, now
):
    complete(Enrolment.objects.get(learner=wanjiru), now=now)
    fill(assigned, course, 30, now=now, due_at=now - timedelta(days=1))
    address = reverse("teach:cohort", args=[assigned.pk])
    pages = [as_(omar).get(f"{address}{query}").content.decode() for query in ("", "?show=attention")]
    everybody, attention = (page.split("<tfoot>")[1].split("</tfoot>")[0] for page in pages)
    assert "Completed, of 32 learners" in everybody and "1 of 32" in everybody
    assert "1 of" not in attention and "0 of 3" in attention
