"""What is done for people who were chosen on the page of a cohort: reminding them, and going on elsewhere."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Course
from lms.desks.notices.models import Notice
from lms.desks.teaching.dates.notices import Reminder
from lms.foundation.plugins.notice import PendingNotice
from lms.foundation.plugins.pages import linked_pages
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from tests.builders import complete

from .conftest import fill

pytestmark = pytest.mark.usefixtures("clock")


def choose(client, cohort, *people, **more):
    """Send what was ticked on the page of the cohort; return the page that follows."""
    data = {"do": "remind", "person": [str(person.pk) for person in people], **more}
    return client.post(reverse("teach:selected", args=[cohort.pk]), data, follow=True)


def send(client, cohort, *people, **more):
    """Choose people to remind, and send what is shown to all who are ticked there."""
    shown = choose(client, cohort, *people, **more)
    ticked = re.findall(r'name="who" value="(\d+)" checked', shown.content.decode())
    if not ticked:
        return shown.content.decode()
    request = shown.request
    page = client.post(f"{request['PATH_INFO']}?{request['QUERY_STRING']}", {"who": ticked}, follow=True)
    return shown.content.decode() + page.content.decode()


class TestReminding:
    def test_tells_whoever_has_something_left_and_notes_it(self, as_, omar, assigned, course, wanjiru, abdi, now):
        complete(Enrolment.objects.get(learner=wanjiru), now=now)
        page = send(as_(omar), assigned, wanjiru, abdi, course=str(course.pk))
        assert "1 person is reminded." in page
        assert "1 person has nothing left to do here and is not reminded." in page
        notice = Notice.objects.get(kind="teaching_reminder")
        assert notice.person == abdi
        entry = AuditEntry.objects.get(action="person_reminded")
        assert (entry.by, entry.person, entry.data) == (omar, abdi, {"cohort": assigned.pk})
        [words] = Reminder().words([PendingNotice(abdi.pk, notice.facts)], now=now)
        assert words.text.startswith("Your instructor reminds you of the course “What trafficking is”, due on ")
        assert words.link == f"/learn/{course.slug}/"

    def test_of_the_same_matter_once_a_day(self, as_, omar, administrator, assigned, course, abdi, now):
        send(as_(omar), assigned, abdi)
        for colleague in (omar, administrator):
            assert "1 person was reminded of this today already." in send(as_(colleague), assigned, abdi)
        assert Notice.objects.filter(kind="teaching_reminder").count() == 1
        with time_machine.travel(now.replace(hour=20, minute=59), tick=False):
            assert "already" in send(as_(omar), assigned, abdi)
        with time_machine.travel(now.replace(hour=21, minute=1), tick=False):  # the next day in Nairobi
            assert "1 person is reminded." in send(as_(omar), assigned, abdi)

    def test_of_several_courses_says_how_many(self, assigned, course, abdi, now):
        row = Enrolment.objects.get(learner=abdi)
        kind = Reminder()
        told = PendingNotice(abdi.pk, {"courses": [str(course.pk)]})
        Enrolment.objects.filter(pk=row.pk).update(due_at=None)
        [words] = kind.words([told], now=now)
        assert words.text == "Your instructor reminds you of the course “What trafficking is”."
        assert kind._of_several(3, "Friday").text == (
            "Your instructor reminds you of 3 courses that you have not completed; the next is due on Friday."
        )
        complete(row, now=now)
        assert kind.words([told], now=now) == [None]

    def test_everybody_on_the_page_without_ticking_each(self, as_, omar, assigned, wanjiru, abdi):
        page = as_(omar).get(reverse("teach:cohort", args=[assigned.pk])).content.decode()
        assert f'value="{abdi.pk},{wanjiru.pk}"' in page or f'value="{wanjiru.pk},{abdi.pk}"' in page
        send(as_(omar), assigned, everybody="1", page_people=f"{abdi.pk},{wanjiru.pk},x,²")
        assert Notice.objects.filter(kind="teaching_reminder").count() == 2

    def test_nobody_chosen_says_so(self, as_, omar, assigned):
        assert "Choose at least one person" in send(as_(omar), assigned)

    def test_people_of_other_cohorts_and_nonsense_are_left_out(self, as_, omar, assigned, academy, abdi, course, now):
        other = people_services.open_cohort(institution=academy, name="Another")
        page = send(as_(omar), other, abdi)
        assert "Choose at least one person" in page
        response = as_(omar).post(reverse("teach:selected", args=[assigned.pk]), {"do": "x", "person": [abdi.pk]})
        assert response.status_code == 404
        assert not Notice.objects.filter(kind="teaching_reminder").exists()

    def test_an_instructor_does_not_remind_themselves(self, as_, assigned, abdi, academy):
        people_services.appoint(user=abdi, institution=academy, role=Role.INSTRUCTOR)
        assert "Choose at least one person" in send(as_(abdi), assigned, abdi)
        assert not Notice.objects.filter(kind="teaching_reminder").exists()

    def test_costs_the_same_statements_for_two_and_for_a_hundred(
        self, as_, omar, assigned, course, now, django_assert_max_num_queries
    ):
        people = [row.learner for row in fill(assigned, course, 100, now=now)]
        client = as_(omar)
        for chosen in (people[:2], people):
            with django_assert_max_num_queries(24), time_machine.travel(now + timedelta(days=len(chosen)), tick=False):
                client.post(f"{reverse('teach:remind')}?cohort={assigned.pk}", {"who": [one.pk for one in chosen]})


class TestElsewhere:
    def test_writing_goes_on_to_the_page_that_a_room_has(self, monkeypatch, as_, omar, assigned, course, abdi):
        address = reverse("teach:selected", args=[assigned.pk])
        data = {"do": "write", "person": [abdi.pk], "course": str(course.pk)}
        assert as_(omar).post(address, data).url == f"/x/conversations/write/{assigned.pk}/?person={abdi.pk}"
        assert "Write to them" in as_(omar).get(reverse("teach:cohort", args=[assigned.pk])).content.decode()
        monkeypatch.setattr(linked_pages, "_addresses", {**linked_pages._addresses})
        linked_pages._addresses.pop(linked_pages.WRITE_TO_PEOPLE)
        assert as_(omar).post(address, data).status_code == 404
        assert "Write to them" not in as_(omar).get(reverse("teach:cohort", args=[assigned.pk])).content.decode()


class TestMoreTime:
    @pytest.fixture
    def other(self, assigned, course, wanjiru, abdi, now):
        """A second course of the cohort, due before the first, that Abdi alone has to do."""
        other = Course.objects.create(pk=uuid4(), slug="other", titles={"en": "Other"}, release=course.release)
        given = Assignment.objects.create(cohort=assigned, course=other, assigned_at=now, touched_at=now)
        row = Enrolment.objects.get(learner=abdi, course=course)
        row.pk, row.course, row.assignment, row.due_at = None, other, given, now + timedelta(days=1)
        row._state.adding = True
        row.save()
        return other

    def test_asks_for_the_course_and_keeps_who_was_ticked(self, as_, omar, assigned, course, other, wanjiru, abdi):
        shown = choose(as_(omar), assigned, wanjiru, abdi, do="extend")
        page = shown.content.decode()
        assert re.findall(r'name="course" value="([^"]+)"[^>]*checked', page) == [str(other.pk)], "the one due first"
        assert page.count(" checked") == 3 and str(course.pk) in page
        request = shown.request
        address = f"{request['PATH_INFO']}?{request['QUERY_STRING']}"
        sent = {"who": [wanjiru.pk, abdi.pk], "until": "2027-06-30", "reason": "Ill"}
        assert "Choose the course." in as_(omar).post(address, sent).content.decode()
        answer = as_(omar).post(address, {**sent, "course": str(course.pk)}, follow=True)
        assert "2 people have more time." in answer.content.decode()
        rows = Enrolment.objects.filter(extended_to__isnull=False)
        assert {(row.learner_id, row.course_id) for row in rows} == {(one.pk, course.pk) for one in (wanjiru, abdi)}
        alone = as_(omar).post(address, {**sent, "who": [wanjiru.pk], "course": str(other.pk)})
        assert alone.status_code == 422 and "None of these people has this course" in alone.content.decode()

    def test_nobody_gives_themselves_more_time_nor_people_elsewhere(self, as_, assigned, abdi, academy, neighbour):
        people_services.appoint(user=abdi, institution=academy, role=Role.INSTRUCTOR)
        page = as_(abdi).get(f"{reverse('teach:more-time')}?person={abdi.pk}").content.decode()
        assert "Nobody is left" in page and abdi.service_number not in page.partition("<main")[2]
        for name in ("teach:more-time", "teach:remind"):
            address = f"{reverse(name)}?person={abdi.pk}"
            assert "Nobody is left" in as_(neighbour).get(address).content.decode()
            assert as_(neighbour).get(f"{address}&cohort={assigned.pk}").status_code == 404
            assert as_(neighbour).get(f"{reverse(name)}?person=x&cohort=²&course=y").status_code == 404

    @pytest.mark.parametrize("name", ["teach:more-time", "teach:remind"])
    def test_costs_the_same_statements_for_few_and_for_sixty(self, name, as_, omar, assigned, course, now):
        client, address, counted = as_(omar), f"{reverse(name)}?cohort={assigned.pk}", []
        for more in (0, 60):
            fill(assigned, course, more, now=now)
            client.get(address)  # reads what each process reads once
            with CaptureQueriesContext(connection) as statements:
                assert client.get(address).status_code == 200
            counted.append(len(statements))
        assert counted[0] == counted[1] <= 6, counted
