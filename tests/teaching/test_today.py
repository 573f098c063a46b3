"""“Today”: meetings of the day, what waits, what goes on, and who needs attention."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.foundation.plugins.pages import today
from lms.foundation.plugins.pages.today import WAITING, TodayItem
from lms.foundation.plugins.runtime.registrations import Registrations
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.dates import Dates
from lms.learning.sessions import services as sessions
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role

from .conftest import fill

pytestmark = pytest.mark.usefixtures("clock")
TODAY = "/teach/today/"


def page_of(client) -> str:
    return " ".join(client.get(TODAY).content.decode().partition("<main")[2].split())


def plan(cohort, omar, now, *, title="Drill", leaders=None, begins=timedelta()):
    begins = now + begins
    details = sessions.Details("drill", title, "Hall 2", begins, begins + timedelta(hours=2))
    return sessions.plan(
        cohort=cohort,
        details=details,
        instructors=[omar] if leaders is None else leaders,
        by=omar,
        now=now - timedelta(days=1),
    )


class TestMeetings:
    def test_a_session_has_the_code_until_it_ends_and_the_list_after_that(self, as_, omar, joined, now):
        running = plan(joined, omar, now, begins=-timedelta(minutes=5))
        ended = plan(joined, omar, now, title="Class", begins=-timedelta(hours=3))
        later = plan(joined, omar, now, title="Evening", begins=timedelta(hours=4))
        page = page_of(as_(omar))
        for session, name in ((running, "board"), (ended, "attendance")):
            assert f'href="{reverse(f"meetings:{name}", args=[session.pk])}"' in page
        assert f'href="{reverse("meetings:show", args=[later.pk])}"' in page
        assert f"/{later.pk}/board/" not in page and f"/{later.pk}/attendance/" not in page
        assert page.index("Class") < page.index("Drill") < page.index("Evening")

    def test_one_that_a_colleague_leads_or_of_another_day_is_not_shown(self, as_, omar, administrator, joined, now):
        plan(joined, omar, now, title="Theirs", leaders=[administrator])
        plan(joined, omar, now, title="Tomorrow", begins=timedelta(days=1))
        assert "No session and no exam of yours today." in page_of(as_(omar))

    def test_one_of_the_cohort_in_which_one_learns_is_not_ones_own_to_lead(self, as_, omar, abdi, joined, academy, now):
        plan(joined, omar, now)
        people_services.appoint(user=abdi, institution=academy, role=Role.INSTRUCTOR)
        assert "No session and no exam of yours today." in page_of(as_(abdi))

    def test_one_that_was_called_off_says_so(self, as_, omar, joined, now):
        session = plan(joined, omar, now, begins=timedelta(minutes=30))
        sessions.call_off(session=session, reason="Rain", by=omar, now=now)
        page = page_of(as_(omar))
        assert "Called off" in page and "/board/" not in page


class TestAttention:
    def test_names_the_course_the_reason_and_since_when_and_leads_on(self, as_, omar, assigned, course, abdi, now):
        Enrolment.objects.filter(learner=abdi).update(due_at=now - timedelta(days=3))
        page = page_of(as_(omar))
        row = re.search(rf'value="{abdi.pk}".*?</tr>', page).group()
        assert "Overdue, not started" in row and "What trafficking is, since" in row
        assert f'action="{reverse("teach:selected", args=[assigned.pk])}"' in page
        for button in ("Remind", "Give more time", "Write to them"):
            assert button in page

    def test_never_lists_oneself_nor_people_elsewhere(self, as_, assigned, abdi, academy, neighbour, now):
        Enrolment.objects.update(due_at=now - timedelta(days=3))
        people_services.appoint(user=abdi, institution=academy, role=Role.INSTRUCTOR)
        assert f'name="person" value="{abdi.pk}"' not in page_of(as_(abdi))
        assert "Nobody needs attention" in page_of(as_(neighbour))

    def test_the_most_pressing_are_shown_and_the_others_counted(self, as_, omar, assigned, course, now):
        fill(assigned, course, 30, now=now)
        Enrolment.objects.update(due_at=now - timedelta(days=3))
        page = page_of(as_(omar))
        assert page.count('name="person"') == 12 and "See all: 32" in page


class TestWaiting:
    def test_what_a_plugin_gives_that_is_no_line_is_left_out(self, as_, omar, monkeypatch):
        providers: Registrations = Registrations("today", name="today")
        monkeypatch.setattr(today, "_providers", providers)
        providers.put("good", lambda person, day: [TodayItem(WAITING, "Stamps", "/x/", person.institution, number=2)])
        assert "Stamps: 2" in page_of(as_(omar))

    def test_is_the_first_page_of_an_instructor_and_of_nobody_who_does_not_teach(self, as_, omar, wanjiru, halima):
        assert as_(omar).get("/start/")["Location"] == TODAY
        assert [as_(one).get(TODAY).status_code for one in (wanjiru, halima)] == [404, 404]


def test_costs_the_same_statements_for_many_as_for_few(as_, omar, assigned, course, academy, now):
    counted = []
    for number in (1, 20):
        for place in range(number):
            other = people_services.open_cohort(institution=academy, name=f"Intake {number}.{place}")
            assign(cohort=other, courses=[course], dates=Dates(due_at=now), late_days=None, by=omar, now=now)
            fill(other, course, number, now=now, due_at=now - timedelta(days=3))
            plan(other, omar, now, title=f"Drill {number}.{place}")
        client = as_(omar)
        client.get(TODAY)
        with CaptureQueriesContext(connection) as statements:
            client.get(TODAY)
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 23, counted
